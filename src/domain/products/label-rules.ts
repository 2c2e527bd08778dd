/** The fields of a label that the law can ask for, in the order of its annex. */
const everyGood = ['label_name', 'responsible', 'origin'] as const;
const food = [...everyGood, 'quantity', 'made_on', 'expiry', 'ingredients', 'warnings', 'usage', 'storage'] as const;

type Group = { name: string; sets: readonly number[]; fields: readonly string[] };

/**
 * What a label must say, by group of goods (Decree 43/2017/NĐ-CP, article 10 and annex I, amended by 111/2021/NĐ-CP).
 * Spirits print an expiry only if they have one, so it is not asked for. A service (set 26) has no label.
 */
const groups: readonly Group[] = [
  { name: 'grain', sets: [3], fields: [...everyGood, 'quantity', 'made_on', 'expiry', 'warnings'] },
  { name: 'spirits', sets: [14, 15], fields: [...everyGood, 'quantity', 'ethanol', 'storage', 'warnings', 'lot'] },
  { name: 'health_food', sets: [18], fields: [...food, 'not_medicine'] },
  { name: 'food', sets: [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17], fields: food },
  { name: 'goods', sets: [19, 20, 21, 22, 23, 24, 25], fields: everyGood },
];

/**
 * What the label of a product still misses.
 * @param said what is recorded of the label today; null: nothing
 * @returns the group of goods (null for a service) and the fields that are empty
 */
export function labelGaps(
  set: number,
  said: Record<string, unknown> | null,
): { group: string | null; missing: string[] } {
  const group = groups.find(({ sets }) => sets.includes(set));
  if (!group) return { group: null, missing: [] };
  return { group: group.name, missing: group.fields.filter((name) => !said?.[name]) };
}

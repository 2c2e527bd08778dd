import { frameOf, readData } from './frames.ts';
import { itemsOf } from './items.ts';
import { type Option, PrintedSheet, type Sheet } from './schema.ts';

const read = (name: string) => readData(`qd26-2026/${name}`);

/** The decision in force: clocks, settings, sets (data/criteria/README.md). */
export const decision = read('decision.json') as Decision;

type Text = { vi: string; en: string };
export type Decision = {
  code: string;
  issued: string;
  title: Text;
  withdrawalGrounds: { code: string; text: Text }[];
  certificate: { minStars: number; validityMonths: number; source: string };
  /** Days before a certificate ends, between which its regrading is filed (article 7.6a). */
  regrading: { window: { earliestDaysBeforeExpiry: number; latestDaysBeforeExpiry: number } };
  groups: { code: string; name: Text }[];
  sets: { no: number; code: string; file: string; name: Text; group: string; ministries: string[]; items: number }[];
  sourceText: Text & { official: string };
};

/** The sheets that ship, checked, in the order of the decision. */
export const shippedSheets: readonly Sheet[] = decision.sets.map(({ file }) => checkSheet(read(file)));

/**
 * Checks that a sheet is whole: parts as its decision divides the points; children sum to their parents; options rise
 * and so do minima; ids are unique and `when` names items that exist. The bands of its decision are put beside it.
 * @throws Error naming the sheet and the place
 */
export function checkSheet(raw: unknown): Sheet {
  const printed = PrintedSheet.parse(raw);
  const wrong = (place: string, what: string): never => {
    throw new Error(`Score sheet ${printed.code}, ${place}: ${what}`);
  };
  const frame = frameOf(printed.decision) ?? wrong('decision', `nothing is known of ${printed.decision}`);
  const sheet = { ...printed, bands: frame.bands };
  const maxima = sheet.parts.map(({ code, max }) => `${code} ${max}`).join(', ');
  const due = Object.entries(frame.maxima).map(([code, max]) => `${code} ${max}`).join(', '); // prettier-ignore
  if (maxima !== due) wrong('parts', `the maxima are ${maxima}, not ${due}`);
  for (const part of sheet.parts) {
    if (sum(part.criteria) !== part.max) wrong(`part ${part.code}`, 'its criteria do not add up');
    for (const criterion of part.criteria)
      if (sum(criterion.items) !== criterion.max) wrong(`criterion ${criterion.code}`, 'its items do not add up');
  }
  const items = itemsOf(sheet);
  const codes = new Set(items.map((item) => item.code));
  if (codes.size !== items.length) wrong('items', 'a code comes twice');
  const ids = [
    ...items.flatMap((item) => item.rules.map((rule) => rule.id)),
    ...sheet.disqualifiedWhen.map(({ id }) => id),
  ];
  if (new Set(ids).size !== ids.length) wrong('rules', 'an id comes twice');
  for (const item of items) {
    if (!item.options === !item.cases) wrong(`item ${item.code}`, 'it needs options or cases');
    const choices = item.cases ? item.cases.map((one) => one.options) : [item.options ?? []];
    if (choices.some((options) => Math.max(...options.map((option) => option.points)) !== item.max))
      wrong(`item ${item.code}`, 'no option reaches its maximum');
    if (choices.some((options) => !rises(options))) wrong(`item ${item.code}`, 'its options or minima do not rise');
    for (const rule of item.rules) {
      const named = rule.when ? ('positive' in rule.when ? rule.when.positive : rule.when.anyZero) : [];
      if (named.some((code) => !codes.has(code))) wrong(`rule ${rule.id}`, 'it names an item that does not exist');
    }
  }
  return sheet;
}

function sum(children: readonly { max: number }[]): number {
  return children.reduce((total, child) => total + child.max, 0);
}

function rises(options: readonly Option[]): boolean {
  const marks = options.flatMap((option) => (option.minimumFor ? [option.minimumFor] : []));
  const notBelow = (values: readonly number[]) => values.every((value, i) => i === 0 || value >= values[i - 1]!);
  return notBelow(options.map((option) => option.points)) && notBelow(marks);
}

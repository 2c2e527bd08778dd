/** Kinds of producer (26/2026/QĐ-TTg; associations and operation centres for tourism only). */
export const producerKinds = [
  'cooperative',
  'cooperative_group',
  'company',
  'farm',
  'household',
  'association',
  'operation_centre',
] as const;

/** Kinds whose public page shows only the commune unless they consent to more: a home is not a shop window. */
export const isPrivate = (kind: string | null): boolean => kind === 'household' || kind === 'farm';

/** Kinds that have members. */
export const hasMembers = (kind: string | null): boolean =>
  kind === 'cooperative' || kind === 'cooperative_group' || kind === 'association';

/** A published group of people under this many is not told (sex, ethnicity). */
const leastGroup = 5;

/**
 * Counts people by a word that is personal. A group under five is left out; where only one would be, the next smallest
 * is left out as well, or the total would give it away.
 * @param words one for each person; null where nothing is said of them
 */
export function groupsOf(words: readonly (string | null)[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word ?? 'unsaid', (counts.get(word ?? 'unsaid') ?? 0) + 1);
  const sorted = [...counts].toSorted((a, b) => a[1] - b[1]);
  const small = sorted.filter(([, n]) => n < leastGroup).length;
  return Object.fromEntries(sorted.slice(small === 1 ? 2 : small));
}

export const activities = ['processing', 'growing', 'fishing', 'packing', 'selling', 'tourism'] as const;

const weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/** The tenth digit of a tax code: 10 − (weighted sum of the first nine mod 11); 10 is no digit, so such a code does not exist. */
export function taxCheckDigit(nine: string): number {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(nine[i]), 0);
  return 10 - (sum % 11);
}

export type TaxCode = { ok: true; value: string; personal: boolean } | { ok: false; key: string; digits: number };

/**
 * A tax code as typed: 10 digits with their check digit, 13 (10 and a branch of 3), or 12, which since 1/7/2025 is the
 * personal number of an individual or a household and counts as personal data.
 */
export function readTaxCode(text: string): TaxCode {
  const value = text.replace(/[\s.-]/g, '');
  const digits = [...value].length;
  if (!/^[0-9]+$/.test(value)) return { ok: false, key: 'producers.tax_code_signs', digits };
  if (![10, 12, 13].includes(digits)) return { ok: false, key: 'producers.tax_code_digits', digits };
  if (digits === 12) return { ok: true, value, personal: true };
  if (taxCheckDigit(value.slice(0, 9)) !== Number(value[9]))
    return { ok: false, key: 'producers.tax_code_check', digits };
  return { ok: true, value, personal: false };
}

const contact = ['contact_phone', 'contact_email'];
const home = ['name', 'tax_code', 'registration_no', 'street', 'old_address', 'website'];

/**
 * What the log quotes of a change, and what it only names: contact data, and of a household or farm what tells who and
 * where it is. The log is sealed; what it never held can be forgotten.
 * @param kinds what the producer was and is
 * @param changes fields with their values before and after
 */
export function toldOf(
  kinds: readonly (string | null)[],
  changes: Record<string, [unknown, unknown]>,
): { changes: Record<string, [unknown, unknown]>; unquoted: string[] } {
  const own = kinds.some(isPrivate) ? [...contact, ...home] : contact;
  const isOwn = (name: string) => own.includes(name);
  return {
    changes: Object.fromEntries(Object.entries(changes).filter(([name]) => !isOwn(name))),
    unquoted: Object.keys(changes).filter(isOwn),
  };
}

const moves = {
  waiting: { accept: 'accepted', refuse: 'refused', ask: 'asked', withdraw: 'withdrawn' },
  asked: { accept: 'accepted', refuse: 'refused', answer: 'waiting', withdraw: 'withdrawn' },
} as const;

/** Where an application to the register stands after a move; null for a move that it no longer takes. */
export const applicationAfter = (
  state: string,
  move: 'accept' | 'refuse' | 'ask' | 'answer' | 'withdraw',
): string | null => (moves[state as 'waiting'] as Partial<Record<string, string>> | undefined)?.[move] ?? null;

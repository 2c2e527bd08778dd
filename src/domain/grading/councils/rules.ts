import { grade } from '#domain/criteria/rules';
import { itemsOf } from '#domain/criteria/items';
import type { MemberSheet, Merged } from '#domain/criteria/merge';
import type { Answer, Sheet } from '#domain/criteria/schema';

export const positions = ['chair', 'deputy', 'secretary', 'member'] as const;
export const conflictGrounds = ['own', 'relative', 'adviser', 'consultant', 'other'] as const;
export const modes = ['meeting', 'written'] as const;

/** The prefix of the name under which a broken rule stands among a member's answers. */
export const rulePrefix = 'rule/';

export type Given = { item: string; value: unknown; comment?: string | null };

/** What a member answered, taken apart as the star engine takes it. */
export function answersOf(given: readonly Given[]): { answers: Record<string, Answer>; broken: string[] } {
  const answers: Record<string, Answer> = {};
  const broken: string[] = [];
  for (const { item, value } of given) {
    if (!item.startsWith(rulePrefix)) answers[item] = value as Answer;
    else if (value === true) broken.push(item.slice(rulePrefix.length));
  }
  return { answers, broken };
}

/**
 * What is sealed: the whole sheet in one order of its names, so that the same answers always give the same text.
 * Whoever has the text can compute the SHA-256 that the log keeps. The salt lies with the sheet: without it nobody could
 * guess the scores from their hash before the session closes.
 */
export const sealedText = (
  sheet: { dossier: string; member: string; scoring: number; code: string; version: number; salt: string },
  given: readonly Given[],
): string =>
  JSON.stringify([
    sheet.dossier,
    sheet.member,
    sheet.scoring,
    sheet.code,
    sheet.version,
    sheet.salt,
    given
      .map(({ item, value, comment }) => [item, value, comment ?? null])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ]);

/** The items that are not answered: a sheet is sealed whole. An item with `zeroIfNone` is answered by null, too. */
export const unanswered = (sheet: Sheet, given: readonly Given[]): string[] => {
  const named = new Set(given.map(({ item }) => item));
  return itemsOf(sheet)
    .map(({ code }) => code)
    .filter((code) => !named.has(code));
};

/** The items where a member differs from the producer and says no word why. */
export const uncommented = (
  given: readonly Given[],
  producer: Readonly<Record<string, unknown>>,
  same: (a: unknown, b: unknown) => boolean,
): string[] =>
  given
    .filter(({ item, value, comment }) => !item.startsWith(rulePrefix) && !same(value, producer[item] ?? null) && !comment)
    .map(({ item }) => item); // prettier-ignore

export type Width = { item: string; least: number; most: number };

/** The items on which the members' points lie widest apart, the widest first: what is discussed first. */
export function widestItems(sheets: readonly MemberSheet[]): Width[] {
  const [first] = sheets;
  if (!first) return [];
  const grades = sheets.map(({ sheet, answers, broken }) => grade(sheet, answers, broken).items);
  return itemsOf(first.sheet)
    .map(({ code }) => {
      const points = grades.map((items) => items[code] ?? 0);
      return { item: code, least: Math.min(...points), most: Math.max(...points) };
    })
    .filter(({ least, most }) => most > least)
    .toSorted((a, b) => b.most - b.least - (a.most - a.least));
}

/** True if written opinions diverge, so that the council meets (article 7.6d): stars differ, the spread is too wide, or a member asks for it. */
export function diverges(sheets: readonly MemberSheet[], merged: Merged, asked: boolean): boolean {
  const stars = new Set(sheets.map(({ sheet, answers, broken }) => grade(sheet, answers, broken).stars));
  return asked || merged.spread.breached || stars.size > 1;
}

/** How many of a council have to be there, the chair among them where the rules say so. */
export function quorumOf(
  present: readonly { position: string }[],
  members: number,
  { of, outOf, chairRequired }: { of: number; outOf: number; chairRequired: boolean },
): { present: number; needed: number; met: boolean } {
  const needed = Math.ceil((members * of) / outOf);
  const chaired = !chairRequired || present.some(({ position }) => position === 'chair');
  return { present: present.length, needed, met: chaired && present.length >= needed };
}

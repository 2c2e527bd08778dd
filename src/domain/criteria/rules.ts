import { brokenRules, type Outcome, outcomeBy, pointsOf } from './conditions.ts';
import { itemsOf, minimumOf } from './items.ts';
import type { Answers, Bands, Item, PartCode, Sheet } from './schema.ts';

export type Star = keyof Bands;
/** The stars that are decided and certified, and so have minima (26/2026/QĐ-TTg, article 4.1a). */
export const certifiedStars = [3, 4, 5] as const;
export type CertifiedStar = (typeof certifiedStars)[number];

/** What a decision says of points: how the parts divide 100, and the bands of the stars. */
export type Frame = { maxima: Readonly<Record<PartCode, number>>; bands: Bands };

export type Grade = {
  /** Points that count, by item, by criterion and by part. */
  items: Record<string, number>;
  criteria: Record<string, number>;
  parts: Record<PartCode, number>;
  total: number;
  /** The star of the total alone. */
  bandStars: Star;
  /** The star after the minima; null unless the outcome is `graded`. */
  stars: Star | null;
  /** For each star, the items that fall short of what it asks at least. */
  unmet: Record<CertifiedStar, string[]>;
  outcome: Outcome;
  /** Ids of the rules that caused an outcome other than `graded`. */
  reasons: string[];
};

/** The star of a total by band: sum >= band x n, so that means are compared without dividing. */
export function starByBand(bands: Bands, sum: number, n = 1): Star {
  return ([5, 4, 3, 2] as const).find((star) => sum >= bands[star] * n) ?? 1;
}

/** For each star, the items below their minimum for it. */
function unmetOf(items: readonly Item[], answers: Answers, points: Record<string, number>): Grade['unmet'] {
  const short = (star: CertifiedStar) =>
    items.filter((item) => points[item.code]! < minimumOf(item, star, answers[item.code])).map((item) => item.code);
  return { 3: short(3), 4: short(4), 5: short(5) };
}

/** The items that fall short of a star: none for the first two, which ask for points only. */
export const unmetFor = (star: Star, { unmet }: Pick<Grade, 'unmet'>): string[] =>
  star === 1 || star === 2 ? [] : unmet[star];

/** The highest star of the band whose minima, and those of the stars below it, are all met. */
export function starAfterMinima(bandStars: Star, unmet: Grade['unmet']): Star {
  return (
    ([5, 4, 3] as const).find((star) => star <= bandStars && unmet[star].length === 0) ??
    (Math.min(bandStars, 2) as Star)
  );
}

/**
 * Grades a sheet (26/2026/QĐ-TTg, article 3 and annex II): integers only.
 * @param answers item code -> option; items that are absent or null count 0
 * @param broken ids of the rules that a person states as broken
 */
export function grade(sheet: Sheet, answers: Answers, broken: Iterable<string> = []): Grade {
  const stated = new Set(broken);
  const all = itemsOf(sheet);
  const items = pointsOf(all, answers, stated);
  const sum = (some: readonly Item[]) => some.reduce((total, item) => total + items[item.code]!, 0);
  const criteria: Record<string, number> = {};
  const parts: Record<PartCode, number> = { A: 0, B: 0, C: 0 };
  for (const part of sheet.parts) {
    for (const criterion of part.criteria) {
      criteria[criterion.code] = sum(criterion.items);
      parts[part.code] += criteria[criterion.code]!;
    }
  }
  const total = parts.A + parts.B + parts.C;
  const bandStars = starByBand(sheet.bands, total);
  const unmet = unmetOf(all, answers, items);
  const { outcome, reasons } = outcomeBy(sheet, brokenRules(sheet, answers, items, stated));
  const stars = outcome === 'graded' ? starAfterMinima(bandStars, unmet) : null;
  return { items, criteria, parts, total, bandStars, stars, unmet, outcome, reasons };
}

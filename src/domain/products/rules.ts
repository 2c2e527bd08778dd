import type { Frame, Star } from '#domain/criteria/rules';
import { addMonths } from '#domain/papers/rules';

/** A decision's criteria: when they were in force, and which levels recognised stars. */
export type CriteriaVersion = {
  code: string;
  from: string;
  to: string | null;
  levels: readonly string[];
  /** The decision whose frame of points stands in where its own was not found. */
  frame?: string;
};

/** The decisions by which stars were ever given, the newest first (DOMAIN 1). */
export const criteriaVersions: readonly CriteriaVersion[] = [
  {
    code: '26/2026/QĐ-TTg',
    from: '2026-05-22',
    to: null,
    levels: ['province', 'ministry'],
  },
  {
    code: '148/QĐ-TTg',
    from: '2023-02-24',
    to: '2026-07-21',
    levels: ['district', 'province', 'ministry'],
  },
  {
    code: '1048/QĐ-TTg',
    from: '2019-08-21',
    to: '2023-02-23',
    levels: ['district', 'province', 'ministry'],
  },
  {
    code: 'cycle',
    frame: '1048/QĐ-TTg', // the text of 977/QĐ-UBND was not found (DOMAIN 1)
    from: '2013-01-01',
    to: '2019-08-20',
    levels: ['district', 'province', 'ministry'],
  },
];

export const criteriaCodes = criteriaVersions.map(({ code }) => code);
export const recognitionReasons = ['first', 'upgrade', 'regrading'] as const;
export const levels = ['district', 'province', 'ministry'] as const;
export const mistakes = ['wrong_product', 'twice', 'never_decided', 'other'] as const;
export const grounds = ['a', 'b', 'c', 'd', 'đ', 'e'] as const;

/** A certificate lives 36 months from its issue (26/2026/QĐ-TTg, article 4.3). */
const certificateMonths = 36;

/** The last day of a certificate: the printed one where a paper prints it, else 36 months from the decision. */
export const certificateEnd = (decidedOn: string, printed: string | null = null): string =>
  printed ?? addMonths(decidedOn, certificateMonths);

/**
 * The latest day that a certificate can print: no decision ever gave more than 36 months, and a year beyond it leaves
 * room for a certificate issued later than its decision. What lies later is a slip of the pen.
 */
export const longestEnd = (decidedOn: string): string => addMonths(decidedOn, certificateMonths + 12);

export type Recognition = {
  id: string;
  stars: number;
  decided_on: string | null;
  /** The year that a paper without a day tells. */
  year: number | null;
  valid_from: string | null;
  valid_to: string | null;
};
export type Withdrawal = { recognition_id: string; valid_from: string; ground: string };
export type State = 'valid' | 'expired' | 'withdrawn' | 'unknown' | 'none';

export type Standing = {
  state: State;
  /** The star of the latest decision, whether it still holds or not; null if there is none to speak of. */
  stars: number | null;
  recognition: string | null;
  until: string | null;
  withdrawnOn: string | null;
  ground: string | null;
};

/**
 * The latest decision whose day is known, up to a day; and whether one without a day may be later still: that of the
 * same year or after it, or of a year that nobody knows.
 */
export function latestOf<R extends Pick<Recognition, 'stars' | 'valid_from' | 'year'>>(
  recognitions: readonly R[],
  today: string,
): { latest: R | undefined; undated: R | undefined; maybeLater: boolean } {
  const [latest] = recognitions
    .filter((one) => one.valid_from && one.valid_from <= today)
    .toSorted((a, b) => (a.valid_from! < b.valid_from! ? 1 : a.valid_from! > b.valid_from! ? -1 : b.stars - a.stars));
  const since = Number(latest?.valid_from!.slice(0, 4) ?? 0);
  const undated = recognitions.filter((one) => !one.valid_from);
  return { latest, undated: undated[0], maybeLater: undated.some(({ year }) => year === null || year >= since) };
}

/**
 * What a product's star is on a day. The latest decision counts: an earlier star does not come back when it expires or
 * is withdrawn. A recognition without a decision date proves nothing: "unknown" is the answer, and no star is shown,
 * where it is the only one, or may be the later one once the dated star no longer holds.
 * @param without the answer when no recognition was ever recorded
 */
export function standing(
  recognitions: readonly Recognition[],
  withdrawals: readonly Withdrawal[],
  today: string,
  without: 'none' | 'unknown' = 'none',
): Standing {
  const nothing = { stars: null, recognition: null, until: null, withdrawnOn: null, ground: null };
  const { latest, undated, maybeLater } = latestOf(recognitions, today);
  if (!latest) return { ...nothing, state: undated ? 'unknown' : without };
  const withdrawal = withdrawals.find((one) => one.recognition_id === latest.id && one.valid_from <= today);
  const holds = !withdrawal && latest.valid_to !== null && today <= latest.valid_to;
  const endless = !withdrawal && latest.valid_to === null;
  if (endless || (!holds && maybeLater)) return { ...nothing, state: 'unknown' };
  const found = { stars: latest.stars, recognition: latest.id, until: latest.valid_to };
  if (withdrawal)
    return { ...found, state: 'withdrawn', withdrawnOn: withdrawal.valid_from, ground: withdrawal.ground };
  return { ...found, state: holds ? 'valid' : 'expired', withdrawnOn: null, ground: null };
}

/** True if the digits are a GTIN of 8, 12, 13 or 14 digits with its check digit (mod 10, weights 3 and 1 from the right); all zeros are nobody's. */
export function isGtin(text: string): boolean {
  if (!/^([0-9]{8}|[0-9]{12,14})$/.test(text) || !/[1-9]/.test(text)) return false;
  const sum = [...text].toReversed().reduce((total, digit, i) => total + Number(digit) * (i % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}

/** The product code of decision 26/2026: province, commune, serial kept by the commune, year of assessment. */
export const productCode = (province: string, commune: string, serial: number, year: number): string =>
  `${province}-${commune}-${String(serial).padStart(2, '0')}-${year}`;

export const productCodePattern = /^[0-9]{2}-[0-9]{5}-[0-9]{2,6}-20[0-9]{2}$/;

/** Hundredths of a point from "82,50", "82.5" or 82; null if the text is no number of at most two decimals. */
export function readHundredths(text: string): number | null {
  const match = /^([0-9]{1,3})(?:[.,]([0-9]{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}

export type Points = { part_a: number | null; part_b: number | null; part_c: number | null; total: number | null };

/**
 * What is wrong with the points of a recognition, in hundredths: parts above their maxima, a total that is not their
 * sum, or a star that does not fit the total. A star may lie below the band (minima), never above it.
 * @param frame what the decision that gave the star says of points
 */
export function pointsFault(
  stars: Star,
  points: Points,
  frame: Frame,
): { path: string; key: string; params?: Record<string, number> } | null {
  const parts = [points.part_a, points.part_b, points.part_c];
  const maxima = [frame.maxima.A, frame.maxima.B, frame.maxima.C];
  for (const [i, path] of ['part_a', 'part_b', 'part_c'].entries()) {
    if ((parts[i] ?? 0) > maxima[i]! * 100) return { path, key: 'products.part_above', params: { max: maxima[i]! } };
  }
  if (parts.some((part) => part === null) !== parts.every((part) => part === null))
    return { path: 'part_a', key: 'products.parts_incomplete' };
  const sum = parts[0] === null ? null : parts.reduce<number>((total, part) => total + (part ?? 0), 0);
  // Four means rounded to hundredths, each by half of one at most: their sum may be one off.
  if (sum !== null && points.total !== null && Math.abs(sum - points.total) > 1)
    return { path: 'total', key: 'products.total_not_sum' };
  const total = points.total ?? sum;
  if (total === null) return null;
  if (total > 10_000) return { path: 'total', key: 'products.total_above' };
  const least = frame.bands[stars];
  return total < least * 100 ? { path: 'stars', key: 'products.stars_above_band', params: { stars, least } } : null;
}

/** How many pictures a product may have: a page that people look at, not an album. */
export const mostPictures = 8;

/** The order of things after one of them moved; what is first or last stays where it is. */
export function moved(ids: readonly string[], id: string, move: 'first' | 'earlier' | 'later'): string[] {
  const at = ids.indexOf(id);
  if (at < 0) return [...ids];
  const rest = ids.filter((one) => one !== id);
  const to = move === 'first' ? 0 : Math.max(0, Math.min(rest.length, move === 'earlier' ? at - 1 : at + 1));
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

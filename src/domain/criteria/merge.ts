import {
  type Grade,
  grade,
  itemsOf,
  type Outcome,
  outcomeOf,
  pointsOf,
  type Star,
  starAfterMinima,
  starByBand,
} from './rules.ts';
import type { Answers, PartCode, Sheet } from './schema.ts';

/** One member's sheet. All of a merge answer the same score sheet. */
export type MemberSheet = { member: string; chair: boolean; sheet: Sheet; answers: Answers; broken: readonly string[] };

/** What the decision leaves to each province's council rules (decision.json, `settings`). */
export type MergeSettings = {
  mergeRule: 'meanOfTotals' | 'meanPerPart';
  /** More points than this between two members' totals: the council discusses and scores again. */
  spreadLimit: number;
  /** Quorum as a fraction of all members, in whole numbers: 3 of 4. */
  quorum: { of: number; outOf: number; chairRequired: boolean };
  /** Members of the council, present or not. */
  members: number;
  minimumTest: 'majority' | 'lowest' | 'verified';
  /** The advisory group's answers, for `verified`. */
  verified?: { answers: Answers; broken: readonly string[] };
  minimaEffect: 'capStar' | 'warnOnly';
};

export type Merged = {
  /** The mean total in hundredths of a point, for showing; the star is compared unrounded where the rule is meanOfTotals. */
  total: number;
  parts: Record<PartCode, number>;
  bandStars: Star;
  stars: Star | null;
  unmet: Grade['unmet'];
  outcome: Outcome;
  reasons: string[];
  spread: { points: number; breached: boolean };
  quorum: { present: number; needed: number; met: boolean };
};

/** The mean of whole numbers in hundredths, half up. */
export const meanInHundredths = (sum: number, n: number): number => Math.floor((sum * 200 + n) / (2 * n));

/**
 * Merges the sheets of a council into one result. Integers only; bands are compared as sum >= band x n.
 * @throws RangeError when there is no sheet, or sheets of different score sheets
 */
export function merge(sheets: readonly MemberSheet[], settings: MergeSettings): Merged {
  const first = sheets[0];
  if (!first) throw new RangeError('nothing to merge');
  if (sheets.some(({ sheet }) => sheet.code !== first.sheet.code))
    throw new RangeError('different score sheets cannot be merged');
  const grades = sheets.map(({ sheet, answers, broken }) => grade(sheet, answers, broken));
  const n = grades.length;
  const totals = grades.map(({ total }) => total);
  const sum = totals.reduce((a, b) => a + b, 0);
  const partSum = (part: PartCode) => grades.reduce((all, { parts }) => all + parts[part], 0);
  const parts = {
    A: meanInHundredths(partSum('A'), n),
    B: meanInHundredths(partSum('B'), n),
    C: meanInHundredths(partSum('C'), n),
  };
  const perPart = parts.A + parts.B + parts.C;
  const byParts = settings.mergeRule === 'meanPerPart';
  const bandStars = byParts ? starByBand(perPart, 100) : starByBand(sum, n);

  const unmet = unmetTogether(sheets, grades, settings);
  const { outcome, reasons } = outcomeTogether(sheets, settings);
  const capped = settings.minimaEffect === 'capStar' ? starAfterMinima(bandStars, unmet) : bandStars;
  const spread = Math.max(...totals) - Math.min(...totals);
  return {
    total: byParts ? perPart : meanInHundredths(sum, n),
    parts,
    bandStars,
    stars: outcome === 'graded' ? capped : null,
    unmet,
    outcome,
    reasons,
    spread: { points: spread, breached: spread > settings.spreadLimit },
    quorum: quorumOf(sheets, settings),
  };
}

function quorumOf(sheets: readonly MemberSheet[], { quorum, members }: MergeSettings): Merged['quorum'] {
  const needed = Math.ceil((members * quorum.of) / quorum.outOf);
  const chaired = !quorum.chairRequired || sheets.some(({ chair }) => chair);
  return { present: sheets.length, needed, met: chaired && sheets.length >= needed };
}

/**
 * Which minima are missed when members ticked different options: by more than half of them (a tie takes the lower
 * option), by any of them, or by what the advisory group verified.
 */
function unmetTogether(
  sheets: readonly MemberSheet[],
  grades: readonly Grade[],
  settings: MergeSettings,
): Grade['unmet'] {
  const { sheet } = sheets[0]!;
  const items = itemsOf(sheet);
  if (settings.minimumTest === 'verified') {
    const { answers, broken } = settings.verified ?? { answers: {}, broken: [] };
    return grade(sheet, answers, broken).unmet;
  }
  const missed = (code: string, star: '3' | '4' | '5') => {
    const against = grades.filter(({ unmet }) => unmet[star].includes(code)).length;
    return settings.minimumTest === 'lowest' ? against > 0 : against * 2 >= grades.length;
  };
  const short = (star: '3' | '4' | '5') => items.filter((item) => missed(item.code, star)).map((item) => item.code);
  return { 3: short('3'), 4: short('4'), 5: short('5') };
}

/** The rules that count as broken, tested as the minima are, and the outcome that follows. */
function outcomeTogether(
  sheets: readonly MemberSheet[],
  settings: MergeSettings,
): { outcome: Outcome; reasons: string[] } {
  const { sheet } = sheets[0]!;
  const found = (answers: Answers, broken: readonly string[]) => {
    const stated = new Set(broken);
    return outcomeOf(sheet, answers, pointsOf(itemsOf(sheet), answers, stated), stated);
  };
  if (settings.minimumTest === 'verified' && settings.verified)
    return found(settings.verified.answers, settings.verified.broken);
  const each = sheets.map(({ answers, broken }) => found(answers, broken));
  const enough = (count: number) => (settings.minimumTest === 'majority' ? count * 2 >= sheets.length : count > 0);
  for (const outcome of ['eliminated', 'not_eligible', 'stopped'] as const) {
    const reasons = [...new Set(each.filter((one) => one.outcome === outcome).flatMap((one) => one.reasons))];
    const broken = reasons.filter((id) => enough(each.filter((one) => one.reasons.includes(id)).length));
    if (broken.length) return { outcome, reasons: broken };
  }
  return { outcome: 'graded', reasons: [] };
}

import { isDeepStrictEqual } from 'node:util';
import { brokenRules, type Outcome, outcomeBy, pointsOf } from './conditions.ts';
import { itemsOf } from './items.ts';
import { type CertifiedStar, type Grade, grade, type Star, starAfterMinima, starByBand } from './rules.ts';
import type { Answers, PartCode, Sheet } from './schema.ts';

/** One member's sheet. All of a merge answer the same score sheet. */
export type MemberSheet = { member: string; chair: boolean; sheet: Sheet; answers: Answers; broken: readonly string[] };

/**
 * How a minimum, and a rule, is tested when members differ: by most of them (a tie takes the lower option, and counts a
 * rule as broken), by the lowest, or by what the advisory group verified, which then is needed.
 */
export type MinimumTest =
  | { minimumTest: 'majority' | 'lowest' }
  | { minimumTest: 'verified'; verified: { answers: Answers; broken: readonly string[] } };

/** What the decision leaves to each province's council rules (decision.json, `settings`). */
export type MergeSettings = MinimumTest & {
  mergeRule: 'meanOfTotals' | 'meanPerPart';
  /** More points than this between two members' totals: the council discusses and scores again. */
  spreadLimit: number;
  /** Quorum as a fraction of all members, in whole numbers: 3 of 4. */
  quorum: { of: number; outOf: number; chairRequired: boolean };
  /** Members of the council, present or not. */
  members: number;
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
 * Merges the sheets of a council into one result: the decision only says "average total score" (26/2026/QĐ-TTg, articles
 * 3.3 and 7.3b), the settings say the rest. Integers only; bands are compared as sum >= band x n.
 * @throws RangeError when there is no sheet, when they are of different score sheets or wordings, when a member comes
 *   twice, or when there are more sheets than members
 */
export function merge(sheets: readonly MemberSheet[], settings: MergeSettings): Merged {
  const { sheet } = oneCouncil(sheets, settings);
  const grades = sheets.map(({ answers, broken }) => grade(sheet, answers, broken));
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
  const bandStars = byParts ? starByBand(sheet.bands, perPart, 100) : starByBand(sheet.bands, sum, n);

  const unmet = unmetTogether(sheet, grades, settings);
  const { outcome, reasons } = outcomeBy(sheet, brokenTogether(sheets, settings));
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

/** The first of the sheets, once it is sure that all are of one score sheet in one wording, and each of another member. */
function oneCouncil(sheets: readonly MemberSheet[], { members }: MergeSettings): MemberSheet {
  const [first] = sheets;
  if (!first) throw new RangeError('nothing to merge');
  // A version of a sheet is one wording; the same version read twice is two equal objects.
  if (sheets.some(({ sheet }) => sheet !== first.sheet && !isDeepStrictEqual(sheet, first.sheet)))
    throw new RangeError('different score sheets cannot be merged');
  const seen = new Set<string>();
  for (const { member } of sheets) {
    if (seen.has(member)) throw new RangeError(`member ${member} twice`);
    seen.add(member);
  }
  if (sheets.length > members) throw new RangeError(`${sheets.length} sheets of ${members} members`);
  return first;
}

function quorumOf(sheets: readonly MemberSheet[], { quorum, members }: MergeSettings): Merged['quorum'] {
  const needed = Math.ceil((members * quorum.of) / quorum.outOf);
  const chaired = !quorum.chairRequired || sheets.some(({ chair }) => chair);
  return { present: sheets.length, needed, met: chaired && sheets.length >= needed };
}

/** True if what `against` of `n` members found counts for the council. */
const counts = (against: number, n: number, { minimumTest }: MergeSettings): boolean =>
  minimumTest === 'lowest' ? against > 0 : against * 2 >= n;

/** The minima that are missed when members ticked different options. */
function unmetTogether(sheet: Sheet, grades: readonly Grade[], settings: MergeSettings): Grade['unmet'] {
  if (settings.minimumTest === 'verified')
    return grade(sheet, settings.verified.answers, settings.verified.broken).unmet;
  const short = (star: CertifiedStar) =>
    itemsOf(sheet)
      .map(({ code }) => code)
      .filter((code) =>
        counts(grades.filter(({ unmet }) => unmet[star].includes(code)).length, grades.length, settings),
      );
  return { 3: short(3), 4: short(4), 5: short(5) };
}

/**
 * The rules that count as broken, each decided by itself: whoever states a graver one besides still counts for the
 * lesser. Which outcome follows is asked once, of those that remain.
 */
function brokenTogether(sheets: readonly MemberSheet[], settings: MergeSettings): string[] {
  const { sheet } = sheets[0]!;
  const found = ({ answers, broken }: Pick<MemberSheet, 'answers' | 'broken'>) => {
    const stated = new Set(broken);
    return brokenRules(sheet, answers, pointsOf(itemsOf(sheet), answers, stated), stated);
  };
  if (settings.minimumTest === 'verified') return found(settings.verified);
  const against = new Map<string, number>();
  for (const id of sheets.flatMap(found)) against.set(id, (against.get(id) ?? 0) + 1);
  return [...against].flatMap(([id, members]) => (counts(members, sheets.length, settings) ? [id] : []));
}

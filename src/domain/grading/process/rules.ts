import type { MergeSettings, MinimumTest } from '#domain/criteria/merge';
import { fieldError } from '#kernel/errors';

/** The ministry's place; every other is a province. */
export const country = 'VN';

/** The level whose rounds and rules a place has. */
export const levelOf = (area: string): 'province' | 'ministry' => (area === country ? 'ministry' : 'province');

/** The province of a place ("VN/22/06970" -> "VN/22"); the country is its own. */
export const provinceOf = (path: string): string => path.split('/').slice(0, 2).join('/');

/**
 * The days of a round follow each other and lie in its year or in the first half of the next one.
 * @throws AppError input.invalid
 */
export function assertRoundDays(
  year: number,
  { proposed_until, graded_until }: { proposed_until: string; graded_until: string },
): void {
  const [first, last] = [`${year}-01-01`, `${year + 1}-06-30`];
  for (const [path, day] of [
    ['proposed_until', proposed_until],
    ['graded_until', graded_until],
  ] as const)
    if (day < first || day > last) throw fieldError(path, 'process.outside_year', { year });
  if (graded_until <= proposed_until) throw fieldError('graded_until', 'process.graded_before_proposed');
}

type Round = { proposed_until: string; graded_until: string; closed_at: Date | null };

/** What is done in a round on a day. `late`: its last day is over and nobody has closed it. */
export function roundState(
  { proposed_until, graded_until, closed_at }: Round,
  today: string,
): 'closed' | 'proposing' | 'grading' | 'late' {
  if (closed_at) return 'closed';
  if (today <= proposed_until) return 'proposing';
  return today <= graded_until ? 'grading' : 'late';
}

export const mergeRules = ['meanOfTotals', 'meanPerPart'] as const;
export const minimumTests = ['majority', 'lowest', 'verified'] as const;
export const minimaEffects = ['capStar', 'warnOnly'] as const;
export const onMissedMinimum = ['ask', 'recognise'] as const;

/** What the decision leaves to each province's council rules (decision.json, `settings`), and to the process around it. */
export type CouncilRules = {
  mergeRule: (typeof mergeRules)[number];
  /** More points than this between two members: the council discusses and scores again. */
  spreadLimit: number;
  quorum: { of: number; outOf: number; chairRequired: boolean };
  minimumTest: (typeof minimumTests)[number];
  minimaEffect: (typeof minimaEffects)[number];
  minimaCumulative: boolean;
  decimals: number;
  /** Whether the commune's clock stands still while the producer completes the dossier. */
  completionStopsClock: boolean;
  /** From 90 points with a minimum of five stars missed: the ministry is asked all the same, or four stars are recognised. */
  ministryOnMissedMinimum: (typeof onMissedMinimum)[number];
  /** Days that members have for a written opinion. */
  opinionDays: number;
  ideaRequired: boolean;
  planRequired: boolean;
};

/**
 * The rules as the merging of sheets takes them.
 * @param members of the council, present or not
 * @param verified what the advisory group found, which `verified` needs @throws RangeError without it
 */
export function mergeSettings(
  rules: CouncilRules,
  members: number,
  verified: Extract<MinimumTest, { minimumTest: 'verified' }>['verified'] | null = null,
): MergeSettings {
  const { mergeRule, spreadLimit, quorum, minimaEffect, minimumTest } = rules;
  const rest = { mergeRule, spreadLimit, quorum, minimaEffect, members };
  if (minimumTest !== 'verified') return { ...rest, minimumTest };
  if (!verified) throw new RangeError('the advisory group has verified nothing yet');
  return { ...rest, minimumTest, verified };
}

export const steps = ['call', 'ideas', 'plans', 'production', 'grading', 'promotion'] as const;
export type Step = (typeof steps)[number];

/** Where a certificate stands on its way to the next grading. `filed`: the dossier of its regrading is under way. */
export const watchStages = ['closing', 'open', 'soon', 'missed', 'expired', 'filed'] as const;
export type WatchStage = (typeof watchStages)[number];

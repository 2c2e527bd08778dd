export const conclusions = ['kept', 'mend', 'withdraw', 'stopped'] as const;
export type Conclusion = (typeof conclusions)[number];
export const abouts = ['criteria', 'mark', 'information', 'safety', 'other'] as const;
export const verdicts = ['met', 'mend', 'breach'] as const;

/** The six grounds of a withdrawal (26/2026/QĐ-TTg, article 8.1); their words stand in the decision's data. */
export const grounds = ['a', 'b', 'c', 'd', 'đ', 'e'] as const;
export type Ground = (typeof grounds)[number];

/** The ground that a conclusion points to; null where nothing is withdrawn. Whoever opens the case may name another. */
export const groundOf = (conclusion: Conclusion): Ground | null =>
  conclusion === 'withdraw' ? 'b' : conclusion === 'stopped' ? 'đ' : null;

type Finding = { verdict: string; mended_on: string | null };

/**
 * The conclusions that the findings of an inspection allow: with a breach nothing is "kept", though it be
 * mended since (article 9: a breach leads to handling by article 8); what is to be mended leaves
 * "kept" open only once it is mended.
 */
export function conclusionsFor(findings: readonly Finding[]): Conclusion[] {
  if (findings.some(({ verdict }) => verdict === 'breach')) return ['mend', 'withdraw', 'stopped'];
  const open = findings.some(({ verdict, mended_on }) => verdict !== 'met' && !mended_on);
  return open ? ['mend', 'withdraw', 'stopped'] : ['kept', 'stopped'];
}

export type CaseStatus = 'open' | 'verified' | 'dropped' | 'withdrawn';

const moves: Record<CaseStatus, readonly CaseStatus[]> = {
  open: ['verified', 'dropped'],
  verified: ['dropped', 'withdrawn'],
  dropped: [],
  withdrawn: [],
};
export const canMoveCase = (from: CaseStatus, to: CaseStatus): boolean => moves[from].includes(to);

import type { PaperRow } from '#domain/papers/queries';
import type { Ctx } from '#kernel/context';
import { sentence } from '#kernel/sentences';

/** What the producer does next about a paper. @param isDue it ends or has ended, and no later one has taken its place */
export function nextStep(
  ctx: Ctx,
  { state, verdict, verdict_note }: Pick<PaperRow, 'state' | 'verdict' | 'verdict_note'>,
  isDue: boolean,
): string {
  const ends = state === 'expired' || state === 'expiring';
  const step = verdict === 'wrong' ? 'wrong' : ends ? (isDue ? state : 'replaced') : state === 'unknown' ? state : null;
  return sentence(
    `workspace.paper_next.${step ?? (verdict === null ? 'not_yet' : 'fine')}`,
    { why: verdict_note ?? '' },
    ctx.locale,
  );
}

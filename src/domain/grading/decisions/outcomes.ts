import { action } from '#kernel/action';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { type LockedDossier, lockDossier, moveDossier } from '#domain/grading/dossiers/rows';
import type { Tx } from '#kernel/context';
import { sendLetters } from './letters.ts';
import { isOfOffice, mayDecide } from './policy.ts';
import { type Scored, scoredDossiers, stepsByRules } from './results.ts';
import { TellResult } from './schema.ts';

/**
 * The dossier, locked, with the result that waits for its step. @throws AppError not_found for one of another office,
 * state.conflict where it is on a decision already or waits for nothing
 */
export async function lockScored(tx: Tx, id: string): Promise<{ dossier: LockedDossier; scored: Scored }> {
  const dossier = await lockDossier(tx, id, (actor, { area_path }) =>
    (['province', 'ministry'] as const).some((level) => isOfOffice(actor, { level, area_path })),
  );
  const [scored] = await scoredDossiers(tx, [id]);
  if (!scored) throw new AppError('state.conflict', { details: { reason: 'decisions.nothing_waits' } });
  if (scored.decision_id) throw new AppError('state.conflict', { details: { reason: 'decisions.on_another' } });
  return { dossier, scored };
}

/**
 * Tells a result that is not decided: one or two stars (article 4.1a), or the rule by which the dossier came to its end.
 * The letter goes out in the same write.
 * @throws AppError not_found, state.conflict for a result with a star to recognise, input.invalid at `reason` where the
 * ministry or a person ended it and no rule of the sheet says why
 */
export const tellResult = action({ name: 'decisions.tell', input: TellResult, may: mayDecide }, async (tx, input) => {
  const { dossier, scored } = await lockScored(tx, input.dossier);
  const steps = await stepsByRules(tx, scored);
  const ended = steps.includes('eliminate') ? 'eliminated' : steps.includes('tell') ? 'not_recognised' : null;
  if (!ended) throw new AppError('state.conflict', { details: { reason: 'decisions.has_star' } });
  if (ended === 'eliminated' && !scored.merged.reasons?.length && !input.reason)
    throw fieldError('reason', 'fields.required');
  await moveDossier(tx, dossier, { level: scored.level, status: ended }, { note: input.reason });
  await sendLetters(tx, [
    {
      kind: ended,
      area_path: dossier.area_path,
      producer_id: dossier.producer_id,
      product_id: dossier.product_id,
      dossier_id: dossier.id,
      reason: input.reason,
    },
  ]);
  await record(
    tx,
    'result.told',
    { kind: 'product', id: dossier.product_id, area: dossier.area_path },
    { dossier: dossier.id, ended, result: scored.result_id },
  );
});

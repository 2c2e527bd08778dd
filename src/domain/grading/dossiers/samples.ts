import { action } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { holds } from '#domain/identity/rules';
import { currentProcess, samplesOf as samplesAsked } from '#domain/grading/process/decision';
import { isOfDesk, isOfProvince, mayWorkDesk } from './policy.ts';
import { lockDossier } from './rows.ts';
import { MoveSamples } from './schema.ts';
import { leftOf, type SampleMove } from './sample-rules.ts';

/** What became of the samples of a dossier, in order. The caller has read the dossier. */
export async function samplesOf(ctx: Ctx | Tx, dossier: string) {
  const rows = await ctx.db
    .selectFrom('grading.sample_move')
    .select(['id', 'what', 'count', 'place', 'on_day'])
    .where('dossier_id', '=', dossier)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, what: row.what as SampleMove['what'] }));
}

/**
 * Writes what became of samples: received, stored, passed on, used, returned (article 6.2d). No more leave than came,
 * no more come than the decision asks for, and none for community tourism.
 * @throws AppError not_found, refused, input.invalid at `count`, `on` or `what`
 */
export const moveSamples = action(
  {
    name: 'dossiers.move_samples',
    input: MoveSamples,
    may: (actor) => mayWorkDesk(actor) || holds(actor, 'council_secretary'),
  },
  async (tx, { dossier: id, what, count, place, on }) => {
    const dossier = await lockDossier(tx, id);
    const isHere = isOfDesk(tx.actor, dossier) || isOfProvince(tx.actor, dossier.area_path);
    if (!isHere) throw new AppError('refused');
    const product = await tx.db
      .selectFrom('products.product')
      .select('set_no')
      .where('id', '=', dossier.product_id)
      .executeTakeFirstOrThrow();
    const asked = samplesAsked(currentProcess, product.set_no);
    if (!asked) throw fieldError('what', 'dossiers.samples_none');
    if (on > tx.today) throw fieldError('on', 'dossiers.samples_later');
    const left = leftOf(await samplesOf(tx, id), asked);
    const most = what === 'received' ? left.toCome : left.here;
    if (count > most) throw fieldError('count', 'dossiers.samples_left', { n: most });
    await tx.db
      .insertInto('grading.sample_move')
      .values({ id: newId(), dossier_id: id, what, count, place, on_day: on, at: tx.now, by: authorOf(tx) })
      .execute();
    const subject = { kind: 'product', id: dossier.product_id, area: dossier.area_path };
    await record(tx, 'dossier.samples_moved', subject, { dossier: id, what, count });
  },
);

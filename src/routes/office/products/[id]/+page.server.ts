import { mayInspect, mayOpenCase } from '#domain/grading/inspections/policy';
import { decision } from '#domain/criteria/sheets';
import { likelyDuplicates, mergesOf } from '#domain/duplicates/queries';
import { historyOf } from '#domain/identity/log';
import { barTo, isOfficer } from '#domain/identity/rules';
import { canDepositPaper, canSeePapers } from '#domain/papers/policy';
import { papersOf } from '#domain/papers/queries';
import { addOldCode, giveCode, takeBackOldCode } from '#domain/products/codes';
import { picturesOf } from '#domain/products/pictures';
import { publicProduct } from '#domain/products/queries';
import { publicProducer } from '#domain/producers/queries';
import type { Action } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import { save } from '#ui/form.ts';
import { listed } from '../../../facts/registry.ts';
import { toldKinds } from '../../../facts/told.ts';
import { askedAsOf } from '../../as-of.ts';
import { pictureActs } from '../../../pictures/acts.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params, url }) => {
  const asOf = askedAsOf(url, ctx.today);
  const product = await publicProduct(ctx, params.id, { merged: true });
  const owner = await ownerOfProduct(ctx, product.producer_id);
  return {
    product,
    papers: owner && canSeePapers(ctx.actor, owner) ? await papersOf(ctx, { kind: 'product', id: product.id }) : null,
    addsPapers: !!owner && product.origin !== 'citation' && !product.merged_into && canDepositPaper(ctx.actor, owner),
    set: decision.sets.find(({ no }) => no === product.set_no)!.name[ctx.locale],
    kinds: toldKinds(ctx, await listed(ctx, 'product', product.id, asOf ?? {}), asOf?.on),
    pictures: await picturesOf(ctx, product.id),
    most: ctx.runtime.config.uploadBytes / 1024 / 1024,
    asOf,
    history: await historyOf(ctx, product.id),
    alike: isOfficer(ctx.actor) ? await likelyDuplicates(ctx, 'product', product.id) : [],
    merges: await mergesOf(ctx, 'product', product.id),
    bar: product.merged_into ? ('merged' as const) : barTo(ctx.actor, product),
    inspects: !product.merged_into && product.origin !== 'citation' && mayInspect(ctx.actor),
    opensCase: !product.merged_into && product.origin !== 'citation' && mayOpenCase(ctx.actor),
    year: Math.max(2026, Number(ctx.today.slice(0, 4))),
  };
};

/** Whose papers cover it: its producer, which can lie in another commune than the product. */
async function ownerOfProduct(ctx: Ctx, producer: string | null) {
  if (!producer) return null;
  const { id, area_path } = await publicProducer(ctx, producer);
  return { organisation_id: id, area_path };
}

const onProduct = (act: Action<unknown>) => (event: RequestEvent) => {
  const { ctx } = event.locals;
  return save(event, async (fields) => {
    await act(ctx, { ...fields, product: event.params.id });
    return `/office/products/${event.params.id}`;
  });
};

export const actions: Actions = {
  ...pictureActs('/office'),
  code: onProduct(giveCode),
  oldCode: onProduct(addOldCode),
  takeBackOldCode: onProduct(takeBackOldCode),
};

import { canSpeakOnBehalf } from '#domain/behalf/policy';
import { likelyDuplicates, mergesOf } from '#domain/duplicates/queries';
import { historyOf } from '#domain/identity/log';
import { type Bar, barTo, isOfficer } from '#domain/identity/rules';
import { canDepositPaper, canSeePapers } from '#domain/papers/policy';
import { papersOf } from '#domain/papers/queries';
import { confirmProducing } from '#domain/producers/confirmations';
import { readRepresentative } from '#domain/producers/representatives';
import { canReadRepresentative } from '#domain/producers/policy';
import { confirmationsOf, facilitiesOf, namingsOf, producerForEdit } from '#domain/producers/queries';
import { isPrivate } from '#domain/producers/rules';
import { productsOf } from '#domain/products/queries';
import { save, submit } from '#ui/form.ts';
import { behalfMarks } from '../../../behalf/marks.ts';
import { listed } from '../../../facts/registry.ts';
import { toldKinds } from '../../../facts/told.ts';
import { askedAsOf } from '../../as-of.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params, url }) => {
  const asOf = askedAsOf(url, ctx.today);
  const { search: _, folded: __, ...producer } = await producerForEdit(ctx, params.id);
  const owned = { organisation_id: producer.id, area_path: producer.area_path };
  const [namings, facilities, confirmations, products, history, papers, facts, alike, merges] = await Promise.all([
    namingsOf(ctx, producer.id),
    facilitiesOf(ctx, producer.id),
    confirmationsOf(ctx, producer.id),
    productsOf(ctx, producer.id),
    historyOf(ctx, producer.id),
    papersOf(ctx, { kind: 'producer', id: producer.id }),
    listed(ctx, 'producer', producer.id, asOf ?? {}),
    isOfficer(ctx.actor) ? likelyDuplicates(ctx, 'producer', producer.id) : [],
    mergesOf(ctx, 'producer', producer.id),
  ]);
  const marks = await behalfMarks(
    ctx,
    papers.map(({ id }) => id),
  );
  const bar: Bar | 'merged' | null = producer.merged_into ? 'merged' : barTo(ctx.actor, producer);
  const mayReadPersonal = canReadRepresentative(ctx.actor, producer);
  // A household's workshop is its home, and bears its name: hidden as its own address is.
  const isHidden = !mayReadPersonal && isPrivate(producer.kind) && !producer.publishes_contact;
  return {
    producer,
    namings,
    facilities: isHidden ? facilities.map((one) => ({ ...one, name: '…', street: null })) : facilities,
    confirmations: mayReadPersonal ? confirmations : confirmations.map((one) => ({ ...one, note: null })),
    products,
    history,
    papers: canSeePapers(ctx.actor, owned) ? papers.map((one) => ({ ...one, mark: marks[one.id] ?? null })) : null,
    helps: !producer.merged_into && canSpeakOnBehalf(ctx.actor, producer),
    addsPapers: producer.origin !== 'citation' && !producer.merged_into && canDepositPaper(ctx.actor, owned),
    kinds: toldKinds(ctx, facts, asOf?.on),
    asOf,
    alike,
    merges,
    bar,
    readsRepresentative: producer.origin !== 'citation' && mayReadPersonal,
  };
};

export const actions: Actions = {
  confirm: (event) => {
    const { ctx } = event.locals;
    return save(event, async (fields) => {
      await confirmProducing(ctx, { ...fields, producer: event.params.id });
      return `/office/producers/${event.params.id}`;
    });
  },
  /** A form, not a link: each reading of personal data is logged. */
  representative: (event) =>
    submit(event, async () => ({
      read: true as const,
      representative: await readRepresentative(event.locals.ctx, { producer: event.params.id }),
    })),
};

import { confirmByCode } from '#domain/behalf/codes';
import { entriesOf, helped } from '#domain/behalf/queries';
import { confirmBySheet } from '#domain/behalf/sheets';
import { productsOf } from '#domain/products/queries';
import { save } from '#ui/form.ts';
import { shownEntries } from '../../../behalf/entries.ts';
import { listed } from '../../../facts/registry.ts';
import { toldKinds } from '../../../facts/told.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** The desk where an officer enters what a producer says, and has it confirmed. */
export const load: PageServerLoad = async ({ locals: { ctx }, params, url }) => {
  const { producer, voice } = await helped(ctx, params.producer);
  const [entries, products] = await Promise.all([entriesOf(ctx, producer.id), productsOf(ctx, producer.id)]);
  const product = products.find(({ id }) => id === url.searchParams.get('of'));
  const of = product?.id ?? producer.id;
  const [shown, own] = await Promise.all([
    shownEntries(ctx, entries),
    listed(voice, product ? 'product' : 'producer', of),
  ]);
  return {
    producer: { id: producer.id, name: producer.name },
    waiting: shown.filter(({ state }) => state === 'waiting' || state === 'disputed'),
    confirmed: shown.filter(({ state }) => state === 'confirmed'),
    owners: [producer, ...products].map(({ id, name }) => ({ id, name })),
    facts: { of, kinds: toldKinds(ctx, own).filter(({ isOfficial }) => !isOfficial) },
    most: ctx.runtime.config.uploadBytes / 1024 / 1024,
  };
};

export const actions: Actions = {
  code: (event) =>
    save(event, async ({ entries, code }) => {
      await confirmByCode(event.locals.ctx, { producer: event.params.producer, entries, code });
      return `/office/behalf/${event.params.producer}`;
    }),
  sheet: (event) =>
    save(event, async ({ entries, issued_on, file }) => {
      await confirmBySheet(event.locals.ctx, { producer: event.params.producer, entries, issued_on, file });
      return `/office/behalf/${event.params.producer}`;
    }),
};

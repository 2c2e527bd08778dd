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
export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { producer, voice } = await helped(ctx, params.producer);
  const [entries, products, own] = await Promise.all([
    entriesOf(ctx, producer.id),
    productsOf(ctx, producer.id),
    listed(voice, 'producer', producer.id),
  ]);
  const shown = await shownEntries(ctx, entries);
  return {
    producer: { id: producer.id, name: producer.name },
    waiting: shown.filter(({ state }) => state === 'waiting' || state === 'disputed'),
    confirmed: shown.filter(({ state }) => state === 'confirmed'),
    owners: [
      { id: producer.id, name: producer.name, kinds: toldKinds(ctx, own) },
      ...(await Promise.all(
        products.map(async ({ id, name }) => {
          return { id, name, kinds: toldKinds(ctx, await listed(voice, 'product', id)) };
        }),
      )),
    ],
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

import { entriesOf, helped } from '#domain/behalf/queries';
import { shownEntries } from '../../../../behalf/entries.ts';
import type { PageServerLoad } from './$types.js';

/** The sheet for the producer's signature: what was entered on its behalf and waits. */
export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { producer } = await helped(ctx, params.producer);
  const entries = await shownEntries(ctx, await entriesOf(ctx, producer.id));
  return {
    producer: { id: producer.id, name: producer.name },
    entries: entries.filter(({ state }) => state === 'waiting'),
  };
};

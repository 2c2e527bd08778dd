import { mergeProducers } from '#domain/duplicates/producers';
import { registerProducer } from '#domain/producers/actions';
import { registerProduct } from '#domain/products/actions';
import type { Db } from '#kernel/db';
import { systemCtx } from '../makers/context.ts';
import { aProducer } from '../makers/producers.ts';
import { aProduct } from '../makers/products.ts';
import { around } from './producers.ts';
import type { Proof, Proofs } from './types.ts';

/** The producer in Ba Chẽ and another one of its name. */
async function twoProducers(db: Db) {
  const made = await around(db);
  const { id: other } = await registerProducer(systemCtx(db), aProducer());
  const input = { keep: made.producer, keep_version: 1, merge: other, merge_version: 1, why: 'Cùng một nơi' };
  return { made, other, input };
}

const about = (input: (made: Awaited<ReturnType<typeof twoProducers>>, db: Db) => Promise<object> | object): Proof => ({
  given: async (db) => {
    const found = await twoProducers(db);
    return { ...found.made, input: { ...(await input(found, db)) } };
  },
  twice: 'one',
});

export const proofs: Proofs = {
  'duplicates.merge_producers': about(({ input }) => input),
  'duplicates.merge_products': about(async ({ made }, db) => {
    const enter = async () => (await registerProduct(systemCtx(db), aProduct(made.producer))).id;
    return { keep: await enter(), keep_version: 1, merge: await enter(), merge_version: 1, why: 'Cùng một món' };
  }),
  'duplicates.undo': about(async ({ input }, db) => {
    const { id } = await mergeProducers(systemCtx(db), input);
    return { merge: id, why: 'Nhầm' };
  }),
  'duplicates.tell_apart': {
    ...about(({ made, other }) => ({ kind: 'producer', one: made.producer, other, why: 'Hai nhà khác nhau' })),
    twice: 'both',
  },
};

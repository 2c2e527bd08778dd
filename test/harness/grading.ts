import { loadSheets } from '#domain/criteria/versions';
import { beginAssessment } from '#domain/grading/self-assessments';
import { roles } from '#domain/identity/rules';
import { registerProduct } from '#domain/products/actions';
import type { Db } from '#kernel/db';
import { ctxOf, personWith, systemCtx } from '../makers/context.ts';
import { aProduct, producerIn } from '../makers/products.ts';
import type { Proof, Proofs } from './types.ts';

const own = ['producer_owner', 'producer_member'];

/** A product, its producer's own person, every role that has no producer, and the person of another one. */
export async function ofProducer(db: Db) {
  await loadSheets(db);
  const producer = await producerIn(db, 'VN/22/06970');
  const other = await producerIn(db, 'VN/22/06994', 'HTX Khác');
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  return {
    producer,
    product,
    right: await personWith(db, 'producer_owner', { organisation: producer }),
    refused: await Promise.all(
      roles.filter((role) => !own.includes(role)).map((role) => personWith(db, role, { area: 'VN' })),
    ),
    stranger: await personWith(db, 'producer_owner', { organisation: other }),
  };
}

type Made = Awaited<ReturnType<typeof ofProducer>>;
const about = (input: (made: Made, db: Db) => Promise<object> | object, twice: Proof['twice']): Proof => ({
  given: async (db) => {
    const made = await ofProducer(db);
    return { ...made, input: { ...(await input(made, db)) } };
  },
  twice,
});

export const proofs: Proofs = {
  'grading.begin': about(({ product }) => ({ product }), 'both'),
  // The same answer from two devices is no conflict.
  'grading.save_answers': about(async ({ product, right }, db) => {
    const { id } = await beginAssessment(ctxOf(db, right), { product });
    return { assessment: id, answers: [{ item: '1.1', value: 0, version: 0 }] };
  }, 'both'),
};

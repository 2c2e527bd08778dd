import { citeEvidence } from '#domain/grading/dossiers/evidence';
import { openDossier } from '#domain/grading/dossiers/opening';
import { dossierOf } from '#domain/grading/dossiers/queries';
import { answerItem, askForCompletion, requestsOf } from '#domain/grading/dossiers/requests';
import { type Role, roles } from '#domain/identity/rules';
import type { Actor, Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { personWith, systemCtx } from '../makers/context.ts';
import { filed, producerWithProduct, wholeDraft } from '../makers/drafts.ts';
import { producerIn } from '../makers/products.ts';
import { paperOf } from '../makers/papers.ts';
import { newId } from '#kernel/ids';
import type { Proof, Proofs } from './types.ts';

const writers: readonly Role[] = ['producer_owner', 'producer_member', 'commune_officer', 'province_officer', 'administrator']; // prettier-ignore
const officers: readonly Role[] = ['commune_officer', 'province_officer', 'ministry_officer', 'administrator'];

type Made = Awaited<ReturnType<typeof producerWithProduct>>;
type Input = (made: Made, db: Db) => Promise<Record<string, unknown>>;

const othersThan = (db: Db, allowed: readonly Role[]): Promise<Actor[]> =>
  Promise.all(roles.filter((role) => !allowed.includes(role)).map((role) => personWith(db, role, { area: 'VN' })));

/** Written by the producer's own people, and by the officers of its place. */
const byWriter = (input: Input, twice: Proof['twice']): Proof => ({
  given: async (db) => {
    const made = await producerWithProduct(db);
    return {
      right: made.own.actor!,
      refused: await othersThan(db, writers),
      stranger: await personWith(db, 'producer_owner', {
        organisation: await producerIn(db, 'VN/22/06994', 'HTX Khác'),
      }),
      input: await input(made, db),
    };
  },
  twice,
});

/** Done by the officers of the place. */
const byOfficer = (input: Input, twice: Proof['twice'], allowed = officers): Proof => ({
  given: async (db) => {
    const made = await producerWithProduct(db);
    return {
      right: made.officer.actor!,
      refused: await othersThan(db, allowed),
      stranger: await personWith(db, 'commune_officer', { area: 'VN/22/06994' }),
      input: await input(made, db),
    };
  },
  twice,
});

const asked = async ({ own, product }: Made, db: Db) => {
  const id = await filed(own, product);
  await askForCompletion(systemCtx(db), { dossier: id, desk: 'commune', due_on: '2026-12-04', items: [{ wanted: 'Ảnh' }] });
  return (await requestsOf(own, id))[0]!;
}; // prettier-ignore

/** A scan that every proof's right person can name: a row that was taken up whole. */
async function scanOf(db: Db, { actor }: Ctx): Promise<string> {
  const id = newId();
  await db
    .insertInto('kernel.upload')
    .values({ id, person_id: actor!.id, name: 'ho-so.pdf', size: 3, state: 'whole', kind: 'pdf', hash: 'a'.repeat(64), stored: 3, created_at: new Date(0) } as never)
    .execute();
  return id;
} // prettier-ignore

const due = '2026-12-04';

export const proofs: Proofs = {
  'dossiers.open': byWriter(async ({ product }) => ({ product, kind: 'first' }), 'one'),
  // The same words from two devices are no conflict.
  'dossiers.save_fields': byWriter(async ({ own, product }) => {
    const { id: dossier } = await openDossier(own, { product, kind: 'first' });
    return { dossier, fields: [{ name: 'form/history', value: 'Từ 2015', version: 0 }] };
  }, 'both'),
  'dossiers.cite': byWriter(async ({ own, product, producer }, db) => {
    const { id: dossier } = await openDossier(own, { product, kind: 'first' });
    return { dossier, item: '1.2', paper: await paperOf(db, producer) };
  }, 'both'),
  'dossiers.remove_evidence': byWriter(async ({ own, product, producer }, db) => {
    const { id: dossier } = await openDossier(own, { product, kind: 'first' });
    return { ...(await citeEvidence(own, { dossier, item: '1.2', paper: await paperOf(db, producer) })) };
  }, 'one'),
  'dossiers.file': byWriter(async ({ own, product }) => {
    const id = await wholeDraft(own, product);
    return { id, version: (await dossierOf(own, id)).version, sure: 'on' };
  }, 'one'),
  'dossiers.retract': byWriter(async ({ own, product }) => {
    const { id } = await openDossier(own, { product, kind: 'first' });
    return { id, version: 1, reason: 'Chưa sẵn sàng' };
  }, 'one'),
  'dossiers.register_paper': byOfficer(
    async ({ officer, product }, db) => ({
      product,
      kind: 'first',
      handed_on: '2026-11-20',
      scans: [await scanOf(db, officer)],
    }),
    'one',
  ),
  'dossiers.receive': byOfficer(async ({ own, product, officer }) => {
    const id = await filed(own, product);
    return { id, version: (await dossierOf(officer, id)).version };
  }, 'one'),
  'dossiers.ask': byOfficer(
    async ({ own, product }) => ({
      dossier: await filed(own, product),
      desk: 'commune',
      due_on: due,
      items: [{ wanted: 'Ảnh nhà xưởng' }],
    }),
    'one',
  ),
  'dossiers.answer_item': byWriter(
    async (made, db) => ({ item: (await asked(made, db)).items[0]!.id, version: 0, answer: 'Đây' }),
    'one',
  ),
  'dossiers.answer_request': byWriter(async (made, db) => {
    const { id, items } = await asked(made, db);
    await answerItem(made.own, { item: items[0]!.id, version: 0, answer: 'Đây' });
    return { request: id, version: 1 };
  }, 'one'),
  'dossiers.move_samples': byOfficer(
    async ({ own, product }) => ({ dossier: await filed(own, product), what: 'received', count: 5, on: '2026-11-23' }),
    'one',
    [...officers, 'council_secretary'],
  ),
};

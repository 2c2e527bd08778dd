import { addFinding, planInspection } from '#domain/grading/inspections/inspections';
import { openCase, verifyCase } from '#domain/grading/inspections/withdrawals';
import { registerProduct } from '#domain/products/actions';
import { recordRecognition } from '#domain/products/recognitions';
import { type Role, roles } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { ctxOf, personWith, systemCtx } from '../makers/context.ts';
import { aProduct, aRecognition, producerIn } from '../makers/products.ts';
import type { Proof, Proofs } from './types.ts';

const inspectors: readonly Role[] = ['inspector', 'province_officer', 'ministry_officer', 'administrator'];
const deciders: readonly Role[] = ['province_officer', 'ministry_officer', 'administrator'];

/** A product with a star, an officer of its province, and every role but `allowed`. */
async function starred(db: Db, allowed: readonly Role[]) {
  const producer = await producerIn(db, 'VN/22/06970');
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  const { id: recognition } = await recordRecognition(systemCtx(db), aRecognition(product));
  const right = await personWith(db, 'province_officer', { area: 'VN/22' });
  return {
    product,
    recognition,
    right,
    ctx: ctxOf(db, right),
    refused: await Promise.all(
      roles.filter((role) => !allowed.includes(role)).map((role) => personWith(db, role, { area: 'VN' })),
    ),
    stranger: await personWith(db, 'province_officer', { area: 'VN/01' }),
  };
}
type Made = Awaited<ReturnType<typeof starred>>;

const proof = (
  allowed: readonly Role[],
  twice: Proof['twice'],
  input: (made: Made) => Promise<Record<string, unknown>>,
): Proof => ({
  given: async (db) => {
    const made = await starred(db, allowed);
    const { right, refused, stranger } = made;
    return { right, refused, stranger, input: await input(made) };
  },
  twice,
});

const planned = async ({ ctx, product }: Made) =>
  (await planInspection(ctx, { product, kind: 'planned', planned_on: '2026-12-01' })).id;
const finding = (inspection: string) => ({
  inspection,
  about: 'mark',
  finding: 'In sai biểu trưng',
  verdict: 'mend',
  mend_by: '2026-12-10',
});
const opened = async ({ ctx, recognition }: Made) =>
  (await openCase(ctx, { recognition, ground: 'c', basis: 'Kết luận 1/KL', found_on: '2026-11-20' })).id;

export const proofs: Proofs = {
  'inspections.plan': proof(inspectors, 'both', async ({ product }) => ({
    product,
    kind: 'planned',
    planned_on: '2026-12-01',
  })),
  'inspections.change': proof(inspectors, 'one', async (made) => ({
    id: await planned(made),
    version: 1,
    planned_on: '2026-12-02',
  })),
  'inspections.find': proof(inspectors, 'both', async (made) => finding(await planned(made))),
  'inspections.mend': proof(inspectors, 'one', async (made) => ({
    finding: (await addFinding(made.ctx, finding(await planned(made)))).id,
    on: '2026-11-22',
  })),
  'inspections.conclude': proof(inspectors, 'one', async (made) => ({
    id: await planned(made),
    version: 1,
    held_on: '2026-11-20',
    conclusion: 'kept',
  })),
  'inspections.open_case': proof([...inspectors, 'commune_officer'], 'one', async ({ recognition }) => ({
    recognition,
    ground: 'c',
    basis: 'Kết luận 1/KL',
    found_on: '2026-11-20',
  })),
  'inspections.verify_case': proof(deciders, 'one', async (made) => ({
    id: await opened(made),
    version: 1,
    note: 'Đủ căn cứ',
  })),
  'inspections.drop_case': proof(deciders, 'one', async (made) => ({
    id: await opened(made),
    version: 1,
    note: 'Không đủ căn cứ',
  })),
  'inspections.decide_cases': proof(deciders, 'one', async (made) => {
    const id = await opened(made);
    await verifyCase(made.ctx, { id, version: 1, note: 'Đủ căn cứ' });
    return { cases: [id] };
  }),
};

import { acceptComplaint, fileComplaint } from '#domain/grading/decisions/complaints';
import { draftDecision, signDecision } from '#domain/grading/decisions/drafts';
import { sendToMinistry } from '#domain/grading/decisions/ministry';
import type { Role } from '#domain/identity/rules';
import { roles } from '#domain/identity/rules';
import type { Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { ctxOf, personWith } from '../makers/context.ts';
import { scoredAt } from '../makers/results.ts';
import type { Proof, Proofs } from './types.ts';

const deciders: readonly Role[] = ['province_officer', 'ministry_officer', 'administrator'];

/** A scored dossier, an officer of its province, one of another province, and every role that never decides. */
async function atOffice(db: Db, result: Parameters<typeof scoredAt>[1] = {}) {
  const made = await scoredAt(db, result);
  const right = await personWith(db, 'province_officer', { area: 'VN/22' });
  return {
    ...made,
    right,
    ctx: ctxOf(db, right),
    refused: await Promise.all(
      roles.filter((role) => !deciders.includes(role)).map((role) => personWith(db, role, { area: 'VN' })),
    ),
    stranger: await personWith(db, 'province_officer', { area: 'VN/01' }),
  };
}
type Made = Awaited<ReturnType<typeof atOffice>>;

const proof = (
  input: (made: Made, db: Db) => Promise<Record<string, unknown>>,
  more: Partial<Proof> & { strangerAt?: string; result?: Parameters<typeof scoredAt>[1] } = {},
): Proof => ({
  given: async (db) => {
    const made = await atOffice(db, more.result);
    const { right, refused, stranger } = made;
    return {
      right,
      refused,
      stranger,
      ...(more.strangerAt && { strangerAt: more.strangerAt }),
      input: await input(made, db),
    };
  },
  twice: more.twice ?? 'one',
});

const draft = async ({ ctx, dossier }: Made) => (await draftDecision(ctx, { dossiers: [dossier] })).id;
const said = { number: '12/QĐ-UBND', decided_on: '2026-11-20', signer: 'Trần Văn Thử', signer_title: 'Phó Chủ tịch' };
const complaint = (ctx: Ctx, product: string) => fileComplaint(ctx, { product, about: 'Chấm lại mục 4.1' });

export const proofs: Proofs = {
  'decisions.draft': proof(async ({ dossier }) => ({ dossiers: [dossier] }), { strangerAt: 'dossiers' }),
  'decisions.add': proof(async (made, db) => {
    const id = await draft(made);
    return { id, version: 1, dossiers: [(await scoredAt(db)).dossier] };
  }),
  'decisions.drop_line': proof(async (made, db) => {
    const id = await draft(made);
    const line = await db.selectFrom('grading.decision_line').select('id').executeTakeFirstOrThrow();
    return { id, version: 1, line: line.id };
  }),
  'decisions.change': proof(async (made) => ({ id: await draft(made), version: 1, subject: 'Về việc công nhận' })),
  'decisions.drop': proof(async (made) => ({ id: await draft(made), version: 1 })),
  'decisions.sign': proof(async (made) => ({ id: await draft(made), version: 1, ...said })),
  'decisions.release': proof(async (made) => {
    const id = await draft(made);
    await signDecision(made.ctx, { id, version: 1, ...said });
    return { id, version: 2 };
  }),
  'decisions.tell': proof(async ({ dossier }) => ({ dossier, reason: 'Bổ sung bao bì' }), {
    result: { stars: 2, band_stars: 2, total: 4000 },
  }),
  'decisions.send_to_ministry': proof(
    async ({ dossier }) => ({ dossier, request_no: '1/UBND', sent_on: '2026-11-20' }),
    { result: { stars: 5, band_stars: 5, total: 9100 } },
  ),
  'decisions.answer_of_ministry': proof(
    async ({ ctx, dossier }) => {
      await sendToMinistry(ctx, { dossier, request_no: '1/UBND', sent_on: '2026-11-20' });
      return { dossier, outcome: 'score_again', outcome_no: '2/BNNMT', outcome_on: '2026-11-21' };
    },
    { result: { stars: 5, band_stars: 5, total: 9100 } },
  ),
  'decisions.complain': {
    given: async (db) => {
      const { product, producer } = await scoredAt(db);
      const may = [...deciders, 'producer_owner', 'producer_member'];
      return {
        right: await personWith(db, 'producer_owner', { organisation: producer }),
        refused: await Promise.all(
          roles.filter((role) => !may.includes(role)).map((role) => personWith(db, role, { area: 'VN' })),
        ),
        stranger: await personWith(db, 'province_officer', { area: 'VN/01' }),
        input: { product, about: 'Chấm lại mục 4.1' },
      };
    },
    twice: 'both',
  },
  'decisions.accept_complaint': proof(async ({ ctx, product }) => ({
    id: (await complaint(ctx, product)).id,
    version: 1,
  })),
  'decisions.refuse_complaint': proof(async ({ ctx, product }) => ({
    id: (await complaint(ctx, product)).id,
    version: 1,
    reason: 'Quá thời hiệu',
  })),
  'decisions.settle_complaint': proof(async ({ ctx, product }) => {
    const { id } = await complaint(ctx, product);
    await acceptComplaint(ctx, { id, version: 1 });
    return { id, version: 2, outcome: 'kept', reason: 'Điểm đúng minh chứng' };
  }),
  'decisions.retract_complaint': {
    given: async (db) => {
      const made = await atOffice(db);
      const own = await personWith(db, 'producer_owner', { organisation: made.producer });
      const may = [...deciders, 'producer_owner', 'producer_member'];
      const { id } = await complaint(ctxOf(db, own), made.product);
      return {
        right: own,
        refused: await Promise.all(
          roles.filter((role) => !may.includes(role)).map((role) => personWith(db, role, { area: 'VN' })),
        ),
        stranger: made.stranger,
        input: { id, version: 1 },
      };
    },
    twice: 'one',
  },
};

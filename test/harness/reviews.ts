import { type Role, roles } from '#domain/identity/rules';
import type { Standing } from '#domain/grading/dossiers/rules';
import type { Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { ctxOf, personWith, testDay } from '../makers/context.ts';
import { dossierAt } from '../makers/dossiers.ts';
import { findAll, letter } from '../makers/reviews.ts';
import type { Proof, Proofs } from './types.ts';

const communes: readonly Role[] = ['commune_officer', 'province_officer', 'administrator'];
const takers: readonly Role[] = ['province_officer', 'ministry_officer', 'administrator'];
const advisers: readonly Role[] = [...takers, 'council_member', 'council_secretary', 'trade_officer', 'inspector'];

const othersThan = (db: Db, allowed: readonly Role[]): Promise<Actor[]> =>
  Promise.all(roles.filter((role) => !allowed.includes(role)).map((role) => personWith(db, role, { area: 'VN/22' })));

type Input = (dossier: string, right: Actor, db: Db) => Promise<object> | object;

/** Done at the desk of the commune. */
const atCommune = (input: Input, twice: Proof['twice'] = 'one'): Proof => ({
  given: async (db) => {
    const right = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
    const { dossier } = await dossierAt(db, { level: 'commune', status: 'filed' }, { commune_no: '01/PĐK' });
    return {
      right,
      refused: await othersThan(db, communes),
      stranger: await personWith(db, 'commune_officer', { area: 'VN/22/06994' }),
      input: { ...(await input(dossier, right, db)) },
    };
  },
  twice,
});

/** Done by the province while the dossier stands there. */
const atProvince = (status: Standing['status'], allowed: readonly Role[], input: Input, twice: Proof['twice'] = 'one'): Proof => ({
  given: async (db) => {
    const right = await personWith(db, 'province_officer', { area: 'VN/22' });
    const { dossier } = await dossierAt(db, { level: 'province', status });
    return {
      right,
      refused: await othersThan(db, allowed),
      stranger: await personWith(db, 'province_officer', { area: 'VN/01' }),
      input: { ...(await input(dossier, right, db)) },
    };
  },
  twice,
}); // prettier-ignore

export const proofs: Proofs = {
  'reviews.find': atCommune((dossier) => ({ dossier, content: 'labour', finding: 'Có 12 người', verdict: 'met', version: 0 })), // prettier-ignore
  'reviews.propose': atCommune(async (id, right, db) => {
    await findAll(ctxOf(db, right), id);
    return { id, version: 1, ...letter };
  }),
  'reviews.decline': atCommune((id) => ({ id, version: 1, reasons: 'Nguyên liệu mua ngoài, không rõ nguồn gốc' })),
  'reviews.receive': atProvince('proposed', takers, (id) => ({ id, version: 1, received_on: testDay })),
  'reviews.send_back': atProvince('proposed', takers, (id) => ({ id, version: 1, reason: 'Thiếu biên bản' })),
  'reviews.hand_over': atProvince('received', takers, (id) => ({ id, version: 1 })),
  'reviews.eliminate': atProvince('reviewing', takers, (id) => ({ id, version: 1, rule: 'dossier/1', reason: 'Giấy giả' })), // prettier-ignore
  // Two visits on one day are two visits.
  'reviews.visit': atProvince('reviewing', advisers, (dossier) => ({ dossier, visited_on: testDay, place: 'Xưởng', findings: 'Sạch' }), 'both'), // prettier-ignore
  'reviews.test': atProvince('reviewing', advisers, (dossier) => ({ dossier, version: 0, laboratory: 'Trung tâm', tested: 'Chì', taken_on: testDay }), 'both'), // prettier-ignore
  'reviews.verify': atProvince('reviewing', advisers, (dossier) => ({ dossier, item: '1.2', value: 1, note: 'Đã xem', version: 0 })), // prettier-ignore
  'reviews.report': atProvince('reviewing', advisers, (dossier) => ({ dossier, summary: 'Đủ điều kiện', proposal: 'grade', signer: 'Lê Văn Thử', sent_on: testDay })), // prettier-ignore
};

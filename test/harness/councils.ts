import { settleDossier } from '#domain/grading/councils/closing';
import { declare, saveSheet } from '#domain/grading/councils/sheets';
import { roles } from '#domain/identity/rules';
import type { Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { ctxOf, personWith, testDay } from '../makers/context.ts';
import { aSitting, scores, type Sitting, wholeSheet } from '../makers/councils.ts';
import { dossierAt } from '../makers/dossiers.ts';
import type { Proof, Proofs } from './types.ts';

const makers = ['province_officer', 'ministry_officer', 'administrator'];
const keepers = [...makers, 'council_secretary'];
const producers = ['producer_owner', 'producer_member'];

const others = (db: Db, but: readonly string[]) =>
  Promise.all(roles.filter((role) => !but.includes(role)).map((role) => personWith(db, role, { area: 'VN/22' })));

type Kind = Parameters<typeof aSitting>[1];
const proof = (
  who: { right: (at: Sitting) => Actor; but: readonly string[]; stranger: 'province_officer' | 'council_member' },
  kind: Kind,
  input: (at: Sitting, db: Db) => Promise<object> | object,
  twice: Proof['twice'],
): Proof => ({
  given: async (db) => {
    const at = await aSitting(db, kind);
    return {
      right: who.right(at),
      refused: who.but === producers ? [] : await others(db, who.but),
      stranger: await personWith(db, who.stranger, { area: 'VN/01' }),
      input: { ...(await input(at, db)) },
    };
  },
  twice,
});

const made = { right: ({ officer }: Sitting) => officer, but: makers, stranger: 'province_officer' } as const;
const kept = { right: ({ secretary }: Sitting) => secretary, but: keepers, stranger: 'province_officer' } as const;
// The chair's seat may, too: who keeps nothing and presides over nothing is told that there is no such session.
const presided = {
  right: ({ seated }: Sitting) => seated[0]!.person,
  but: producers,
  stranger: 'council_member',
} as const;
const sits = { right: ({ seated }: Sitting) => seated[1]!.person, but: producers, stranger: 'council_member' } as const;
const keyOf = ({ session, dossier }: Sitting) => ({ session, dossier });
const another = async (db: Db) => (await dossierAt(db, { level: 'province', status: 'received' })).dossier;

export const proofs: Proofs = {
  'councils.make': proof(made, { isOpen: false }, () => ({ area: 'VN/22', kind: 'advisory', title: 'Tổ tư vấn', decision_no: '13/QĐ-UBND', decision_on: testDay }), 'both'), // prettier-ignore
  'councils.add_member': proof(
    made,
    { isOpen: false },
    ({ council }) => ({ council, name: 'Thư ký', department: 'Sở Nông nghiệp', position: 'secretary' }),
    'one',
  ),
  'councils.end_member': proof(made, { isOpen: false }, ({ seated }) => ({ member: seated[1]!.seat }), 'one'),
  'councils.plan_session': proof(
    kept,
    { isOpen: false },
    async ({ council }, db) => ({ council, mode: 'meeting', held_on: testDay, dossiers: [await another(db)] }),
    'one',
  ),
  'councils.add': proof(
    kept,
    { isOpen: false },
    async ({ session }, db) => ({ session, dossiers: [await another(db)] }),
    'one',
  ),
  'councils.take_off': proof(kept, { isOpen: false }, keyOf, 'one'),
  'councils.attend': proof(
    kept,
    { isOpen: false },
    ({ session, seated }) => ({ session, present: seated.map(({ seat }) => seat) }),
    'both',
  ),
  'councils.open': proof(kept, { isOpen: false }, ({ session }) => ({ session, version: 1 }), 'one'),
  'councils.declare': proof(sits, {}, (at) => ({ ...keyOf(at), conflict: 'no' }), 'both'),
  // The same answer from two devices is no conflict.
  'councils.save': proof(
    sits,
    {},
    async (at, db) => {
      await declare(ctxOf(db, at.seated[1]!.person), { ...keyOf(at), conflict: 'no' });
      return { ...keyOf(at), answers: [{ item: '1.1', value: 0, comment: null, version: 0 }] };
    },
    'both',
  ),
  'councils.seal': proof(
    sits,
    {},
    async (at, db) => {
      const ctx = ctxOf(db, at.seated[1]!.person);
      await declare(ctx, { ...keyOf(at), conflict: 'no' });
      const answers = (await wholeSheet(db)).map((one) => ({ ...one, version: 0 }));
      await saveSheet(ctx, { ...keyOf(at), answers });
      return keyOf(at);
    },
    'one',
  ),
  'councils.declare_paper': proof(
    kept,
    {},
    async (at, db) => {
      const member = at.seated[1]!.seat;
      await db.updateTable('grading.council_member').set({ person_id: null }).where('id', '=', member).execute();
      return { ...keyOf(at), member, conflict: 'no' };
    },
    'both',
  ),
  'councils.key': proof(
    kept,
    {},
    async (at, db) => {
      await declare(ctxOf(db, at.seated[1]!.person), { ...keyOf(at), conflict: 'no' });
      return { ...keyOf(at), member: at.seated[1]!.seat, answers: await wholeSheet(db) };
    },
    'both',
  ),
  'councils.settle': proof(
    presided,
    { members: 3 },
    async (at, db) => {
      for (const seated of at.seated) await scores(db, at, seated);
      return { ...keyOf(at), scoring: 1 };
    },
    'one',
  ),
  'councils.leave': proof(kept, {}, (at) => ({ ...keyOf(at), reason: 'Không đủ thành viên' }), 'one'),
  'councils.turn_into_meeting': proof(
    kept,
    { members: 3, mode: 'written' },
    async (at, db) => {
      for (const [i, seated] of at.seated.entries()) await scores(db, at, seated, i ? 0 : 14);
      await settleDossier(ctxOf(db, at.officer), { ...keyOf(at), scoring: 1 });
      return { session: at.session, held_on: testDay };
    },
    'one',
  ),
  'councils.close': proof(
    presided,
    { members: 3 },
    async (at, db) => {
      for (const seated of at.seated) await scores(db, at, seated);
      await settleDossier(ctxOf(db, at.officer), { ...keyOf(at), scoring: 1 });
      return { session: at.session, version: 2 };
    },
    'one',
  ),
};

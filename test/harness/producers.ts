import { addFacility } from '#domain/producers/facilities';
import { renameProducer } from '#domain/producers/namings';
import { registerProducer } from '#domain/producers/actions';
import { addMember } from '#domain/producers/members';
import { applyAsProducer, decideApplication } from '#domain/producers/applications';
import { enterProducerFact } from '#domain/producers/facts';
import { roles, type Role } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { ctxOf, personWith, systemCtx } from '../makers/context.ts';
import { personWithPassword } from '../makers/people.ts';
import { aProducer, communes } from '../makers/producers.ts';
import type { Proof, Proofs } from './types.ts';

const officers: Role[] = ['commune_officer', 'province_officer', 'ministry_officer', 'administrator'];

/** A producer in Ba Chẽ, its officer, every role that may not, and an officer of elsewhere. */
export async function around(db: Db) {
  await communes(db);
  const { id } = await registerProducer(systemCtx(db), aProducer());
  return {
    producer: id,
    right: await personWith(db, 'commune_officer', { area: 'VN/22/06970' }),
    refused: await Promise.all(
      roles.filter((role) => !officers.includes(role)).map((role) => personWith(db, role, { area: 'VN' })),
    ),
    stranger: await personWith(db, 'commune_officer', { area: 'VN/22/06994' }),
  };
}

const about = (
  input: (made: Awaited<ReturnType<typeof around>>, db: Db) => Promise<object> | object,
  twice: Proof['twice'],
): Proof => ({
  given: async (db) => {
    const made = await around(db);
    return { ...made, input: { ...(await input(made, db)) } };
  },
  twice,
});

const applied = { kind: 'household', name: 'Hộ Lê Thị Thử', commune: '06970', representative_name: 'Lê Thị Thử' };

/** What somebody sent who registers by themselves, and who may decide. */
async function application(db: Db) {
  const { right, refused, stranger } = await around(db);
  const person = await personWithPassword(db);
  const { id } = await applyAsProducer(ctxOf(db, person), applied);
  return { id, person, right, refused, stranger };
}

const commitment = { kind: 'safety_commitment', received_by: 'UBND xã', from: '2026-03-01' };
const onFact = (input: (id: string) => object) =>
  about(
    async ({ producer }, db) => input((await enterProducerFact(systemCtx(db), { producer, ...commitment })).id),
    'one',
  );

export const proofs: Proofs = {
  'producers.register': {
    given: async (db) => ({
      ...(await around(db)),
      strangerAt: 'commune',
      input: aProducer({ name: 'HTX Mới', tax_code: '0100109106' }),
    }),
    twice: 'one',
  },
  'producers.change': about(
    ({ producer }) => ({ id: producer, version: 1, ...aProducer({ name: 'HTX Khác' }) }),
    'one',
  ),
  'producers.rename': about(
    ({ producer }) => ({ id: producer, version: 1, name: 'HTX Khác', kind: 'cooperative', from: '2026-01-01' }),
    'one',
  ),
  'producers.add_facility': about(
    ({ producer }) => ({ producer, name: 'Xưởng 1', activity: 'processing', commune: '06970' }),
    'both',
  ),
  'producers.change_facility': about(async ({ producer }, db) => {
    const { id } = await addFacility(systemCtx(db), {
      producer,
      name: 'Xưởng 1',
      activity: 'processing',
      commune: '06970',
    });
    return { id, version: 1, name: 'Xưởng 2', activity: 'packing', commune: '06970' };
  }, 'one'),
  'producers.take_back_facility': about(async ({ producer }, db) => {
    const made = { producer, name: 'Xưởng 1', activity: 'processing', commune: '06970' };
    return { id: (await addFacility(systemCtx(db), made)).id, version: 1 };
  }, 'one'),
  'producers.take_back_renaming': about(async ({ producer }, db) => {
    const renamed = { id: producer, version: 1, name: 'HTX Khác', kind: 'cooperative', from: '2026-01-01' };
    await renameProducer(systemCtx(db), renamed);
    return { id: producer, version: 2 };
  }, 'one'),
  'producers.confirm': about(({ producer }) => ({ producer, producing: 'yes', on: '2026-11-01' }), 'both'),
  'producers.read_representative': {
    given: async (db) => {
      const made = await around(db);
      const refused = made.refused.filter(
        (actor) => !['auditor', 'producer_owner', 'producer_member'].includes(actor.name),
      );
      return { ...made, refused, input: { producer: made.producer } };
    },
    twice: 'both',
  },
  'producers.enter_fact': about(({ producer }) => ({ producer, ...commitment }), 'both'),
  'producers.correct_fact': onFact((id) => ({ id, version: 1, ...commitment, number: '7' })),
  'producers.end_fact': onFact((id) => ({ kind: commitment.kind, id, version: 1, on: '2026-05-01' })),
  'producers.take_back_fact': onFact((id) => ({ kind: commitment.kind, id, version: 1 })),
  'producers.check_fact': about(async ({ producer }, db) => {
    const own = await personWith(db, 'producer_owner', { organisation: producer });
    const { id } = await enterProducerFact(ctxOf(db, own), { producer, ...commitment });
    return { kind: commitment.kind, id, version: 1 };
  }, 'one'),
  'producers.correct_registration': about(({ producer }) => ({ id: producer, version: 1, name: 'HTX Khác' }), 'one'),
  'producers.change_contact': about(({ producer }) => ({ id: producer, version: 1, street: 'Thôn 2' }), 'one'),
  'producers.add_member': about(({ producer }) => ({ producer, name: 'Người A', joined_on: '2026-01-01' }), 'both'),
  'producers.change_member': about(async ({ producer }, db) => {
    const { id } = await addMember(systemCtx(db), { producer, name: 'Người A', joined_on: '2026-01-01' });
    return { id, version: 1, name: 'Người A', joined_on: '2026-01-01', left_on: '2026-06-01' };
  }, 'one'),
  'producers.apply': {
    given: async (db) => {
      await communes(db);
      return { right: await personWithPassword(db), refused: [], input: applied };
    },
    twice: 'one',
  },
  'producers.answer_application': {
    given: async (db) => {
      const { id, right: officer, person } = await application(db);
      await decideApplication(ctxOf(db, officer), { id, version: 1, verdict: 'ask', reason: 'Thiếu số nhà' });
      return { right: person, refused: [], stranger: officer, input: { id, version: 2, ...applied, street: 'Thôn 2' } };
    },
    twice: 'one',
  },
  'producers.read_application': {
    given: async (db) => {
      const { id, right, refused, stranger } = await application(db);
      return { right, refused, stranger, input: { id } };
    },
    twice: 'both',
  },
  'producers.withdraw_application': {
    given: async (db) => {
      const { id, right: officer, person } = await application(db);
      return { right: person, refused: [], stranger: officer, input: { id, version: 1 } };
    },
    twice: 'one',
  },
  'producers.decide_application': {
    given: async (db) => {
      const { id, person: _, ...made } = await application(db);
      return { ...made, input: { id, version: 1, verdict: 'accept' } };
    },
    twice: 'one',
  },
  'producers.read_members': {
    given: async (db) => {
      const made = await around(db);
      await addMember(systemCtx(db), { producer: made.producer, name: 'Người A', joined_on: '2026-01-01' });
      const refused = made.refused.filter(({ name }) => name !== 'auditor');
      return { ...made, refused, input: { producer: made.producer } };
    },
    twice: 'both',
  },
};

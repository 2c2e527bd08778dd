import { answerRequest, askData, enterDataRequest } from '#domain/identity/data-requests';
import { setHoliday } from '#domain/identity/desk-settings';
import type { DataKind } from '#domain/identity/data-kinds';
import { roles, type Role } from '#domain/identity/rules';
import type { Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { ctxOf, personWith, systemCtx } from '../makers/context.ts';
import { communes } from '../makers/producers.ts';
import type { Proof, Proofs } from './types.ts';

const without = (db: Db, may: readonly Role[]) =>
  Promise.all(roles.filter((role) => !may.includes(role)).map((role) => personWith(db, role, { area: 'VN' })));

const desk: Role[] = ['administrator', 'province_officer'];
const officers: Role[] = [...desk, 'commune_officer', 'ministry_officer'];

/** Whoever works the desk of Quảng Ninh, those who never may, and one of another province. */
const around = async (db: Db) => ({
  right: await personWith(db, 'province_officer', { area: 'VN/22' }),
  refused: await without(db, desk),
  stranger: await personWith(db, 'province_officer', { area: 'VN/01' }),
});

/** A request of somebody who grows honey, as far as it is to come. */
async function asked(
  db: Db,
  kind: DataKind,
  accepted = false,
): Promise<{ id: string; person: Actor; version: number }> {
  await communes(db);
  const person = await personWith(db, 'producer_owner', {});
  const { id } = await askData(ctxOf(db, person), { kind, wish: 'Họ tên sai' });
  if (accepted) await answerRequest(systemCtx(db), { id, version: 1, decision: 'accepted' });
  return { id, person, version: accepted ? 2 : 1 };
}

const onRequest = (kind: DataKind, accepted: boolean, more: object, twice: Proof['twice'] = 'one'): Proof => ({
  given: async (db) => {
    const made = await around(db);
    const { id, version } = await asked(db, kind, accepted);
    return { ...made, input: { id, version, ...more } };
  },
  twice,
});

/** What every person may do for themselves. */
const forOneself = (input: object, twice: Proof['twice']): Proof => ({
  given: async (db) => ({
    right: await personWith(db, 'producer_owner', {}),
    refused: [],
    input: { ...input },
  }),
  twice,
});

const byAdministrator = (
  input: object,
  twice: Proof['twice'],
  before?: (db: Db) => Promise<unknown>,
  may: Role[] = ['administrator'],
): Proof => ({
  given: async (db) => {
    const right = await personWith(db, may[0]!, { area: 'VN' });
    const refused = await without(db, may);
    await before?.(db);
    return { right, refused, input: { ...input } };
  },
  twice,
});

const calendar: Role[] = ['province_officer', 'ministry_officer', 'administrator'];
const days = { held: 10, export: 10, correct: 10, erase: 20, withdraw: '15' };

export const proofs: Proofs = {
  'identity.ask_data': {
    given: async (db) => ({
      right: await personWith(db, 'commune_officer', { area: 'VN/22/06970' }),
      refused: [],
      input: { kind: 'held' },
    }),
    twice: 'one',
  },
  'identity.take_back_request': {
    given: async (db) => {
      const { id, person } = await asked(db, 'held');
      return {
        right: person,
        refused: [],
        stranger: await personWith(db, 'administrator', { area: 'VN' }),
        input: { id },
      };
    },
    twice: 'one',
  },
  'identity.enter_data_request': {
    given: async (db) => {
      const right = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
      const input = { kind: 'erase', name: 'Trần Thị Thử', login: '0912345678', wish: 'Xóa số điện thoại' };
      return { right, refused: await without(db, officers), input };
    },
    twice: 'both',
  },
  'identity.read_data_request': {
    given: async (db) => {
      const { id } = await asked(db, 'held');
      const stranger = await personWith(db, 'province_officer', { area: 'VN/01' });
      const right = await personWith(db, 'province_officer', { area: 'VN/22' });
      return { right, refused: await without(db, [...officers, 'auditor']), stranger, input: { id } };
    },
    twice: 'both',
  },
  'identity.answer_data_request': onRequest('erase', false, {
    decision: 'refused',
    ground: 'law_keeps',
    answer: 'Vì …',
  }),
  'identity.carry_out_request': onRequest('correct', true, { name: 'Tên đúng' }),
  'identity.erase_person': onRequest('erase', true, {}),
  'identity.read_data_of': {
    given: async (db) => {
      const made = await around(db);
      const { id } = await asked(db, 'held', true);
      return { ...made, input: { id } };
    },
    twice: 'both',
  },
  'identity.read_own_data': forOneself({}, 'both'),
  'identity.give_consent': forOneself({ purpose: 'news' }, 'both'),
  'identity.withdraw_consent': forOneself({ purpose: 'news' }, 'both'),
  'identity.set_holiday': byAdministrator(
    { day: '2026-09-02', name: 'Quốc khánh' },
    'both',
    (db) => enterDataRequest(systemCtx(db), { kind: 'held', name: 'Thử' }),
    calendar,
  ),
  'identity.drop_holiday': byAdministrator(
    { day: '2026-09-02' },
    'one',
    (db) => setHoliday(systemCtx(db), { day: '2026-09-02', name: 'Quốc khánh' }),
    calendar,
  ),
  'identity.set_desk_days': byAdministrator(days, 'both'),
};

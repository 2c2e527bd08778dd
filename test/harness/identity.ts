import { closeAccount, openAccount } from '#domain/identity/accounts';
import { grantRole } from '#domain/identity/roles';
import { roles, type Role } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { ctxOf, personWith, systemCtx } from '../makers/context.ts';
import { codeAt, periodOf } from '#domain/identity/totp';
import { signIn } from '#domain/identity/session';
import { password, personWithPassword, secretOf, withSecondStep } from '../makers/people.ts';
import { openAtCounter } from '#domain/identity/counter';
import { makeKey } from '#domain/identity/keys';
import { invite } from '#domain/identity/invitations';
import { around } from './producers.ts';
import type { Proofs } from './types.ts';

const others = (db: Db) =>
  Promise.all(
    roles.filter((role): role is Role => role !== 'administrator').map((role) => personWith(db, role, { area: 'VN' })),
  );

const people = async (db: Db) => ({
  right: await personWith(db, 'administrator', { area: 'VN' }),
  refused: await others(db),
});

/** The officer of a commune, somebody of one of its producers, every role that may not help, and an officer of elsewhere. */
async function counter(db: Db) {
  const { producer, right, refused, stranger } = await around(db);
  const { id: member } = await openAccount(systemCtx(db), { name: 'Thử', login: '0987 654 321' });
  const { id: grant } = await grantRole(systemCtx(db), {
    person: member,
    role: 'producer_member',
    organisation: producer,
  });
  return { producer, right, refused, stranger, member, grant };
}

/** Where any officer may: there is no stranger. */
async function anyCounter(db: Db) {
  const { right, refused } = await counter(db);
  return { right, refused };
}

/** Officers of a province that give roles, every role that gives none, and an officer of elsewhere. */
async function keyMakers(db: Db) {
  const none = roles.filter((role) => !['administrator', 'ministry_officer', 'province_officer', 'commune_officer'].includes(role)); // prettier-ignore
  return {
    right: await personWith(db, 'province_officer', { area: 'VN/22' }),
    refused: await Promise.all(none.map((role) => personWith(db, role, { area: 'VN' }))),
    stranger: await personWith(db, 'province_officer', { area: 'VN/01' }),
  };
}
const aKey = { name: 'Máy thử', role: 'commune_officer', area: '06970', until: '2026-12-31' };

export const proofs: Proofs = {
  'identity.make_key': { given: async (db) => ({ ...(await keyMakers(db)), input: aKey }), twice: 'both' },
  'identity.end_key': {
    given: async (db) => {
      const made = await keyMakers(db);
      return { ...made, input: { key: (await makeKey(ctxOf(db, made.right), aKey)).id } };
    },
    twice: 'one',
  },
  'identity.open_own_account': {
    given: async (db) => ({
      right: await personWith(db, 'auditor', { area: 'VN' }),
      refused: [],
      input: { name: 'Lê Thị Thử', phone: '0912 345 678', password },
    }),
    twice: 'one',
    open: true,
  },
  'identity.open_account': {
    given: async (db) => ({ ...(await anyCounter(db)), input: { name: 'Nguyễn Văn Thử', login: '0912 345 678' } }),
    twice: 'one',
  },
  'identity.spend_link': {
    given: async (db) => {
      const { token } = await openAccount(systemCtx(db), { name: 'Thử', login: 'thu@example.vn' });
      return {
        right: await personWith(db, 'auditor', { area: 'VN' }),
        refused: [],
        input: { token, password: 'một câu dài dễ nhớ' },
      };
    },
    twice: 'one',
    open: true,
  },
  'identity.renew_link': {
    given: async (db) => {
      const made = await counter(db);
      return { ...made, input: { person: made.member } };
    },
    twice: 'both',
  },
  'identity.grant_role': {
    given: async (db) => {
      const { id } = await openAccount(systemCtx(db), { name: 'Thử', login: 'thu@example.vn' });
      const made = await counter(db);
      return { ...made, input: { person: id, role: 'producer_owner', organisation: made.producer } };
    },
    twice: 'one',
  },
  'identity.end_role': {
    given: async (db) => {
      const made = await counter(db);
      return { ...made, input: { grant: made.grant } };
    },
    twice: 'one',
  },
  'identity.close_account': {
    given: async (db) => {
      const { id } = await openAccount(systemCtx(db), { name: 'Thử', login: 'thu@example.vn' });
      return { ...(await people(db)), input: { person: id } };
    },
    twice: 'one',
  },
  'identity.reopen_account': {
    given: async (db) => {
      const { id } = await openAccount(systemCtx(db), { name: 'Thử', login: 'thu@example.vn' });
      await closeAccount(systemCtx(db), { person: id });
      return { ...(await people(db)), input: { person: id } };
    },
    twice: 'one',
  },
  'identity.change_password': {
    given: async (db) => ({
      right: await personWithPassword(db),
      refused: [],
      input: { current: password, password: 'một câu dài khác hẳn' },
    }),
    twice: 'one',
  },
  'identity.end_session': {
    given: async (db) => {
      const right = await personWithPassword(db);
      await signIn(systemCtx(db), { login: 'thu@example.vn', password }, new Headers());
      const session = await db.selectFrom('identity.session').select('id').executeTakeFirstOrThrow();
      const stranger = await personWith(db, 'administrator', { area: 'VN' });
      return { right, refused: [], stranger, input: { session: session.id } };
    },
    twice: 'one',
  },
  'identity.end_other_sessions': {
    given: async (db) => {
      const right = await personWithPassword(db);
      await signIn(systemCtx(db), { login: 'thu@example.vn', password }, new Headers());
      return { right, refused: [], input: {} };
    },
    twice: 'both',
  },
  'identity.begin_second_step': {
    given: async (db) => ({ right: await personWithPassword(db), refused: [], input: { current: password } }),
    twice: 'both',
  },
  'identity.confirm_second_step': {
    given: async (db) => {
      const right = await personWithPassword(db);
      const secret = await secretOf(db, right);
      return { right, refused: [], input: { code: codeAt(secret, periodOf(new Date())) } };
    },
    twice: 'one',
  },
  'identity.renew_recovery_codes': {
    given: async (db) => {
      const right = await personWithPassword(db);
      const { secret } = await withSecondStep(db, right);
      return { right, refused: [], input: { code: codeAt(secret, periodOf(new Date()) + 1) } };
    },
    twice: 'one',
  },
  'identity.take_second_step': {
    given: async (db) => {
      const right = await personWithPassword(db);
      const { secret } = await withSecondStep(db, right);
      const { cookies } = await signIn(systemCtx(db), { login: 'thu@example.vn', password }, new Headers());
      const pending = cookies[0]!.split(/[=;]/)[1]!;
      return { right, refused: [], input: { pending, code: codeAt(secret, periodOf(new Date()) + 1) } };
    },
    twice: 'one',
    open: true,
  },
  'identity.end_second_step': {
    given: async (db) => {
      const right = await personWithPassword(db);
      await withSecondStep(db, right);
      return { right, refused: [], input: { current: password } };
    },
    twice: 'one',
  },
  'identity.remove_second_step': {
    given: async (db) => {
      const person = await personWithPassword(db);
      await withSecondStep(db, person);
      return { ...(await people(db)), input: { person: person.id } };
    },
    twice: 'one',
  },
  'identity.set_second_step_rule': {
    given: async (db) => ({ ...(await people(db)), input: { days: 30 } }),
    twice: 'both',
  },
  'identity.remove_passkey': {
    given: async (db) => {
      const right = await personWithPassword(db);
      const kept = { user_id: right.id, credential_id: 'a', public_key: 'b', counter: 0 };
      const { id } = await db
        .insertInto('identity.passkey')
        .values({ ...kept, device_type: 'singleDevice', backed_up: false })
        .returning('id')
        .executeTakeFirstOrThrow();
      return {
        right,
        refused: [],
        stranger: await personWith(db, 'administrator', { area: 'VN' }),
        input: { passkey: id },
      };
    },
    twice: 'one',
  },
  'identity.open_at_counter': {
    given: async (db) => ({ ...(await anyCounter(db)), input: { name: 'Nguyễn Văn Thử', phone: '0912 345 678' } }),
    twice: 'one',
  },
  'identity.reset_at_counter': {
    given: async (db) => {
      const made = await counter(db);
      return { ...made, input: { person: made.member } };
    },
    twice: 'both',
  },
  'identity.spend_code': {
    given: async (db) => {
      const { code } = await openAtCounter(systemCtx(db), { name: 'Thử', phone: '0912 345 678' });
      return {
        right: await personWith(db, 'auditor', { area: 'VN' }),
        refused: [],
        input: { login: '0912345678', code, password },
      };
    },
    twice: 'one',
    open: true,
  },
  'identity.invite': {
    given: async (db) => {
      const made = await counter(db);
      return { ...made, input: { login: '0912345678', role: 'producer_owner', organisation: made.producer } };
    },
    twice: 'both',
  },
  'identity.withdraw_invitation': {
    given: async (db) => {
      const made = await counter(db);
      const asked = { login: '0912345678', role: 'producer_owner', organisation: made.producer };
      const { id } = await invite(ctxOf(db, made.right), asked);
      return { ...made, input: { invitation: id } };
    },
    twice: 'one',
  },
  'identity.take_invitation': {
    given: async (db) => {
      const made = await counter(db);
      const right = await personWithPassword(db, 'moi@example.vn');
      const asked = { login: 'moi@example.vn', role: 'producer_owner', organisation: made.producer };
      const { token } = await invite(ctxOf(db, made.right), asked);
      return { right, refused: [], stranger: made.stranger, input: { token } };
    },
    twice: 'one',
    open: true,
  },
};

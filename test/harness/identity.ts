import { closeAccount, openAccount } from '#domain/identity/accounts';
import { grantRole } from '#domain/identity/roles';
import { roles, type Role } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { personWith, systemCtx } from '../makers/context.ts';
import { codeAt, periodOf } from '#domain/identity/totp';
import { signIn } from '#domain/identity/session';
import { password, personWithPassword, secretOf, withSecondStep } from '../makers/people.ts';
import type { Proofs } from './types.ts';

const others = (db: Db) =>
  Promise.all(
    roles.filter((role): role is Role => role !== 'administrator').map((role) => personWith(db, role, { area: 'VN' })),
  );

const people = async (db: Db) => ({
  right: await personWith(db, 'administrator', { area: 'VN' }),
  refused: await others(db),
});

export const proofs: Proofs = {
  'identity.open_account': {
    given: async (db) => ({ ...(await people(db)), input: { name: 'Nguyễn Văn Thử', login: '0912 345 678' } }),
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
      const { id } = await openAccount(systemCtx(db), { name: 'Thử', login: 'thu@example.vn' });
      return { ...(await people(db)), input: { person: id } };
    },
    twice: 'both',
  },
  'identity.grant_role': {
    given: async (db) => {
      const { id } = await openAccount(systemCtx(db), { name: 'Thử', login: 'thu@example.vn' });
      return { ...(await people(db)), input: { person: id, role: 'auditor' } };
    },
    twice: 'one',
  },
  'identity.end_role': {
    given: async (db) => {
      const { id } = await openAccount(systemCtx(db), { name: 'Thử', login: 'thu@example.vn' });
      const grant = await grantRole(systemCtx(db), { person: id, role: 'auditor' });
      return { ...(await people(db)), input: { grant: grant.id } };
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
};

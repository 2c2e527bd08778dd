import { closeAccount, openAccount } from '#domain/identity/accounts';
import { grantRole } from '#domain/identity/roles';
import { roles, type Role } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { personWith, systemCtx } from '../makers/context.ts';
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
};

import { roles } from '#domain/identity/rules';
import { personWith } from '../makers/context.ts';
import type { Proofs } from './types.ts';

export const proofs: Proofs = {
  'settings.change': {
    given: async (db) => ({
      right: await personWith(db, 'administrator', { area: 'VN' }),
      refused: await Promise.all(
        roles.filter((role) => role !== 'administrator').map((role) => personWith(db, role, { area: 'VN' })),
      ),
      input: { name: 'office_name', version: 0, value: 'Chi cục Phát triển nông thôn' },
    }),
    twice: 'one',
  },
};

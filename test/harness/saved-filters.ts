import { saveFilter, savedFilters } from '#domain/identity/saved-filters';
import { roles } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { ctxOf, personWith } from '../makers/context.ts';
import type { Proofs } from './types.ts';

const filter = { list: 'papers', name: 'Sắp hết hạn', query: '?state=expiring' };
const producers = ['producer_owner', 'producer_member'];

/** Whoever works in the office names filters for themselves. */
const around = async (db: Db) => ({
  right: await personWith(db, 'auditor', { area: 'VN' }),
  refused: await Promise.all(roles.filter((role) => producers.includes(role)).map((role) => personWith(db, role))),
});

export const proofs: Proofs = {
  'identity.save_filter': { given: async (db) => ({ ...(await around(db)), input: filter }), twice: 'both' },
  'identity.delete_filter': {
    given: async (db) => {
      const made = await around(db);
      await saveFilter(ctxOf(db, made.right), filter);
      const [saved] = await savedFilters(ctxOf(db, made.right));
      return { ...made, stranger: await personWith(db, 'auditor', { area: 'VN' }), input: { id: saved!.id } };
    },
    twice: 'one',
  },
};

import { loadSheets } from '#domain/criteria/versions';
import { shippedSheets } from '#domain/criteria/sheets';
import { roles } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { personWith } from '../makers/context.ts';
import type { Proofs } from './types.ts';

const without = (db: Db, ...may: string[]) =>
  Promise.all(roles.filter((role) => !may.includes(role)).map((role) => personWith(db, role, { area: 'VN' })));

export const proofs: Proofs = {
  'criteria.import_sheet': {
    given: async (db) => {
      await loadSheets(db);
      const sheet = structuredClone(shippedSheets[0]!);
      sheet.name.vi = 'Lời văn của bản ký';
      return {
        right: await personWith(db, 'administrator', { area: 'VN' }),
        refused: await without(db, 'administrator'),
        input: { sheet },
      };
    },
    twice: 'one',
  },
  'criteria.mark_compared': {
    given: async (db) => {
      await loadSheets(db);
      const refused = await without(db, 'administrator', 'ministry_officer', 'province_officer');
      return {
        right: await personWith(db, 'province_officer', { area: 'VN/22' }),
        refused,
        input: { code: 'QD26-12', version: 1 },
      };
    },
    twice: 'one',
  },
};

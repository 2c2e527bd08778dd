import { confirmImport, uploadImport } from '#domain/imports/actions';
import { commitImport } from '#domain/imports/commit';
import { readImport } from '#domain/imports/reactions';
import { roles, type Role } from '#domain/identity/rules';
import type { Db } from '#kernel/db';
import { ctxOf, personWith, systemCtx } from '../makers/context.ts';
import { officeRow, officeWorksheet } from '../makers/worksheets.ts';
import type { Proof, Proofs } from './types.ts';

const officers: Role[] = ['commune_officer', 'province_officer', 'ministry_officer', 'administrator'];

/** An officer of Ba Chẽ who brought a worksheet that is read, every role that may not, and an officer of elsewhere. */
async function around(db: Db, row = officeRow()) {
  const right = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
  const { id } = await uploadImport(ctxOf(db, right), { name: 'a.xlsx', bytes: await officeWorksheet([row]) });
  await readImport(systemCtx(db), id);
  const refused = roles.filter((role) => !officers.includes(role)).map((role) => personWith(db, role, { area: 'VN' }));
  return {
    id,
    right,
    refused: await Promise.all(refused),
    stranger: await personWith(db, 'commune_officer', { area: 'VN/22/06994' }),
  };
}

const about = (twice: Proof['twice'], more: object = {}, row = officeRow()): Proof => ({
  given: async (db) => {
    const made = await around(db, row);
    return { ...made, input: { id: made.id, ...more } };
  },
  twice,
});

export const proofs: Proofs = {
  'imports.upload': {
    given: async (db) => {
      const { right, refused } = await around(db);
      return { right, refused, input: { name: 'b.xlsx', bytes: await officeWorksheet([officeRow()]) } };
    },
    twice: 'both',
  },
  'imports.map': about('both'),
  'imports.mend': about('both', { no: 5, values: { set: '4' } }, officeRow({ 2: 'Thực phẩm' })),
  'imports.skip_problems': about('both', {}, officeRow({ 2: 'Thực phẩm' })),
  'imports.abandon': about('one'),
  'imports.confirm': about('one'),
  'imports.commit': {
    given: async (db) => {
      const { id, ...made } = await around(db);
      await confirmImport(ctxOf(db, made.right), { id });
      return { ...made, input: { id } };
    },
    twice: 'one',
  },
  'imports.undo': {
    given: async (db) => {
      const { id, ...made } = await around(db);
      await confirmImport(ctxOf(db, made.right), { id });
      await commitImport(ctxOf(db, made.right), { id });
      return { ...made, input: { id } };
    },
    twice: 'one',
  },
};

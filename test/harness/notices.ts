import { roles } from '#domain/identity/rules';
import type { Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { personWith } from '../makers/context.ts';
import { noticeFor } from '../makers/notices.ts';
import type { Proof, Proofs } from './types.ts';

/** What everybody with an account may do about their own notices. */
const forOneself = (input: (notice: string) => object, isAboutOne = false): Proof => ({
  given: async (db) => {
    const right = await personWith(db, 'producer_owner', {});
    const stranger = await personWith(db, 'administrator', { area: 'VN' });
    const notice = await noticeFor(db, right);
    return { right, refused: [], ...(isAboutOne && { stranger }), input: { ...input(notice) } };
  },
  twice: 'both',
});

/** A mail that was given up. */
async function failedMail(db: Db, person: Actor): Promise<string> {
  const id = await noticeFor(db, person);
  await db.updateTable('notices.mail').set({ state: 'failed', fault: 'ETIMEDOUT' }).where('id', '=', id).execute();
  return id;
}

export const proofs: Proofs = {
  'notices.read': forOneself((notice) => ({ notice }), true),
  'notices.read_all': forOneself((newest) => ({ newest })),
  'notices.choose_mail': forOneself(() => ({ language: 'en' })),
  'notices.send_again': {
    given: async (db) => ({
      right: await personWith(db, 'administrator', { area: 'VN' }),
      refused: await Promise.all(
        roles.filter((role) => role !== 'administrator').map((role) => personWith(db, role, { area: 'VN' })),
      ),
      input: { mail: await failedMail(db, await personWith(db, 'producer_owner', {})) },
    }),
    twice: 'one',
  },
};

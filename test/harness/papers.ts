import { coverSubject } from '#domain/papers/covers';
import { roles, type Role } from '#domain/identity/rules';
import { paperTypes } from '#domain/papers/types';
import type { Db } from '#kernel/db';
import { newId } from '#kernel/ids';
import { personWith, systemCtx } from '../makers/context.ts';
import { aPaper, paperOf } from '../makers/papers.ts';
import { around } from './producers.ts';
import type { Proof, Proofs } from './types.ts';

type Made = Awaited<ReturnType<typeof around>> & { paper: string };

/** Officers deposit, and so do the producer's own people; everybody else never. */
const about = (input: (made: Made, db: Db) => Promise<object> | object, twice: Proof['twice']): Proof => ({
  given: async (db) => {
    const made = await around(db);
    const refused = made.refused.filter(({ name }) => !name.startsWith('producer_'));
    const paper = await paperOf(db, made.producer);
    return { ...made, refused, input: { ...(await input({ ...made, paper }, db)) } };
  },
  twice,
});

const others = (db: Db) =>
  Promise.all(
    roles.filter((role): role is Role => role !== 'administrator').map((role) => personWith(db, role, { area: 'VN' })),
  );

const onTypes = (input: (db: Db) => Promise<object> | object): Proof => ({
  given: async (db) => ({
    right: await personWith(db, 'administrator', { area: 'VN' }),
    refused: await others(db),
    input: { ...(await input(db)) },
  }),
  twice: 'one',
});

const terms = { name_vi: 'Giấy thử', name_en: 'A trial', lead_days: 30 };
const { owner: _, ...fields } = aPaper('');
const subject = { kind: 'product', id: newId() };

export const proofs: Proofs = {
  'papers.deposit': about(({ producer }) => aPaper(producer, { number: '99/2025' }), 'one'),
  'papers.correct': about(({ paper }) => ({ ...fields, id: paper, version: 1, issuer: 'Sở Y tế' }), 'one'),
  'papers.check': about(({ paper }) => ({ id: paper, version: 1, verdict: 'right' }), 'one'),
  'papers.take_back': about(({ paper }) => ({ id: paper, version: 1, why: 'twice' }), 'one'),
  'papers.cover': about(({ paper }) => ({ paper, subject }), 'one'),
  'papers.uncover': about(async ({ paper }, db) => {
    await coverSubject(systemCtx(db), { paper, subject });
    return { paper, subject };
  }, 'one'),
  'papers.add_type': onTypes(() => ({ code: 'trial', ...terms })),
  'papers.change_type': onTypes(async (db) => {
    const [first] = await paperTypes(systemCtx(db));
    return { id: first!.id, version: 1, ...terms };
  }),
};

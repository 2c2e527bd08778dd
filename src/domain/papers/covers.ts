import { action, touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, supersede } from '#kernel/facts';
import { canDepositPaper, mayDepositPapers } from './policy.ts';
import { lockPaper, subjectOf } from './rows.ts';
import { CoverSubject } from './schema.ts';

type Subject = { kind: string; id: string };

const coverOf = (tx: Tx, paper: string, { kind, id }: Subject) =>
  tx.db
    .selectFrom('papers.cover')
    .select('row_id')
    .where('paper_id', '=', paper)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .where('superseded_at', 'is', null)
    .executeTakeFirst();

/** @throws AppError input.invalid at `subject` for one that the paper covers already */
export async function writeCover(tx: Tx, paper: string, { kind, id }: Subject): Promise<void> {
  if (await coverOf(tx, paper, { kind, id })) throw fieldError('subject', 'papers.covered_already');
  await addFact(tx, 'papers.cover', { paper_id: paper, subject_kind: kind, subject_id: id });
}

/** The paper, locked, if this person may change it. @throws AppError not_found, refused */
async function lockOwn(tx: Tx, id: string) {
  const paper = await lockPaper(tx, id);
  if (!canDepositPaper(tx.actor, paper)) throw new AppError('refused');
  return paper;
}

/**
 * Says that a paper is about a product, a facility … too. Papers know subjects by kind and id only: the caller has
 * looked whether the subject is the owner's.
 * @throws AppError not_found, refused, input.invalid at `subject`
 */
export const coverSubject = action(
  { name: 'papers.cover', input: CoverSubject, may: mayDepositPapers },
  async (tx, { paper: id, subject }) => {
    const paper = await lockOwn(tx, id);
    await writeCover(tx, id, subject);
    await record(tx, 'paper.covered', subjectOf(paper), { paper: id, subject });
    touch(tx, 'papers', `papers:${paper.owner_id}`);
  },
);

/** Says that a paper is not about this subject after all. @throws AppError not_found, refused */
export const uncoverSubject = action(
  { name: 'papers.uncover', input: CoverSubject, may: mayDepositPapers },
  async (tx, { paper: id, subject }) => {
    const paper = await lockOwn(tx, id);
    const cover = await coverOf(tx, id, subject);
    if (!cover) throw new AppError('not_found');
    await supersede(tx, 'papers.cover', cover.row_id);
    await record(tx, 'paper.uncovered', subjectOf(paper), { paper: id, subject });
    touch(tx, 'papers', `papers:${paper.owner_id}`);
  },
);

import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { canSeePapers } from './policy.ts';

/**
 * A paper as it stands, locked. One that this person may not see is not there.
 * @throws AppError not_found
 */
export async function lockPaper(tx: Tx, id: string) {
  const standing = () =>
    tx.db
      .selectFrom('papers.paper')
      .selectAll()
      .where('id', '=', id)
      .where('superseded_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
  // Whoever waited for the lock finds the wording superseded: asked again, the database knows the one that took its place.
  const paper = (await standing()) ?? (await standing());
  if (!paper || !canSeePapers(tx.actor, paper)) throw new AppError('not_found');
  return paper;
}

type Paper = Awaited<ReturnType<typeof lockPaper>>;

/** What the log and the pages call this paper's owner. */
export const subjectOf = (paper: Pick<Paper, 'owner_kind' | 'owner_id' | 'area_path'>) => ({
  kind: paper.owner_kind,
  id: paper.owner_id,
  area: paper.area_path,
});

/** The columns of a paper that its next wording takes over. */
export const keptOf = (paper: Paper) => {
  const { row_id: _, id: __, version: ___, recorded_at, recorded_by, superseded_at, ...kept } = paper;
  return kept;
};

/** A paper as a form that was opened earlier is held against it. */
export const asVersion = (paper: Pick<Paper, 'version' | 'recorded_by' | 'recorded_at'>) => ({
  version: paper.version,
  changed_by: paper.recorded_by,
  changed_at: paper.recorded_at,
});

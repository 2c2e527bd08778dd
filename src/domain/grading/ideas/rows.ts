import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId, newId } from '#kernel/ids';
import { assertVersion } from '#domain/identity/versions';
import { canSeeIdea } from './policy.ts';
import type { Body, Stage, Status } from './rules.ts';

export const columns = [
  'id',
  'producer_id',
  'area_path',
  'commune_id',
  'product_id',
  'stage',
  'status',
  'name',
  'set_no',
  'idea',
  'plan',
  'idea_accepted_on',
  'plan_accepted_on',
  'submitted_at',
  'changed_at',
  'changed_by',
  'version',
] as const;

type Said = { stage: string; status: string; idea: unknown; plan: unknown };

/** The row with its words as they are. */
export const typed = <R extends Said>(row: R) => {
  const words = { stage: row.stage as Stage, status: row.status as Status, idea: row.idea as Body, plan: row.plan as Body }; // prettier-ignore
  return Object.assign(row as Omit<R, keyof Said>, words);
};

/** The idea, locked until the write ends, in the version that was seen. @throws AppError not_found, version.stale */
export async function lockIdea(tx: Tx, id: string, version: number | null) {
  const row = isId(id)
    ? await tx.db.selectFrom('grading.idea').select(columns).where('id', '=', id).forUpdate().executeTakeFirst()
    : undefined;
  if (!row || !canSeeIdea(tx.actor, row)) throw new AppError('not_found');
  const idea = typed(row);
  const { name, set_no, commune_id: commune } = idea;
  if (version !== null) await assertVersion(tx, idea, version, { name, set_no, commune, ...idea[idea.stage] });
  return idea;
}
export type LockedIdea = Awaited<ReturnType<typeof lockIdea>>;

type What = 'sent' | 'remarked' | 'returned' | 'accepted' | 'carried_on' | 'registered' | 'retracted';

/** Keeps what happened, for both sides to read. */
export async function step(
  tx: Tx,
  idea_id: string,
  stage: Stage,
  what: What,
  words: string | null = null,
): Promise<void> {
  await tx.db
    .insertInto('grading.idea_step')
    .values({ id: newId(), idea_id, at: tx.now, stage, what, words, by: authorOf(tx) })
    .execute();
}

/** What happened to an idea, the newest first. */
export const stepsOf = (ctx: Ctx, idea: string) =>
  ctx.db
    .selectFrom('grading.idea_step as step')
    .leftJoin('identity.person as person', 'person.id', 'step.by')
    .select(['step.id', 'step.at', 'step.stage', 'step.what', 'step.words', 'person.name as by'])
    .where('step.idea_id', '=', idea)
    .orderBy('step.at', 'desc')
    .orderBy('step.id', 'desc')
    .execute();

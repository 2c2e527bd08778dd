import type { Ctx, Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { canKeep } from './policy.ts';

export async function lockCouncil(tx: Tx, id: string) {
  const row = isId(id)
    ? await tx.db.selectFrom('grading.council').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    : undefined;
  if (!row || !canKeep(tx.actor, row)) throw new AppError('not_found');
  return row;
}

/** Whether this person holds the chair's seat of a council: the chair settles and closes what they preside over, whatever their account is. */
export async function isChairOf(ctx: Ctx | Tx, council: string): Promise<boolean> {
  if (!ctx.actor?.id) return false;
  const found = await ctx.db
    .selectFrom('grading.council_member')
    .select('id')
    .where('council_id', '=', council)
    .where('person_id', '=', ctx.actor.id)
    .where('position', '=', 'chair')
    .where('from_on', '<=', ctx.today)
    .where(({ eb, or }) => or([eb('to_on', 'is', null), eb('to_on', '>', ctx.today)]))
    .executeTakeFirst();
  return !!found;
}

/** A session with its council, locked, for whoever keeps it or presides over it. @throws AppError not_found */
export async function lockPresided(tx: Tx, id: string) {
  const found = await sessionWithCouncil(tx, id, 'alone');
  if (!canKeep(tx.actor, found.council) && !(await isChairOf(tx, found.council.id))) throw new AppError('not_found');
  return found;
}

/** A session with its council, locked, for whoever keeps it. @throws AppError not_found */
export async function lockSession(tx: Tx, id: string) {
  const found = await sessionWithCouncil(tx, id, 'alone');
  if (!canKeep(tx.actor, found.council)) throw new AppError('not_found');
  return found;
}

/**
 * The session and its council, whoever asks: locked against whoever closes or settles, so that members who score at the
 * same moment do not wait for each other; or `alone`. @throws AppError not_found
 */
export async function sessionWithCouncil(tx: Tx, id: string, how: 'together' | 'alone' = 'together') {
  const session = isId(id)
    ? await tx.db
        .selectFrom('grading.session')
        .selectAll()
        .where('id', '=', id)
        .$call((some) => (how === 'alone' ? some.forUpdate() : some.forShare()))
        .executeTakeFirst()
    : undefined;
  if (!session) throw new AppError('not_found');
  const council = await tx.db
    .selectFrom('grading.council')
    .selectAll()
    .where('id', '=', session.council_id)
    .executeTakeFirstOrThrow();
  return { session, council };
}

/** @throws AppError state.conflict with the reason, where a session is not in the state that the act needs */
export function assertSession(session: { status: string }, ...wanted: string[]): void {
  if (!wanted.includes(session.status))
    throw new AppError('state.conflict', { details: { reason: `councils.session_is_${session.status}` } });
}

/** Who sits in a council on a day. */
export const membersOn = (tx: Pick<Tx, 'db'>, council: string, day: string) =>
  tx.db
    .selectFrom('grading.council_member')
    .selectAll()
    .where('council_id', '=', council)
    .where('from_on', '<=', day)
    .where(({ eb, or }) => or([eb('to_on', 'is', null), eb('to_on', '>', day)]))
    .orderBy('id')
    .execute();

/**
 * Who sits in an open session today: those who were seated when it opened, and whoever follows one of them. Who joins the
 * council later sits in the next session; whose seat ended scores no more, what they sealed counts.
 */
export const seatedIn = async (tx: Pick<Tx, 'db'>, session: { council_id: string; seats: string[] }, day: string) =>
  (await membersOn(tx, session.council_id, day)).filter(({ id }) => session.seats.includes(id));

/** True once the time for written opinions is over: their last day is the session's `due_on`. */
export const isOver = (session: { mode: string; due_on: string | null }, today: string): boolean =>
  session.mode === 'written' && session.due_on !== null && session.due_on < today;

/** True if this person declared a conflict in a dossier, in whatever seat: they neither key nor read a figure of it. */
export async function hasConflict(ctx: Ctx | Tx, dossier: string): Promise<boolean> {
  if (!ctx.actor?.id) return false;
  const found = await ctx.db
    .selectFrom('grading.declaration as declared')
    .innerJoin('grading.council_member as member', 'member.id', 'declared.member_id')
    .select('member.id')
    .where('declared.dossier_id', '=', dossier)
    .where('declared.conflict', '=', true)
    .where('member.person_id', '=', ctx.actor.id)
    .executeTakeFirst();
  return !!found;
}

export const subjectOf = (session: { id: string }, council: { area_path: string }) => ({
  kind: 'session',
  id: session.id,
  area: council.area_path,
});

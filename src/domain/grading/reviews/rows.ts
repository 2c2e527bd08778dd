import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { isOfDesk, type Owned } from '#domain/grading/dossiers/policy';
import { type LockedDossier, lockDossier } from '#domain/grading/dossiers/rows';
import { hasEnded } from '#domain/grading/dossiers/rules';

/** A dossier in the log. */
export const subjectOf = ({ product_id, area_path }: Pick<LockedDossier, 'product_id' | 'area_path'>) => ({ kind: 'product', id: product_id, area: area_path }); // prettier-ignore

/** @throws AppError input.invalid at `path` for a day that has not come, or lies before `from` */
export function assertDay(tx: Tx, path: string, day: string, from: string | null = null): void {
  if (day > tx.today) throw fieldError(path, 'reviews.future_day');
  if (from && day < from) throw fieldError(path, 'reviews.too_early');
}

/** Nobody waits any more for the answer to what was asked. */
export async function closeRequests(tx: Tx, dossier: string): Promise<void> {
  await tx.db
    .updateTable('grading.dossier_request')
    .set({ answered_at: tx.now })
    .where('dossier_id', '=', dossier)
    .where('answered_at', 'is', null)
    .execute();
}

/** True if this person sits today in an advisory group of the dossier's level and place (article 7.3). */
async function isSeated(ctx: Ctx | Tx, { level, area_path }: Pick<Owned, 'level' | 'area_path'>): Promise<boolean> {
  if (!ctx.actor || ctx.actor.system || level === 'commune') return false;
  const { rows } = await sql`
    select from grading.council_member member join grading.council council on council.id = member.council_id
    where member.person_id = ${ctx.actor.id} and council.kind = 'advisory' and council.level = ${level}
      and (council.area_path = ${area_path} or starts_with(${area_path}, council.area_path || '/'))
      and member.from_on <= ${ctx.today}::date and (member.to_on is null or member.to_on >= ${ctx.today}::date)
      and (council.valid_to is null or council.valid_to >= ${ctx.today}::date) limit 1`.execute(ctx.db);
  return rows.length > 0;
} // prettier-ignore

/** Who advises on a dossier: its desk, and whoever sits in the advisory group; nobody while it is with the commune. */
export const canAdvise = async (ctx: Ctx | Tx, dossier: Pick<Owned, 'level' | 'area_path'>): Promise<boolean> =>
  dossier.level !== 'commune' && (isOfDesk(ctx.actor, dossier) || (await isSeated(ctx, dossier)));

/**
 * A dossier that this person advises on, locked, while the province or the ministry looks at it.
 * @throws AppError not_found, state.conflict once it is on an agenda or has ended
 */
export async function lockAdvised(tx: Tx, id: string): Promise<LockedDossier> {
  const dossier = await lockDossier(tx, id, () => true);
  if (!(await canAdvise(tx, dossier))) throw new AppError('not_found');
  if (hasEnded(dossier) || !['received', 'reviewing'].includes(dossier.status))
    throw new AppError('state.conflict', { details: { reason: 'reviews.not_under_review' } });
  return dossier;
}

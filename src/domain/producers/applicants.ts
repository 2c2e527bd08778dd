import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { isId } from '#kernel/ids';
import { officerScopes } from '#domain/identity/rules';
import { canDecideApplication, canReadApplication } from './policy.ts';
import { listProducers } from './queries.ts';

/** What somebody typed who registers by themselves, by the names of the form. */
export type Typed = Record<string, string>;

const applications = (ctx: Ctx) =>
  ctx.db
    .selectFrom('producers.application as application')
    .innerJoin('identity.person as person', 'person.id', 'application.person_id')
    .innerJoin('areas.unit as commune', 'commune.path', 'application.area_path')
    .where('commune.valid_to', 'is', null)
    .select([
      'application.id',
      'application.person_id',
      'application.area_path',
      'application.input',
      'application.note',
    ])
    .select(['application.state', 'application.reason', 'application.producer_id', 'application.version'])
    .select(['application.sent_at', 'application.changed_at', 'person.name as person', 'person.phone as phone'])
    .select('commune.name as commune');

const typedOf = (input: unknown): Typed =>
  Object.fromEntries(
    Object.entries(input as Record<string, unknown>).map(([name, value]) => [name, String(value ?? '')]),
  );

/** One's own applications, the newest first. */
export async function ownApplications(ctx: Ctx) {
  if (!ctx.actor || ctx.actor.system) return [];
  const rows = await applications(ctx)
    .where('application.person_id', '=', ctx.actor.id)
    .orderBy('application.id', 'desc')
    .limit(10)
    .execute();
  return rows.map(({ input, ...row }) => ({ ...row, typed: typedOf(input) }));
}

/** Applications that wait for this officer, the oldest first. */
export async function waitingApplications(ctx: Ctx) {
  const scopes = officerScopes(ctx.actor);
  if (!scopes.length) return [];
  const rows = await applications(ctx)
    .where('application.state', '=', 'waiting')
    .where('person.ended_at', 'is', null)
    .where((is) =>
      is.or(
        scopes.flatMap((scope) => [
          is('application.area_path', '=', scope),
          is('application.area_path', 'like', `${scope}/%`),
        ]),
      ),
    )
    .orderBy('application.sent_at')
    .limit(200)
    .execute();
  return rows
    .filter((row) => canDecideApplication(ctx.actor, row))
    .map(({ input, ...row }) => ({ ...row, name: typedOf(input).name ?? '' }));
}

/**
 * One application, and producers of the same commune whose name has its words: it may be in the register already.
 * @throws AppError not_found
 */
export async function applicationById(ctx: Ctx, id: string) {
  if (!isId(id)) throw new AppError('not_found');
  const row = await applications(ctx).where('application.id', '=', id).executeTakeFirst();
  if (!row || !canReadApplication(ctx.actor, row)) throw new AppError('not_found');
  const { input, ...shown } = row;
  const typed = typedOf(input);
  const alike = await listProducers(ctx, { q: typed.name ?? '', area: row.area_path, limit: 5 });
  return {
    ...shown,
    typed,
    decides: canDecideApplication(ctx.actor, row),
    alike: alike.items
      .filter((producer) => producer.id !== row.producer_id)
      .map((one) => ({ id: one.id, name: one.name })),
  };
}

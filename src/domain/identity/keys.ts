import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { action } from '#kernel/action';
import { type Actor, authorOf, type Ctx } from '#kernel/context';
import type { Db } from '#kernel/db';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { hashOf } from './links.ts';
import { canEndRole, canGiveRole, givesRoles, isPerson } from './policy.ts';
import { notYours, scopedRole } from './roles.ts';
import { keyMark, type Role } from './rules.ts';
import { EndKey, MakeKey } from './schema.ts';

/** So many letters of a key are kept and shown; the rest nobody guesses. */
const shown = keyMark.length + 6;

/**
 * Makes a key for a machine, with one role of this person's to give, until a day.
 * @returns the secret, shown once
 * @throws AppError refused for a role that is not this person's to give, input.invalid at the scope or the day
 */
export const makeKey = action(
  { name: 'identity.make_key', input: MakeKey, may: (actor) => isPerson(actor) && givesRoles(actor) },
  async (tx, { name, ...asked }) => {
    const { reach, role, area_path, organisation_id } = await scopedRole(tx, { ...asked, from: null });
    if (!canGiveRole(tx.actor, { role, reach }, '')) throw notYours();
    const [id, secret] = [newId(), keyMark + randomBytes(32).toString('base64url')];
    await tx.db
      .insertInto('identity.api_key')
      .values({
        id,
        name,
        prefix: secret.slice(0, shown),
        hash: hashOf(secret),
        role,
        area_path,
        organisation_id,
        expires_on: asked.until,
        made_at: tx.now,
        made_by: authorOf(tx),
      })
      .execute();
    await record(tx, 'api_key.made', { kind: 'api_key', id, area: reach }, { role });
    return { id, secret };
  },
);

/** Ends a key at once, by whoever may give its role. @throws AppError not_found, refused */
export const endKey = action({ name: 'identity.end_key', input: EndKey, may: givesRoles }, async (tx, input) => {
  const row = await tx.db
    .updateTable('identity.api_key')
    .set({ ended_at: tx.now, ended_by: authorOf(tx) })
    .where('id', '=', input.key)
    .where('ended_at', 'is', null)
    .returning(['role', 'area_path', 'organisation_id'])
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  const { rows } = await sql<{ reach: string }>`select coalesce(${row.area_path}::text,
    (select area_path from identity.organisation where id = ${row.organisation_id}::uuid)) as reach`.execute(tx.db);
  const reach = rows[0]?.reach ?? '';
  if (!canEndRole(tx.actor, { role: row.role, reach })) throw notYours();
  await record(tx, 'api_key.ended', { kind: 'api_key', id: input.key, area: reach }, { role: row.role });
});

export type KeyRow = {
  id: string;
  name: string;
  prefix: string;
  role: Role;
  reach: string;
  area: string | null;
  organisation: string | null;
  expires_on: string;
  last_used_on: string | null;
  made_by: string | null;
};

/** Keys that stand and that this person may end, the newest first. @throws AppError refused */
export async function standingKeys(ctx: Ctx): Promise<KeyRow[]> {
  if (!givesRoles(ctx.actor)) throw new AppError('refused');
  const { rows } = await sql<KeyRow>`
    select key.id, key.name, key.prefix, key.role, coalesce(key.area_path, producer.area_path, '') as reach, unit.name as area,
      key.organisation_id as organisation, key.expires_on, key.last_used_on, maker.name as made_by
    from identity.api_key key left join areas.unit unit on unit.path = key.area_path
    left join identity.organisation producer on producer.id = key.organisation_id
    left join identity.person maker on maker.id = key.made_by
    where key.ended_at is null and key.expires_on >= ${ctx.today}::date order by key.id desc`.execute(ctx.db);
  return rows.filter((row) => canEndRole(ctx.actor, row));
}

/** Whose key a request shows: an actor with the one role of the key; null if it shows none that stands today. */
export function whoseKey(db: Db, today: () => string) {
  return async (headers: Headers): Promise<Actor | null> => {
    const secret = /^Bearer\s+(\S{20,100})$/i.exec(headers.get('authorization') ?? '')?.[1];
    if (!secret?.startsWith(keyMark)) return null;
    const { rows } = await sql<{ id: string; name: string; role: string; area: string | null; organisation: string | null; unused: boolean }>`
      select id, name, role, area_path as area, organisation_id as organisation, last_used_on is distinct from ${today()}::date as unused
      from identity.api_key where hash = ${hashOf(secret)} and ended_at is null and expires_on >= ${today()}::date`.execute(db); // prettier-ignore
    const [key] = rows;
    if (!key) return null;
    if (key.unused)
      await sql`update identity.api_key set last_used_on = ${today()}::date where id = ${key.id}`.execute(db);
    const { id, name, role, area, organisation } = key;
    return { id, name, grants: [{ role, area, organisation }], key: true };
  };
}

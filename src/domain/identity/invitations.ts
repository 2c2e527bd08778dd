import { randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { sql } from 'kysely';
import { action, preparedAction } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { within } from '#domain/areas/scopes';
import { takenLogin, writePerson } from './accounts.ts';
import { hashOf } from './links.ts';
import { setPassword } from './passwords.ts';
import { canEndRole, canGiveRole, givesRoles, isPerson } from './policy.ts';
import { accountOf, actorOf } from './queries.ts';
import { notYours, type Scoped, scopedRole, writeGrant } from './roles.ts';
import { officerScopes, type Role } from './rules.ts';
import { Invite, TakeInvitation, WithdrawInvitation } from './schema.ts';

const days = 14;

/** What whoever opens the link is told. `dead`: used, over, withdrawn, or of somebody who may not give this role any more. */
export type Invitation = {
  login: string;
  role: Role;
  area: string | null;
  organisation: string | null;
  until: string | null;
  hasAccount: boolean;
};

/**
 * Prepares a role for a phone number or an e-mail.
 * @returns the token of the link, shown once
 * @throws AppError refused for a role that is not this person's to give, input.invalid at the scope or the days
 */
export const invite = action(
  { name: 'identity.invite', input: Invite, may: (actor) => isPerson(actor) && givesRoles(actor) },
  async (tx, { login, ...asked }) => {
    const { reach, ...scoped } = await scopedRole(tx, asked);
    const known = await accountOf(tx, login);
    if (!canGiveRole(tx.actor, { role: scoped.role, reach }, known ?? '')) throw notYours();
    const [id, token] = [newId(), randomBytes(24).toString('base64url')];
    const expires_at = new Date(Date.now() + days * 24 * 3_600_000);
    await tx.db
      .insertInto('identity.invitation')
      .values({ id, hash: hashOf(token), login, ...scoped, invited_by: tx.actor!.id, invited_at: tx.now, expires_at })
      .execute();
    await record(tx, 'invitation.made', { kind: 'invitation', id, area: reach }, { role: scoped.role });
    return { id, token };
  },
);

/** Takes an invitation back: by whoever made it, or may give the role. @throws AppError not_found, refused */
export const withdrawInvitation = action(
  { name: 'identity.withdraw_invitation', input: WithdrawInvitation, may: givesRoles },
  async (tx, input) => {
    const row = await tx.db
      .updateTable('identity.invitation')
      .set({ withdrawn_at: tx.now })
      .where('id', '=', input.invitation)
      .where('withdrawn_at', 'is', null)
      .where('taken_at', 'is', null)
      .returning(['role', 'area_path', 'organisation_id', 'invited_by'])
      .executeTakeFirst();
    if (!row) throw new AppError('not_found');
    const reach = await reachOf(tx, row);
    if (row.invited_by !== tx.actor?.id && !canEndRole(tx.actor, { role: row.role, reach })) throw notYours();
    await record(
      tx,
      'invitation.withdrawn',
      { kind: 'invitation', id: input.invitation, area: reach },
      { role: row.role },
    );
  },
);

async function reachOf(ctx: Ctx, row: { area_path: string | null; organisation_id: string | null }): Promise<string> {
  if (row.area_path) return row.area_path;
  const producer = await ctx.db
    .selectFrom('identity.organisation')
    .select('area_path')
    .where('id', '=', row.organisation_id)
    .executeTakeFirst();
  return producer?.area_path ?? '';
}

/** An invitation that can be taken up; null if it cannot. */
export async function invitationBehind(ctx: Ctx, token: string): Promise<Invitation | null> {
  const row = await standing(ctx, token);
  if (!row || !(await stillGiven(ctx, row))) return null;
  const area = row.area_path
    ? await ctx.db.selectFrom('areas.unit').select('name').where('path', '=', row.area_path).executeTakeFirst()
    : undefined;
  return {
    login: row.login,
    role: row.role as Role,
    area: area?.name ?? null,
    organisation: row.organisation_id,
    until: row.valid_to,
    hasAccount: (await accountOf(ctx, row.login)) !== null,
  };
}

const standing = (ctx: Ctx, token: string) =>
  ctx.db
    .selectFrom('identity.invitation')
    .selectAll()
    .where('hash', '=', hashOf(token))
    .where('taken_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', new Date())
    .where((is) => is.or([is('valid_to', 'is', null), is('valid_to', '>=', ctx.today)]))
    .executeTakeFirst();

type Row = NonNullable<Awaited<ReturnType<typeof standing>>>;

/** True while whoever made the invitation may still give this role. */
async function stillGiven(ctx: Ctx, row: Row): Promise<boolean> {
  return canEndRole(await actorOf(ctx, row.invited_by), { role: row.role, reach: await reachOf(ctx, row) });
}

/**
 * Takes an invitation up, once: whoever is signed in by its phone number or e-mail gets the role; whoever has no account
 * opens one with a name and a password.
 * @throws AppError link.spent, refused for somebody else, sign_in.needed for an account that exists,
 * input.invalid at `name`, `password`, or `role` when it is held already
 */
export const takeInvitation = preparedAction(
  {
    name: 'identity.take_invitation',
    input: TakeInvitation,
    may: () => true,
    taken: { person_email_key: takenLogin, person_phone_key: takenLogin },
  },
  async (ctx, input) => {
    const row = await standing(ctx, input.token);
    if (!row) throw new AppError('link.spent');
    const person = await accountOf(ctx, row.login);
    if (ctx.actor && ctx.actor.id !== person)
      throw new AppError('refused', { details: { reason: 'identity.invitation_of_other' } });
    if (!ctx.actor && person) throw new AppError('sign_in.needed');
    const password = person ? null : await newPassword(input);
    return async (tx) => {
      const taken = await tx.db
        .updateTable('identity.invitation')
        .set({ taken_at: tx.now })
        .where('id', '=', row.id)
        .where('taken_at', 'is', null)
        .where('withdrawn_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (!taken || !(await stillGiven(tx, row))) throw new AppError('link.spent');
      const reach = await reachOf(tx, row);
      const holder = person ?? (await openFor(tx, row.login, input.name!, password!, reach));
      await tx.db.updateTable('identity.invitation').set({ taken_by: holder }).where('id', '=', row.id).execute();
      await writeGrant(tx, holder, scopedBy(tx, row, reach), row.invited_by);
      await record(tx, 'invitation.taken', { kind: 'invitation', id: row.id, area: reach }, { role: row.role });
      return { person: holder };
    };
  },
);

async function newPassword({ name, password }: { name: string | null; password: string | null }): Promise<string> {
  if (!name) throw fieldError('name', 'fields.required');
  if (!password) throw fieldError('password', 'fields.required');
  return hashPassword(password);
}

async function openFor(tx: Tx, login: string, name: string, password: string, reach: string): Promise<string> {
  const id = await writePerson(tx, name, login, reach);
  await setPassword(tx, id, password);
  return id;
}

/** The role as it was prepared; its first day is today if that has passed. */
const scopedBy = (tx: Tx, row: Row, reach: string): Scoped => ({
  role: row.role,
  area_path: row.area_path,
  organisation_id: row.organisation_id,
  valid_from: row.valid_from && row.valid_from > tx.today ? row.valid_from : tx.today,
  valid_to: row.valid_to,
  reach,
});

export type OpenInvitation = {
  id: string;
  login: string;
  role: Role;
  area: string | null;
  organisation: string | null;
  invited_by: string;
  invited_at: Date;
  expires_at: Date;
};

/** Invitations that nobody took up yet, of one's own and of the roles that one gives, the newest first. @throws AppError refused */
export async function openInvitations(ctx: Ctx): Promise<OpenInvitation[]> {
  if (!givesRoles(ctx.actor)) throw new AppError('refused');
  const { rows } = await sql<OpenInvitation & { reach: string; giver: string }>`
    select made.id, made.login, made.role, unit.name as area, made.organisation_id as organisation, person.name as invited_by,
      made.invited_by as giver, made.invited_at, made.expires_at, coalesce(made.area_path, organisation.area_path) as reach
    from identity.invitation made join identity.person person on person.id = made.invited_by
    left join areas.unit unit on unit.path = made.area_path
    left join identity.organisation organisation on organisation.id = made.organisation_id
    where made.taken_at is null and made.withdrawn_at is null and made.expires_at > now()
      and (made.invited_by = ${ctx.actor!.id} or ${within(sql`coalesce(made.area_path, organisation.area_path)`, officerScopes(ctx.actor))})
    order by made.id desc limit 200`.execute(ctx.db);
  return rows
    .filter((row) => row.giver === ctx.actor?.id || canEndRole(ctx.actor, row))
    .map(({ reach: _, giver: __, ...shown }) => shown);
}

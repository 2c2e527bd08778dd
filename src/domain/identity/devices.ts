import { action } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { endSessions } from './passwords.ts';
import { isPerson } from './policy.ts';
import { deviceOf, roughly } from './rules.ts';
import { EndOtherSessions, EndSession } from './schema.ts';

export type Device = { id: string; device: string; from: string; begun: Date; used: Date; isThis: boolean };

/** Where one is signed in: this device first, then the one used last. @throws AppError sign_in.needed */
export async function ownDevices(ctx: Ctx): Promise<Device[]> {
  if (!ctx.actor) throw new AppError('sign_in.needed');
  const { id, session } = ctx.actor;
  const rows = await ctx.db
    .selectFrom('identity.session')
    .select(['id', 'user_agent', 'ip_address', 'created_at', 'last_used_at'])
    .where('user_id', '=', id)
    .where('expires_at', '>', new Date())
    .orderBy('last_used_at', 'desc')
    .execute();
  const devices = rows.map((row) => ({
    id: row.id,
    device: deviceOf(row.user_agent ?? ''),
    from: roughly(row.ip_address ?? ''),
    begun: row.created_at,
    used: row.last_used_at,
    isThis: row.id === session,
  }));
  return devices.toSorted((one, other) => Number(other.isThis) - Number(one.isThis));
}

/** Ends one of one's own sessions. @throws AppError not_found for one that is over, and for somebody else's */
export const endSession = action(
  { name: 'identity.end_session', input: EndSession, may: isPerson },
  async (tx, input) => {
    const person = tx.actor!.id;
    const ended = await tx.db
      .deleteFrom('identity.session')
      .where('id', '=', input.session)
      .where('user_id', '=', person)
      .returning('id')
      .executeTakeFirst();
    if (!ended) throw new AppError('not_found');
    await record(tx, 'person.sessions_ended', { kind: 'person', id: person }, { sessions: 1 });
  },
);

/** Ends all of one's own sessions but the one that asks. */
export const endOtherSessions = action(
  { name: 'identity.end_other_sessions', input: EndOtherSessions, may: isPerson },
  async (tx) => {
    const { id, session } = tx.actor!;
    const sessions = await endSessions(tx, id, session);
    if (sessions) await record(tx, 'person.sessions_ended', { kind: 'person', id }, { sessions });
  },
);

import type { Actor, Ctx, Runtime } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { EventType } from '#kernel/events';
import type { Heard } from '#kernel/jobs';
import { inTransaction } from '#kernel/action';
import { newId } from '#kernel/ids';
import { give } from '#domain/notices/give';
import { ownNotices } from '#domain/notices/queries';
import { tellPeople } from '#domain/notices/reactions';
import { ctxOf, systemCtx } from './context.ts';

/** A notice of somebody's own, with its mail. @returns its id */
export async function noticeFor(db: Db, person: Actor): Promise<string> {
  const subject = { kind: 'role', id: newId() };
  const told = { kind: 'role_granted' as const, subject, cause: newId(), params: { role: 'producer_owner' } };
  await inTransaction(systemCtx(db), (tx) =>
    give(tx, [{ ...told, for: { person: { id: person.id, room: 'account' } } }]),
  );
  const { items } = await ownNotices(ctxOf(db, person), { after: null });
  return items[0]!.id;
}

/** Tells people of everything in the log, as the queue does; what was told before must change nothing. */
export async function hearAll(ctx: Ctx): Promise<void> {
  const events = await ctx.runtime.db.selectFrom('kernel.event').selectAll().orderBy('id').execute();
  for (const { id, type, subject_kind, subject_id, area_path, data } of events) {
    if (!tellPeople.hears.includes(type as EventType)) continue;
    const subject = { kind: subject_kind, id: subject_id, area: area_path };
    await tellPeople.react(ctx, { event: id, type, subject, data } as Heard);
  }
}

/** The same context with a mail server, and a queue that remembers what was asked for. */
export function mailing(ctx: Ctx, url: string): { ctx: Ctx; jobs: string[] } {
  const jobs: string[] = [];
  const runtime: Runtime = {
    ...ctx.runtime,
    config: { ...ctx.runtime.config, smtp: { url, from: 'ocop@example.vn' } },
    enqueue: async (_, name, data) => {
      if (name === 'notices.send') jobs.push((data as { id: string }).id);
    },
  };
  return { ctx: { ...ctx, runtime }, jobs };
}

/** The kinds of one's notices, the newest first. */
export const kindsOf = async (db: Db, person: Actor): Promise<string[]> =>
  (await ownNotices(ctxOf(db, person), { after: null })).items.map(({ kind }) => kind);

import { authorOf, type Tx } from './context.ts';
import { newId } from './ids.ts';

/** What an event is about. `area` is the path of the subtree whose officers may read it in the log. */
export type Subject = { kind: string; id: string; area?: string | null };

/**
 * The types of event. The kernel knows none: each room adds its own here, in its `events.ts`, and `record` takes no
 * other; the log's filter shows the same lists.
 * @public
 */
export interface EventTypes {}
export type EventType = keyof EventTypes;

/** Who hears which events: `room.reaction` -> the event types. Filled once by the composition root. */
export type Subscriptions = Record<string, readonly EventType[]>;

let subscriptions: Subscriptions = {};

/** Names the subscribers of this process; every process of one installation names the same. */
export function subscribe(given: Subscriptions): void {
  subscriptions = given;
}

/**
 * Says that something happened: one row in the log, and one job for each subscriber, in the write's own transaction.
 * `data` holds ids, codes and changed values; never a name, an address or a number of a person.
 */
export const record = (tx: Tx, type: EventType, subject: Subject, data: Record<string, unknown> = {}): Promise<void> =>
  recordAll(tx, type, [{ subject, data }]);

/** Rows of one statement: few enough that nobody else waits while it is written out. */
const atOnce = 250;

/** The same for what happened to many things in one write, such as an import: few statements instead of thousands. */
export async function recordAll(
  tx: Tx,
  type: EventType,
  happened: readonly { subject: Subject; data: Record<string, unknown> }[],
): Promise<void> {
  const actor_id = authorOf(tx);
  const events = happened.map((one) => ({ id: newId(), ...one }));
  for (let i = 0; i < events.length; i += atOnce) {
    const rows = events.slice(i, i + atOnce).map(({ id, subject, data }) => ({
      id,
      at: tx.now,
      type,
      subject_kind: subject.kind,
      subject_id: subject.id,
      area_path: subject.area ?? null,
      actor_id,
      data: JSON.stringify(data),
    }));
    // One statement: the events, and their place among those that wait for a seal.
    await tx.db
      .with('logged', (db) => db.insertInto('kernel.event').values(rows))
      .insertInto('kernel.unsealed')
      .values(rows.map(({ id }) => ({ event_id: id })))
      .execute();
  }
  const heard = events.map(({ id, subject, data }) => ({ event: id, type, subject, data }));
  for (const [reaction, types] of Object.entries(subscriptions)) {
    if (!types.includes(type)) continue;
    for (let i = 0; i < heard.length; i += atOnce)
      await tx.runtime.enqueue(tx.db, reaction, { heard: heard.slice(i, i + atOnce) });
  }
}

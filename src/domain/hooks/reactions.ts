import { sql } from 'kysely';
import { inTransaction } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import { isId, newId } from '#kernel/ids';
import type { Errand, Heard, Reaction } from '#kernel/jobs';
import { OutboundFault, postOut } from '#kernel/outbound';
import { cutOffMinutes, type DeliveryState, hookTypes, pauseAfter } from './rules.ts';
import { hookSecret, signatureOf } from './signing.ts';

/** What happened, for whoever asks the API for the rest: the type and ids, nothing else. */
const bodyOf = (id: string, { type, subject, data }: Heard, at: Date): string =>
  JSON.stringify({
    id,
    type,
    at: at.toISOString(),
    subject: { kind: subject.kind, id: subject.id },
    ids: Object.fromEntries(Object.entries(data).filter(([, value]) => typeof value === 'string' && isId(value))),
  });

/** Writes a delivery for each address that wants to know of this; hearing it twice writes it once. */
export const tellHooks: Reaction = {
  hears: [...hookTypes],
  isFrequent: true,
  react: (ctx, heard) =>
    inTransaction(ctx, async (tx) => {
      const { rows } = await sql<{ endpoint: string; at: Date }>`
        select endpoint.id as endpoint, event.at from hooks.endpoint endpoint, kernel.event event
        where event.id = ${heard.event} and endpoint.is_active and event.type = any(endpoint.types) and endpoint.made_at <= event.at
          and (endpoint.area_path is null or event.area_path = endpoint.area_path or event.area_path like endpoint.area_path || '/%')`.execute(
        tx.db,
      );
      for (const { endpoint, at } of rows) {
        const id = newId();
        const body = bodyOf(id, heard, at);
        const { rows: made } =
          await sql`insert into hooks.delivery (id, endpoint_id, event_id, type, body, state, made_at, due_at)
          values (${id}, ${endpoint}, ${heard.event}, ${heard.type}, ${body}, 'waiting', ${tx.now}, now())
          on conflict (endpoint_id, event_id) do nothing returning id`.execute(tx.db);
        if (made.length) await tx.runtime.enqueue(tx.db, 'hooks.send', { id });
      }
    }),
};

/**
 * Sends one delivery that is due, outside of any transaction: at least once, always under its own id, by which the
 * other side knows a second one. An address that refuses or is silent is tried again, later each time.
 */
export async function deliver(ctx: Ctx, id: string, mayReach?: (address: string) => boolean): Promise<void> {
  const due = await claim(ctx, id);
  if (!due) return;
  const signature = signatureOf(hookSecret(ctx, due.endpoint_id), Math.floor(Date.now() / 1000), due.body);
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(due.body)),
    'user-agent': 'OpenOCOP',
    'openocop-delivery': id,
    'openocop-signature': signature,
  };
  try {
    await postOut({ url: due.url, body: due.body, headers }, mayReach);
  } catch (error) {
    if (!(error instanceof OutboundFault)) throw error;
    const pause = pauseAfter(due.tries);
    return note(ctx, id, { state: pause === null ? 'failed' : 'waiting', fault: error.fault, pause });
  }
  return note(ctx, id, { state: 'sent', fault: null, pause: null });
}

export const sendHook: Errand = (ctx, id) => deliver(ctx, id);

type Due = { url: string; body: string; endpoint_id: string; tries: number };

const claim = (ctx: Ctx, id: string): Promise<Due | undefined> =>
  inTransaction(ctx, async (tx) => {
    const { rows } = await sql<Due>`
      update hooks.delivery delivery set state = 'sending', tries = tries + 1, due_at = now() + make_interval(mins => ${cutOffMinutes})
      from hooks.endpoint endpoint
      where endpoint.id = delivery.endpoint_id and delivery.id = ${id} and state in ('waiting', 'sending') and due_at <= now()
      returning endpoint.url, delivery.body, delivery.endpoint_id, delivery.tries`.execute(tx.db);
    return rows[0];
  });

type Outcome = { state: DeliveryState; fault: string | null; pause: number | null };
const note = (ctx: Ctx, id: string, { state, fault, pause }: Outcome): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    await sql`update hooks.delivery set state = ${state}, fault = ${fault}, due_at = now() + make_interval(mins => ${pause ?? 0}),
      sent_at = case when ${state} = 'sent' then now() end where id = ${id} and state = 'sending'`.execute(tx.db);
  });

/** Sends what is due: what was put off, and what lost its job; a round ends before the next begins. */
export async function sendDueHooks(ctx: Ctx): Promise<void> {
  const end = Date.now() + 90_000;
  const { rows } = await sql<{ id: string }>`
    select id from hooks.delivery where state in ('waiting', 'sending') and due_at <= now() order by due_at limit 200`.execute(
    ctx.db,
  );
  for (const { id } of rows) {
    if (Date.now() > end) return;
    await deliver(ctx, id);
  }
}

/** Deletes deliveries of months ago. */
export const sweepHooks = (ctx: Ctx): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    const before = new Date(tx.now.getTime() - 90 * 86_400_000);
    await tx.db.deleteFrom('hooks.delivery').where('made_at', '<', before).execute();
  });

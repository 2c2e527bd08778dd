import { sql } from 'kysely';
import { inTransaction } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import type { Errand } from '#kernel/jobs';
import { MailFault, sendMail } from '#kernel/mail';
import { currentSettings } from '#domain/settings/queries';
import { lettersOf, type ToWrite } from './letter.ts';
import { standing } from './recipients.ts';
import { cutOffMinutes, type MailState, pauseAfter } from './rules.ts';

/**
 * Sends one mail that waits, outside of any transaction. It is claimed first, so that a job that runs twice sends once.
 * Only where a process dies between the server's yes and our note of it is the mail sent a second time, under the same
 * Message-ID. A server that refuses or is silent puts it off, longer each time; one that says no for good ends it.
 */
export const sendNotice: Errand = async (ctx, id) => {
  const { smtp } = ctx.runtime.config;
  if (!smtp) return;
  const tries = await claim(ctx, id);
  if (tries === null) return;
  const mail = await readMail(ctx, id);
  if (!mail) return note(ctx, id, { state: 'dropped', fault: null });
  const [letter] = await lettersOf(ctx, [mail]);
  const { mail_sender } = await currentSettings(ctx);
  const { host } = new URL(ctx.runtime.config.publicUrl);
  try {
    await sendMail(smtp, {
      ...letter!,
      to: { name: mail.name, address: mail.email },
      from: { name: mail_sender },
      messageId: `<${id}@${host.split(':')[0]}>`,
    });
  } catch (error) {
    if (!(error instanceof MailFault)) throw error;
    const pause = error.isFinal ? null : pauseAfter(tries);
    ctx.runtime.log.warn({ mail: id, fault: error.fault, tries }, 'mail');
    return note(ctx, id, { state: pause === null ? 'failed' : 'waiting', fault: error.fault, pause });
  }
  return note(ctx, id, { state: 'sent', fault: null });
};

/** Takes a mail that is due, or whose sender died. @returns how often it was tried with this time; null: not ours to send */
const claim = (ctx: Ctx, id: string): Promise<number | null> =>
  inTransaction(ctx, async (tx) => {
    const { rows } = await sql<{ tries: number }>`
      update notices.mail set state = 'sending', tries = tries + 1, due_at = now() + make_interval(mins => ${cutOffMinutes})
      where id = ${id} and state in ('waiting', 'sending') and due_at <= now() returning tries`.execute(tx.db);
    return rows[0]?.tries ?? null;
  });

/** What became of it. */
const note = (
  ctx: Ctx,
  id: string,
  { state, fault, pause }: { state: MailState; fault: string | null; pause?: number | null },
): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    await sql`update notices.mail set state = ${state}, fault = ${fault}, due_at = now() + make_interval(mins => ${pause ?? 0}),
      sent_at = case when ${state} = 'sent' then now() end where id = ${id} and state = 'sending'`.execute(tx.db);
  });

/** The notice and whom it goes to; undefined if they closed their account, lost the role or want no mail any more. */
async function readMail(ctx: Ctx, id: string): Promise<(ToWrite & { email: string }) | undefined> {
  const { rows } = await sql<ToWrite & { email: string }>`
    select notice.kind, notice.subject_kind, notice.subject_id, notice.room, notice.params, person.name, person.email, choice.language
    from notices.notice notice join identity.person person on person.id = notice.person_id
    left join notices.choice choice on choice.person_id = person.id
    where notice.id = ${id} and person.ended_at is null and person.email not like '%.invalid' and coalesce(choice.by_mail, true)
      and (notice.organisation_id is null and notice.area_path is null or exists (
        select from identity.role_grant held where held.person_id = person.id and ${standing(ctx)}
          and (held.organisation_id = notice.organisation_id
            or notice.area_path = held.area_path or notice.area_path like held.area_path || '/%')))`.execute(ctx.db);
  return rows[0];
}

/** One round of mails that are due again: it ends before the next begins, however long a server is silent. */
const round = { most: 200, milliseconds: 90_000 };

/** Sends what is due: mails that were put off, and those whose job was lost. Nothing is queued anew, so nothing piles up. */
export async function sendDue(ctx: Ctx): Promise<void> {
  if (!ctx.runtime.config.smtp) return;
  const end = Date.now() + round.milliseconds;
  const { rows } = await sql<{ id: string }>`
    select id from notices.mail where state in ('waiting', 'sending') and due_at <= now() order by due_at limit ${round.most}`.execute(
    ctx.db,
  );
  for (const { id } of rows) {
    if (Date.now() > end) return;
    await sendNotice(ctx, id);
  }
}

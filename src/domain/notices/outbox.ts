import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { lettersOf, type Letter, type ToWrite } from './letter.ts';
import { canSeeOutbox } from './policy.ts';
import type { MailState } from './rules.ts';

export type OutboxRow = Letter & {
  id: string;
  state: MailState;
  name: string;
  email: string;
  made_at: Date;
  sent_at: Date | null;
  due_at: Date;
  tries: number;
  fault: string | null;
};

const page = 20;

/** Mails as they went, wait or would have gone, the newest first; their words are made now. @throws AppError refused */
export async function outbox(
  ctx: Ctx,
  { state, after }: { state?: MailState | null; after?: string | null },
): Promise<{ items: OutboxRow[]; next: string | null }> {
  if (!canSeeOutbox(ctx.actor)) throw new AppError('refused');
  const { rows } = await sql<ToWrite & Omit<OutboxRow, keyof Letter>>`
    select mail.id, mail.state, mail.sent_at, mail.due_at, mail.tries, mail.fault, notice.made_at, notice.kind, notice.subject_kind,
      notice.subject_id, notice.room, notice.params, person.name, person.email, choice.language
    from notices.mail mail join notices.notice notice on notice.id = mail.id
    join identity.person person on person.id = notice.person_id
    left join notices.choice choice on choice.person_id = person.id
    where (${state ?? null}::text is null or mail.state = ${state ?? null}) and (${after ?? null}::uuid is null or mail.id < ${after ?? null}::uuid)
    order by mail.id desc limit ${page + 1}`.execute(ctx.db);
  const shown = rows.slice(0, page);
  const letters = await lettersOf(ctx, shown);
  return {
    items: shown.map(({ id, state: is, name, email, made_at, sent_at, due_at, tries, fault }, i) => {
      const mail = { id, state: is, name, email, made_at, sent_at, due_at, tries, fault };
      return { ...letters[i]!, ...mail };
    }),
    next: rows.length > page ? shown.at(-1)!.id : null,
  };
}

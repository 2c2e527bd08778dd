import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import type { Holder } from '#kernel/personal';

async function held(ctx: Ctx | Tx, person: string): Promise<Record<string, unknown>> {
  const { rows: notices } = await sql`
    select notice.kind, notice.made_at, notice.read_at, mail.state as mail, mail.sent_at as mailed_at
    from notices.notice left join notices.mail on mail.id = notice.id where notice.person_id = ${person} order by notice.id`.execute(
    ctx.db,
  );
  const { rows: choices } = await sql`
    select by_mail, language, changed_at from notices.choice where person_id = ${person}`.execute(ctx.db);
  return { ...(notices.length && { notices }), ...(choices.length && { choice: choices[0] }) };
}

/** What somebody was told, the mails of it and how they wanted to be told: nothing has to stay. */
async function erase(tx: Tx, person: string): Promise<string[]> {
  await tx.db.deleteFrom('notices.notice').where('person_id', '=', person).execute();
  await tx.db.deleteFrom('notices.choice').where('person_id', '=', person).execute();
  return [];
}

export const noticesHolder: Holder = { held, erase };

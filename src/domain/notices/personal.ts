import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import type { Holder } from '#kernel/personal';
import type { Params } from './rules.ts';
import { wordsOf } from './words.ts';

type Row = { kind: string; params: Params; made_at: Date; read_at: Date | null; mailed_at: Date | null };

async function held(ctx: Ctx | Tx, person: string): Promise<Record<string, unknown>> {
  const { rows } = await sql<Row>`
    select notice.kind, notice.params, notice.made_at, notice.read_at, mail.sent_at as mailed_at
    from notices.notice left join notices.mail on mail.id = notice.id
    where notice.person_id = ${person} order by notice.id desc limit 1000`.execute(ctx.db);
  const { rows: choices } = await sql`
    select by_mail, language, changed_at from notices.choice where person_id = ${person}`.execute(ctx.db);
  const said = await wordsOf(ctx, rows, ctx.locale);
  const notices = rows.map(({ kind: _, params: __, ...when }, i) => ({ said: said[i], ...when }));
  return { ...(notices.length && { notices }), ...(choices.length && { mail_choice: choices[0] }) };
}

/** What somebody was told, the mails of it and how they wanted to be told: nothing has to stay. */
async function erase(tx: Tx, person: string): Promise<string[]> {
  await tx.db.deleteFrom('notices.notice').where('person_id', '=', person).execute();
  await tx.db.deleteFrom('notices.choice').where('person_id', '=', person).execute();
  return [];
}

export const noticesHolder: Holder = { held, erase };

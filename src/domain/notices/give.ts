import type { Tx } from '#kernel/context';
import { newId } from '#kernel/ids';
import type { Kind, Params, Subject } from './rules.ts';
import { type For, type Recipient, recipientsOf } from './recipients.ts';

/** One thing to be told, and to whom. `cause` is the event, or the day on which it ends: the same is told once. */
export type Telling = {
  kind: Kind;
  subject: Subject;
  cause: string;
  params: Params;
  for: For;
  /** Whoever did it is not told. */
  but?: string | null;
};

/** Rows of one statement. */
const atOnce = 500;

/**
 * Writes the notices of these things and the mails that go with them, in this transaction. What somebody was told before,
 * or has not read yet of the same kind about the same thing, is not written again: so a job may run twice.
 * @returns how many notices were written
 */
export async function give(tx: Tx, tellings: readonly Telling[]): Promise<number> {
  const recipients = (
    await recipientsOf(
      tx,
      tellings.map((telling) => telling.for),
    )
  ).filter(({ n, person_id }) => tellings[n]!.but !== person_id);
  let given = 0;
  for (let i = 0; i < recipients.length; i += atOnce)
    given += await write(tx, tellings, recipients.slice(i, i + atOnce));
  return given;
}

async function write(tx: Tx, tellings: readonly Telling[], recipients: readonly Recipient[]): Promise<number> {
  const rows = recipients.map(({ n, by_mail, ...to }) => {
    const { kind, subject, cause, params } = tellings[n]!;
    const told = { kind, subject_kind: subject.kind, subject_id: subject.id, cause, params: JSON.stringify(params) };
    return { row: { id: newId(), ...told, ...to, made_at: tx.now }, by_mail };
  });
  const written = await tx.db
    .insertInto('notices.notice')
    .values(rows.map(({ row }) => row))
    .onConflict((at) => at.doNothing())
    .returning('id')
    .execute();
  const made = new Set(written.map(({ id }) => id));
  await writeMails(
    tx,
    rows.filter(({ row, by_mail }) => by_mail && made.has(row.id)).map(({ row }) => row.id),
  );
  return made.size;
}

/** The mails of these notices, each with the job that sends it: without a mail server they are kept, to be looked at. */
async function writeMails(tx: Tx, ids: readonly string[]): Promise<void> {
  if (!ids.length) return;
  const goes = tx.runtime.config.smtp !== undefined;
  await tx.db
    .insertInto('notices.mail')
    .values(ids.map((id) => ({ id, state: goes ? 'waiting' : 'kept', due_at: new Date() })))
    .execute();
  if (goes) for (const id of ids) await tx.runtime.enqueue(tx.db, 'notices.send', { id });
}

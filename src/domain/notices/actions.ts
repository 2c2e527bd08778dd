import { action } from '#kernel/action';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { canSeeOutbox, hasNotices } from './policy.ts';
import { ChooseMail, ReadAll, ReadNotice, SendAgain } from './schema.ts';

/**
 * Marks one of one's own notices as read. What somebody reads of what they were told is their own business: the log
 * does not hear of it. @throws AppError not_found
 */
export const readNotice = action(
  { name: 'notices.read', input: ReadNotice, may: hasNotices },
  async (tx, { notice }) => {
    const own = await tx.db
      .selectFrom('notices.notice')
      .select('read_at')
      .where('id', '=', notice)
      .where('person_id', '=', tx.actor!.id)
      .forUpdate()
      .executeTakeFirst();
    if (!own) throw new AppError('not_found');
    if (!own.read_at)
      await tx.db.updateTable('notices.notice').set({ read_at: tx.now }).where('id', '=', notice).execute();
  },
);

/** Marks as read everything that the reader has seen listed. */
export const readAllNotices = action(
  { name: 'notices.read_all', input: ReadAll, may: hasNotices },
  async (tx, { newest }) => {
    await tx.db
      .updateTable('notices.notice')
      .set({ read_at: tx.now })
      .where('person_id', '=', tx.actor!.id)
      .where('read_at', 'is', null)
      .where('id', '<=', newest)
      .execute();
  },
);

/** Says whether one wants to be told by mail, too, and in which language. */
export const chooseMail = action(
  { name: 'notices.choose_mail', input: ChooseMail, may: hasNotices },
  async (tx, choice) => {
    const person_id = tx.actor!.id;
    const said = { ...choice, changed_at: tx.now };
    await tx.db
      .insertInto('notices.choice')
      .values({ person_id, ...said })
      .onConflict((at) => at.column('person_id').doUpdateSet(said))
      .execute();
    await record(tx, 'notices.choice_made', { kind: 'person', id: person_id }, choice);
  },
);

/** Puts a mail that was given up back to those that wait. @throws AppError not_found, state.conflict for any other */
export const sendAgain = action(
  { name: 'notices.send_again', input: SendAgain, may: canSeeOutbox },
  async (tx, { mail: id }) => {
    const mail = await tx.db
      .selectFrom('notices.mail')
      .select('state')
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!mail) throw new AppError('not_found');
    if (mail.state !== 'failed') throw new AppError('state.conflict');
    await tx.db
      .updateTable('notices.mail')
      .set({ state: 'waiting', tries: 0, due_at: new Date(), fault: null })
      .where('id', '=', id)
      .execute();
    await tx.runtime.enqueue(tx.db, 'notices.send', { id });
    await record(tx, 'mail.sent_again', { kind: 'mail', id });
  },
);

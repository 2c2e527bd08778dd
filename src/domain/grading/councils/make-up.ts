import { sql } from 'kysely';
import { action } from '#kernel/action';
import { authorOf } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { levelOf } from '#domain/grading/process/rules';
import { canKeep, mayMakeUp } from './policy.ts';
import { lockCouncil } from './rows.ts';
import { AddMember, EndMember, MakeCouncil } from './schema.ts';

/** Makes up a council, or an advisory group, as a decision says (article 7.3). @returns its id @throws AppError refused, input.invalid */
export const makeCouncil = action(
  { name: 'councils.make', input: MakeCouncil, may: mayMakeUp, taken: { council_area_path_fkey: { path: 'area', key: 'fields.choice' } } },
  async (tx, { area, ...said }) => {
    const level = levelOf(area);
    if (!canKeep(tx.actor, { level, area_path: area })) throw new AppError('refused');
    if (said.decision_on > tx.today) throw fieldError('decision_on', 'papers.future');
    const id = newId();
    await tx.db
      .insertInto('grading.council')
      .values({ id, area_path: area, level, ...said, made_at: tx.now, made_by: authorOf(tx) })
      .execute();
    await record(tx, 'council.made', { kind: 'council', id, area }, { kind: said.kind, decision: said.decision_no });
    return { id };
  },
); // prettier-ignore

/**
 * Seats a member, or whoever follows one: the first one's seat ends with the day before, what they sealed stays and counts.
 * Whoever follows takes the first one's seat in the open sessions, too; a new seat begins with the next session.
 * @returns the id of the seat @throws AppError not_found, input.invalid for a second chair or secretary, or a person who is seated
 */
export const addMember = action(
  {
    name: 'councils.add_member',
    input: AddMember,
    may: mayMakeUp,
    taken: { council_member_person_id_fkey: { path: 'person', key: 'fields.choice' } },
  },
  async (tx, { council: councilId, person, replaces, ...said }) => {
    const council = await lockCouncil(tx, councilId);
    const seated = (
      await tx.db.selectFrom('grading.council_member').selectAll().where('council_id', '=', council.id).execute()
    ).filter(({ to_on }) => to_on === null);
    const before = seated.find(({ id }) => id === replaces);
    if (replaces && !before) throw fieldError('replaces', 'fields.choice');
    const others = seated.filter(({ id }) => id !== replaces);
    if (
      said.position !== 'member' &&
      others.some(({ position }) => position === said.position && position !== 'deputy')
    )
      throw fieldError('position', 'councils.position_taken');
    if (person && others.some(({ person_id }) => person_id === person)) throw fieldError('person', 'councils.seated');
    if (before)
      await tx.db.updateTable('grading.council_member').set({ to_on: tx.today }).where('id', '=', before.id).execute();
    const id = newId();
    await tx.db
      .insertInto('grading.council_member')
      .values({
        id,
        council_id: council.id,
        person_id: person,
        ...said,
        from_on: tx.today,
        replaces: before?.id ?? null,
      })
      .execute();
    if (before)
      await tx.db
        .updateTable('grading.session')
        .set({ seats: sql`seats || ${id}::uuid` })
        .where('council_id', '=', council.id)
        .where('status', '=', 'open')
        .where(sql<boolean>`${before.id} = any(seats)`)
        .execute();
    await record(
      tx,
      'council.member_added',
      { kind: 'council', id: council.id, area: council.area_path },
      { member: id, position: said.position, ...(before && { replaces: before.id }) },
    );
    return { id };
  },
);

/** Ends a seat from today; what was sealed stays. @throws AppError not_found, state.conflict */
export const endMember = action(
  { name: 'councils.end_member', input: EndMember, may: mayMakeUp },
  async (tx, input) => {
    const member = await tx.db
      .selectFrom('grading.council_member')
      .select('council_id')
      .where('id', '=', input.member)
      .executeTakeFirst();
    if (!member) throw new AppError('not_found');
    const council = await lockCouncil(tx, member.council_id);
    const ended = await tx.db
      .updateTable('grading.council_member')
      .set({ to_on: tx.today })
      .where('id', '=', input.member)
      .where('to_on', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!ended) throw new AppError('state.conflict');
    await record(
      tx,
      'council.member_ended',
      { kind: 'council', id: council.id, area: council.area_path },
      { member: input.member },
    );
  },
);

import { action } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { nextVersion } from '#kernel/versions';
import { assertVersion } from '#domain/identity/versions';
import { canReadRepresentative, mayReadRepresentatives, maySpeak } from './policy.ts';
import { lockOwn } from './rows.ts';
import { groupsOf, hasMembers } from './rules.ts';
import { AddMember, ChangeMember, ReadMembers } from './schema.ts';

const subjectOf = (producer: { id: string; area_path: string }) => ({
  kind: 'producer',
  id: producer.id,
  area: producer.area_path,
});

function assertDays({ joined_on, left_on }: { joined_on: string; left_on: string | null }) {
  if (left_on && left_on < joined_on) throw fieldError('left_on', 'producers.ends_before');
}

/** Enters a member of a cooperative or group; the log holds no name. @returns its id @throws AppError not_found, refused, input.invalid, state.conflict for a producer that has no members */
export const addMember = action(
  { name: 'producers.add_member', input: AddMember, may: maySpeak },
  async (tx, { producer: producerId, joined_on, left_on, ...person }) => {
    const producer = await lockOwn(tx, producerId);
    if (!hasMembers(producer.kind)) throw new AppError('state.conflict');
    assertDays({ joined_on, left_on });
    const id = newId();
    const changed_by = authorOf(tx);
    await tx.db
      .insertInto('producers.member')
      .values({ id, producer_id: producer.id, joined_on, left_on, changed_by, changed_at: tx.now })
      .execute();
    await tx.db
      .insertInto('producers.member_person')
      .values({ member_id: id, ...person })
      .execute();
    await record(tx, 'member.added', subjectOf(producer), { member: id });
    return { id };
  },
);

/** A member and its producer, locked; the producer first, so that the second of two sees what the first wrote. */
async function lockMember(tx: Tx, id: string) {
  const member = () => tx.db.selectFrom('producers.member').selectAll().where('id', '=', id).executeTakeFirst();
  const held = await member();
  if (!held) throw new AppError('not_found');
  const producer = await lockOwn(tx, held.producer_id);
  return { producer, before: (await member())! };
}

/** Corrects a member, or says when they left. @throws AppError not_found, refused, version.stale, input.invalid */
export const changeMember = action(
  { name: 'producers.change_member', input: ChangeMember, may: maySpeak },
  async (tx, { id, version, joined_on, left_on, ...person }) => {
    const { producer, before } = await lockMember(tx, id);
    await assertVersion(tx, before, version, {});
    assertDays({ joined_on, left_on });
    await tx.db
      .updateTable('producers.member')
      .set({ joined_on, left_on, ...nextVersion(tx, before) })
      .where('id', '=', id)
      .execute();
    await tx.db.updateTable('producers.member_person').set(person).where('member_id', '=', id).execute();
    await record(tx, 'member.changed', subjectOf(producer), { member: id });
  },
);

/** Reads who the members are: an action, because each reading of personal data is logged. @throws AppError not_found, refused */
export const readMembers = action(
  { name: 'producers.read_members', input: ReadMembers, may: mayReadRepresentatives },
  async (tx, input) => {
    const producer = await tx.db
      .selectFrom('producers.producer')
      .select(['id', 'origin', 'area_path'])
      .where('id', '=', input.producer)
      .executeTakeFirst();
    if (!producer) throw new AppError('not_found');
    if (!canReadRepresentative(tx.actor, producer)) throw new AppError('refused');
    const rows = await tx.db
      .selectFrom('producers.member as member')
      .innerJoin('producers.member_person as person', 'person.member_id', 'member.id')
      .select(['member.id', 'member.version', 'member.joined_on', 'member.left_on'])
      .select(['person.name', 'person.sex', 'person.ethnicity', 'person.phone'])
      .where('member.producer_id', '=', producer.id)
      .orderBy('member.left_on', (by) => by.asc().nullsFirst())
      .orderBy('person.name')
      .execute();
    if (rows.length) await record(tx, 'members.read', subjectOf(producer));
    return rows;
  },
);

/**
 * How many members a producer has today, and how many of each sex: a group under five is not told, nor one from which
 * such a group could be computed. Null for a producer that has no members.
 */
export async function memberCounts(ctx: Ctx, producer: { id: string; kind: string | null }) {
  if (!hasMembers(producer.kind)) return null;
  const rows = await ctx.db
    .selectFrom('producers.member as member')
    .innerJoin('producers.member_person as person', 'person.member_id', 'member.id')
    .select(['person.sex', 'person.ethnicity'])
    .where('member.producer_id', '=', producer.id)
    .where('member.joined_on', '<=', ctx.today)
    .where((eb) => eb.or([eb('member.left_on', 'is', null), eb('member.left_on', '>=', ctx.today)]))
    .execute();
  return { total: rows.length, bySex: groupsOf(rows.map(({ sex }) => sex)) };
}

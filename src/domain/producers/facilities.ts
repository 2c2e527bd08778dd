import { action, touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, correctFact, supersede } from '#kernel/facts';
import { changesOf } from '#kernel/versions';
import { communeOfToday } from '#domain/identity/communes';
import { isOfficer } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { lockEditable } from './rows.ts';
import { toldOf } from './rules.ts';
import { AddFacility, ChangeFacility, TakeBackFacility } from './schema.ts';

/**
 * A place where the producer works, from a day on. It may lie in any commune of today, outside the officer's area too: a
 * cooperative's workshop can stand in the next commune, and the producer's own commune says whose it is to change.
 * @returns the id of the fact
 */
export const addFacility = action(
  { name: 'producers.add_facility', input: AddFacility, may: isOfficer },
  async (tx, input) => {
    const producer = await lockEditable(tx, input.producer);
    await communeOfToday(tx, input.commune);
    const values = {
      producer_id: producer.id,
      name: input.name,
      activity: input.activity,
      commune_id: input.commune,
      street: input.street,
      valid_from: input.from,
    };
    const id = await addFact(tx, 'producers.facility', values);
    await record(
      tx,
      'facility.added',
      { kind: 'producer', id: producer.id, area: producer.area_path },
      { facility: id },
    );
    touch(tx, `producer:${producer.id}`);
    return { id };
  },
);

/**
 * A facility and its producer, locked. The producer is locked before the fact is read: the second of two who change it
 * sees what the first wrote, and is told of it.
 */
async function lockFacility(tx: Tx, { id, version }: { id: string; version: number }) {
  const known = () => tx.db.selectFrom('producers.facility').where('id', '=', id).where('superseded_at', 'is', null);
  const held = await known().select('producer_id').executeTakeFirst();
  if (!held) throw new AppError('not_found');
  const producer = await lockEditable(tx, held.producer_id);
  const before = await known().selectAll().executeTakeFirst();
  if (!before) throw new AppError('not_found'); // taken back meanwhile
  await assertVersion(
    tx,
    { version: before.version, changed_by: before.recorded_by, changed_at: before.recorded_at },
    version,
    { name: before.name, activity: before.activity },
  );
  return { producer, before };
}

/** Corrects a facility or says when it ended. @throws AppError not_found, refused, version.stale, input.invalid */
export const changeFacility = action(
  { name: 'producers.change_facility', input: ChangeFacility, may: isOfficer },
  async (tx, input) => {
    const { producer, before } = await lockFacility(tx, input);
    if (input.until && input.from && input.until < input.from) throw fieldError('until', 'producers.ends_before');
    await communeOfToday(tx, input.commune);
    const values = {
      producer_id: producer.id,
      name: input.name,
      activity: input.activity,
      commune_id: input.commune,
      street: input.street,
      valid_from: input.from,
      valid_to: input.until,
    };
    await correctFact(tx, 'producers.facility', before, values);
    await record(
      tx,
      'facility.changed',
      { kind: 'producer', id: producer.id, area: producer.area_path },
      { facility: input.id, ...toldOf([producer.kind], changesOf(before, values)) },
    );
    touch(tx, `producer:${producer.id}`);
  },
);

/** Takes back a facility that was entered by mistake; one that closed ends on a day. @throws AppError not_found, refused, version.stale */
export const takeBackFacility = action(
  { name: 'producers.take_back_facility', input: TakeBackFacility, may: isOfficer },
  async (tx, input) => {
    const { producer, before } = await lockFacility(tx, input);
    await supersede(tx, 'producers.facility', before.row_id);
    const subject = { kind: 'producer', id: producer.id, area: producer.area_path };
    await record(tx, 'facility.taken_back', subject, { facility: input.id });
    touch(tx, `producer:${producer.id}`);
  },
);

import { sql } from 'kysely';
import { action, touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, correctFact, supersede } from '#kernel/facts';
import { newId } from '#kernel/ids';
import { exact, fold } from '#kernel/text';
import { changesOf, nextVersion } from '#kernel/versions';
import { isOfficer } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { canEditProducer, canReadRepresentative, canRegisterProducer, mayReadRepresentatives } from './policy.ts';
import {
  AddFacility,
  ChangeFacility,
  ChangeProducer,
  ConfirmProducing,
  type ProducerInput,
  ReadRepresentative,
  RegisterProducer,
  RenameProducer,
} from './schema.ts';

const taken = {
  producer_tax_code_key: { path: 'tax_code', key: 'producers.tax_code_taken' },
  representative_personal_tax_code_key: { path: 'tax_code', key: 'producers.tax_code_taken' },
};

/** Enters a producer into the register. @returns its id */
export const registerProducer = action(
  { name: 'producers.register', input: RegisterProducer, may: isOfficer, taken },
  (tx, input) => enter(tx, input),
);

/** The same, for the demo's seed, which says that the producer is invented. */
export async function enter(
  tx: Tx,
  input: ProducerInput,
  origin: 'register' | 'demo' = 'register',
): Promise<{ id: string }> {
  const area_path = await communePath(tx, input.commune);
  if (!canRegisterProducer(tx.actor, area_path)) throw fieldError('commune', 'producers.commune_outside');
  const id = newId();
  const author = tx.actor?.system ? null : tx.actor!.id;
  await tx.db
    .insertInto('producers.producer')
    .values({ id, origin, ...columnsOf(input), area_path, changed_by: author, changed_at: tx.now, created_at: tx.now })
    .execute();
  await writeRepresentative(tx, id, input);
  await addFact(tx, 'producers.naming', {
    producer_id: id,
    name: input.name,
    kind: input.kind,
    valid_from: input.registered_on,
  });
  await record(tx, 'producer.registered', { kind: 'producer', id, area: area_path });
  touch(tx, 'producers', `producer:${id}`);
  return { id };
}

/** A producer that a public source names: its name and kind as reported, nothing else. @returns its id, the same for the same name */
export async function cite(tx: Tx, given: { name: string; kind: string | null; area_path: string }): Promise<string> {
  const known = await tx.db
    .selectFrom('producers.producer')
    .select('id')
    .where('origin', '=', 'citation')
    .where('name', '=', given.name)
    .executeTakeFirst();
  if (known) return known.id;
  const id = newId();
  await tx.db
    .insertInto('producers.producer')
    .values({
      id,
      origin: 'citation',
      ...given,
      folded: fold(given.name),
      search: searchOf(given.name),
      changed_at: tx.now,
      created_at: tx.now,
    })
    .execute();
  return id;
}

const columnsOf = (input: ProducerInput) => ({
  kind: input.kind,
  name: input.name,
  folded: fold(input.name),
  search: searchOf(input.name),
  tax_code: input.tax_code && !input.tax_code.personal ? input.tax_code.value : null,
  registration_no: input.registration_no,
  registered_on: input.registered_on,
  registered_by: input.registered_by,
  commune_id: input.commune,
  street: input.street,
  old_address: input.old_address,
  contact_phone: input.contact_phone,
  contact_email: input.contact_email,
  website: input.website,
  publishes_contact: input.publishes_contact,
});

const searchOf = (name: string) => sql<string>`to_tsvector('simple', ${`${fold(name)} ${exact(name)}`})`;

const personalOf = (input: ProducerInput) => ({
  name: input.representative_name,
  sex: input.representative_sex,
  ethnicity: input.representative_ethnicity,
  phone: input.representative_phone,
  email: input.representative_email,
  personal_tax_code: input.tax_code?.personal ? input.tax_code.value : null,
});

/** Writes the personal data apart; @returns the names of the fields that changed, never their values. */
async function writeRepresentative(tx: Tx, producer: string, input: ProducerInput): Promise<string[]> {
  const values = personalOf(input);
  const before = await tx.db
    .selectFrom('producers.representative')
    .selectAll()
    .where('producer_id', '=', producer)
    .executeTakeFirst();
  if (!before && Object.values(values).every((value) => value === null)) return [];
  await tx.db
    .insertInto('producers.representative')
    .values({ producer_id: producer, ...values })
    .onConflict((at) => at.column('producer_id').doUpdateSet(values))
    .execute();
  return Object.keys(changesOf(before ?? {}, values));
}

async function communePath(tx: Tx, commune: string): Promise<string> {
  const unit = await tx.db
    .selectFrom('areas.unit')
    .select('path')
    .where('id', '=', commune)
    .where('level', '=', 'commune')
    .where('valid_to', 'is', null)
    .executeTakeFirst();
  if (!unit) throw fieldError('commune', 'producers.commune_unknown');
  return unit.path;
}

/** The producer, locked, if this person may edit it. A stranger's is not found; a citation is refused. */
async function lockEditable(tx: Tx, id: string) {
  const producer = await tx.db
    .selectFrom('producers.producer')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!producer) throw new AppError('not_found');
  if (!canEditProducer(tx.actor, producer)) throw new AppError('refused');
  return producer;
}

const shown = [
  'kind',
  'name',
  'tax_code',
  'registration_no',
  'registered_on',
  'registered_by',
  'street',
  'old_address',
  'contact_phone',
  'contact_email',
  'website',
  'publishes_contact',
] as const;

/**
 * Corrects a producer. Contact data is named in the log, not quoted.
 * @throws AppError not_found, refused, version.stale, input.invalid
 */
export const changeProducer = action(
  { name: 'producers.change', input: ChangeProducer, may: isOfficer, taken },
  async (tx, { id, version, ...input }) => {
    const before = await lockEditable(tx, id);
    const theirs = Object.fromEntries([...shown.map((name) => [name, before[name]]), ['commune', before.commune_id]]);
    await assertVersion(tx, before, version, theirs);
    const area_path = await communePath(tx, input.commune);
    if (!canRegisterProducer(tx.actor, area_path)) throw fieldError('commune', 'producers.commune_outside');
    const after = columnsOf(input);
    await tx.db
      .updateTable('producers.producer')
      .set({ ...after, area_path, ...nextVersion(tx, before) })
      .where('id', '=', id)
      .execute();
    const personal = await writeRepresentative(tx, id, input);
    const open = Object.fromEntries(
      [...shown, 'commune_id' as const]
        .filter((name) => !name.startsWith('contact_'))
        .map((name) => [name, after[name]]),
    );
    const contact = (['contact_phone', 'contact_email'] as const).filter((name) => before[name] !== after[name]);
    await correctNaming(tx, id, input);
    await record(
      tx,
      'producer.changed',
      { kind: 'producer', id, area: area_path },
      { changes: changesOf(before, open), personal: [...personal, ...contact] },
    );
    touch(tx, 'producers', `producer:${id}`);
    return { id };
  },
);

async function currentNaming(tx: Tx, producer: string) {
  return tx.db
    .selectFrom('producers.naming')
    .selectAll()
    .where('producer_id', '=', producer)
    .where('superseded_at', 'is', null)
    .where('valid_to', 'is', null)
    .executeTakeFirst();
}

/** A corrected spelling is the same name: the fact is corrected, no new one begins. */
async function correctNaming(tx: Tx, producer: string, { name, kind }: { name: string; kind: string }) {
  const naming = await currentNaming(tx, producer);
  if (!naming || (naming.name === name && naming.kind === kind)) return;
  await correctFact(tx, 'producers.naming', naming, {
    producer_id: producer,
    name,
    kind,
    valid_from: naming.valid_from,
    valid_to: null,
  });
}

/**
 * A new name or legal form from a day on; the old one stays in the history.
 * @throws AppError not_found, refused, version.stale, input.invalid at `from`
 */
export const renameProducer = action(
  { name: 'producers.rename', input: RenameProducer, may: isOfficer },
  async (tx, input) => {
    const before = await lockEditable(tx, input.id);
    await assertVersion(tx, before, input.version, { name: before.name, kind: before.kind });
    if (input.from > tx.today) throw fieldError('from', 'producers.future');
    const naming = await currentNaming(tx, input.id);
    if (naming?.valid_from && input.from <= naming.valid_from) throw fieldError('from', 'producers.naming_before');
    if (naming)
      await correctFact(tx, 'producers.naming', naming, {
        producer_id: input.id,
        name: naming.name,
        kind: naming.kind,
        valid_from: naming.valid_from,
        valid_to: dayBefore(input.from),
      });
    await addFact(tx, 'producers.naming', {
      producer_id: input.id,
      name: input.name,
      kind: input.kind,
      valid_from: input.from,
    });
    await tx.db
      .updateTable('producers.producer')
      .set({
        name: input.name,
        folded: fold(input.name),
        search: searchOf(input.name),
        kind: input.kind,
        ...nextVersion(tx, before),
      })
      .where('id', '=', input.id)
      .execute();
    const changes = changesOf(before, { name: input.name, kind: input.kind });
    await record(
      tx,
      'producer.renamed',
      { kind: 'producer', id: input.id, area: before.area_path },
      { from: input.from, changes },
    );
    touch(tx, 'producers', `producer:${input.id}`);
  },
);

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/** A place where the producer works, from a day on. @returns the id of the fact */
export const addFacility = action(
  { name: 'producers.add_facility', input: AddFacility, may: isOfficer },
  async (tx, input) => {
    const producer = await lockEditable(tx, input.producer);
    await communePath(tx, input.commune);
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
      { facility: id, name: input.name },
    );
    touch(tx, `producer:${producer.id}`);
    return { id };
  },
);

/** Corrects a facility or says when it ended. @throws AppError not_found, refused, version.stale, input.invalid */
export const changeFacility = action(
  { name: 'producers.change_facility', input: ChangeFacility, may: isOfficer },
  async (tx, input) => {
    const before = await tx.db
      .selectFrom('producers.facility')
      .selectAll()
      .where('id', '=', input.id)
      .where('superseded_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw new AppError('not_found');
    const producer = await lockEditable(tx, before.producer_id);
    await assertVersion(
      tx,
      { version: before.version, changed_by: before.recorded_by, changed_at: before.recorded_at },
      input.version,
      { name: before.name, activity: before.activity },
    );
    if (input.until && input.from && input.until < input.from) throw fieldError('until', 'producers.ends_before');
    await communePath(tx, input.commune);
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
      { facility: input.id, changes: changesOf(before, values) },
    );
    touch(tx, `producer:${producer.id}`);
  },
);

/** "Still producing?", answered on a day. A second answer for the same day replaces the first. */
export const confirmProducing = action(
  { name: 'producers.confirm', input: ConfirmProducing, may: isOfficer },
  async (tx, input) => {
    const producer = await lockEditable(tx, input.producer);
    if (input.on > tx.today) throw fieldError('on', 'producers.future');
    const same = await tx.db
      .selectFrom('producers.confirmation')
      .select('row_id')
      .where('producer_id', '=', producer.id)
      .where('valid_from', '=', input.on)
      .where('superseded_at', 'is', null)
      .executeTakeFirst();
    if (same) await supersede(tx, 'producers.confirmation', same.row_id);
    await addFact(tx, 'producers.confirmation', {
      producer_id: producer.id,
      producing: input.producing === 'yes',
      note: input.note,
      valid_from: input.on,
    });
    await record(
      tx,
      'producer.confirmed',
      { kind: 'producer', id: producer.id, area: producer.area_path },
      { producing: input.producing, on: input.on },
    );
    touch(tx, `producer:${producer.id}`);
  },
);

/** Reads the personal data of a producer's representative: an action, because each reading is logged. */
export const readRepresentative = action(
  { name: 'producers.read_representative', input: ReadRepresentative, may: mayReadRepresentatives },
  async (tx, input) => {
    const producer = await tx.db
      .selectFrom('producers.producer')
      .select(['id', 'origin', 'area_path'])
      .where('id', '=', input.producer)
      .executeTakeFirst();
    if (!producer) throw new AppError('not_found');
    if (!canReadRepresentative(tx.actor, producer)) throw new AppError('refused');
    const row = await tx.db
      .selectFrom('producers.representative')
      .selectAll()
      .where('producer_id', '=', producer.id)
      .executeTakeFirst();
    if (row) await record(tx, 'representative.read', { kind: 'producer', id: producer.id, area: producer.area_path });
    return row ?? null;
  },
);

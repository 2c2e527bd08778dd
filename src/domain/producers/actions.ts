import { action, touch } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact } from '#kernel/facts';
import { newId } from '#kernel/ids';
import { fold } from '#kernel/text';
import { changesOf, nextVersion } from '#kernel/versions';
import { communeOfOwn } from '#domain/identity/communes';
import { isOfficer } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { correctNaming } from './namings.ts';
import { toldOf } from './rules.ts';
import { writeRepresentative } from './representatives.ts';
import { lockEditable, searchOf } from './rows.ts';
import { ChangeProducer, type ProducerInput, RegisterProducer } from './schema.ts';

/** Numbers that belong to one producer alone. */
export const taken = {
  producer_tax_code_key: { path: 'tax_code', key: 'producers.tax_code_taken' },
  representative_personal_tax_code_key: { path: 'tax_code', key: 'producers.tax_code_taken' },
};

/** Enters a producer into the register. @returns its id */
export const registerProducer = action(
  { name: 'producers.register', input: RegisterProducer, may: isOfficer, taken },
  (tx, input) => enter(tx, input, tx.runtime.demo ? 'demo' : 'register'),
);

/** The same, for the demo's seed. What is entered into a demo is as invented as what it began with. */
export async function enter(tx: Tx, input: ProducerInput, origin: 'register' | 'demo'): Promise<{ id: string }> {
  const area_path = await communeOfOwn(tx, input.commune);
  assertRegistered(tx, input);
  const id = newId();
  const author = authorOf(tx);
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

/** The columns of a producer that its form fills. */
export const columnsOf = (input: ProducerInput) => ({
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

/** @throws AppError input.invalid at `registered_on` for a day that has not come */
export function assertRegistered(tx: Tx, { registered_on }: Pick<ProducerInput, 'registered_on'>): void {
  if (registered_on && registered_on > tx.today) throw fieldError('registered_on', 'producers.future');
}

/**
 * Corrects a producer. Personal data is named in the log, not quoted.
 * @throws AppError not_found, refused, version.stale, input.invalid
 */
export const changeProducer = action(
  { name: 'producers.change', input: ChangeProducer, may: isOfficer, taken },
  async (tx, { id, version, ...input }) => {
    const before = await lockEditable(tx, id);
    const theirs = Object.fromEntries([...shown.map((name) => [name, before[name]]), ['commune', before.commune_id]]);
    await assertVersion(tx, before, version, theirs);
    const area_path = await communeOfOwn(tx, input.commune);
    assertRegistered(tx, input);
    const after = columnsOf(input);
    await tx.db
      .updateTable('producers.producer')
      .set({ ...after, area_path, ...nextVersion(tx, before) })
      .where('id', '=', id)
      .execute();
    const personal = await writeRepresentative(tx, id, input);
    await correctNaming(tx, id, before, input);
    const seen = Object.fromEntries([...shown, 'commune_id' as const].map((name) => [name, after[name]]));
    const told = toldOf([before.kind, after.kind], changesOf(before, seen));
    await record(
      tx,
      'producer.changed',
      { kind: 'producer', id, area: area_path },
      { ...told, unquoted: [...personal, ...told.unquoted] },
    );
    touch(tx, 'producers', `producer:${id}`);
    return { id };
  },
);

import { action, touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, correctFact } from '#kernel/facts';
import { fold } from '#kernel/text';
import { changesOf, nextVersion } from '#kernel/versions';
import { isOfficer } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { lockEditable, searchOf } from './rows.ts';
import { toldOf } from './rules.ts';
import { RenameProducer } from './schema.ts';

async function currentNaming(tx: Tx, producer: string) {
  return tx.db
    .selectFrom('producers.naming')
    .selectAll()
    .where('producer_id', '=', producer)
    .where('superseded_at', 'is', null)
    .where('valid_to', 'is', null)
    .executeTakeFirst();
}

type Registered = { name: string; kind: string; registered_on: string | null };

/**
 * A corrected spelling is the same name: the fact is corrected, no new one begins. The first name began when the
 * producer was registered, so a corrected day of registration corrects it, too.
 */
export async function correctNaming(
  tx: Tx,
  producer: string,
  before: { registered_on: string | null },
  { name, kind, registered_on }: Registered,
) {
  const naming = await currentNaming(tx, producer);
  if (!naming) return;
  const valid_from = naming.valid_from === before.registered_on ? registered_on : naming.valid_from;
  if (naming.name === name && naming.kind === kind && naming.valid_from === valid_from) return;
  await correctFact(tx, 'producers.naming', naming, { producer_id: producer, name, kind, valid_from, valid_to: null });
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
    if (input.name === before.name && input.kind === before.kind) throw fieldError('name', 'producers.same_name');
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
    await record(
      tx,
      'producer.renamed',
      { kind: 'producer', id: input.id, area: before.area_path },
      {
        from: input.from,
        ...toldOf([before.kind, input.kind], changesOf(before, { name: input.name, kind: input.kind })),
      },
    );
    touch(tx, 'producers', `producer:${input.id}`);
  },
);

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

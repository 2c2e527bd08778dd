import { action, touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, correctFact, supersede } from '#kernel/facts';
import { fold } from '#kernel/text';
import { changesOf, nextVersion, type Versioned } from '#kernel/versions';
import { isOfficer } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { lockEditable, searchOf } from './rows.ts';
import { toldOf } from './rules.ts';
import { RenameProducer, TakeBackRenaming } from './schema.ts';

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
    await writeName(tx, before, input);
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

/**
 * Takes back the last renaming, entered by mistake or with a wrong day: the name before it goes on as if nothing had been.
 * @throws AppError not_found, refused, version.stale, state.conflict when there is no name before
 */
export const takeBackRenaming = action(
  { name: 'producers.take_back_renaming', input: TakeBackRenaming, may: isOfficer },
  async (tx, input) => {
    const before = await lockEditable(tx, input.id);
    await assertVersion(tx, before, input.version, { name: before.name, kind: before.kind });
    const last = await currentNaming(tx, input.id);
    const earlier = await tx.db
      .selectFrom('producers.naming')
      .selectAll()
      .where('producer_id', '=', input.id)
      .where('superseded_at', 'is', null)
      .where('valid_to', 'is not', null)
      .orderBy('valid_to', 'desc')
      .executeTakeFirst();
    if (!last || !earlier) throw new AppError('state.conflict');
    const { name, kind, valid_from } = earlier;
    await supersede(tx, 'producers.naming', last.row_id);
    await correctFact(tx, 'producers.naming', earlier, {
      producer_id: input.id,
      name,
      kind,
      valid_from,
      valid_to: null,
    });
    await writeName(tx, before, { name, kind });
    await record(
      tx,
      'producer.renaming_taken_back',
      { kind: 'producer', id: input.id, area: before.area_path },
      toldOf([before.kind, kind], changesOf(before, { name, kind })),
    );
    touch(tx, 'producers', `producer:${input.id}`);
  },
);

const writeName = (tx: Tx, before: Versioned & { id: string }, { name, kind }: { name: string; kind: string }) =>
  tx.db
    .updateTable('producers.producer')
    .set({ name, folded: fold(name), search: searchOf(name), kind, ...nextVersion(tx, before) })
    .where('id', '=', before.id)
    .execute();

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

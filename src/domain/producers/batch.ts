import type { z } from 'zod';
import { touch } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { recordAll } from '#kernel/events';
import { addFacts } from '#kernel/facts';
import { newId } from '#kernel/ids';
import { columnsOf } from './actions.ts';
import { personalOf } from './representatives.ts';
import type { RegisterProducer } from './schema.ts';

/** A producer to be entered with many others: its commune was looked up, and the officer's right to it asked, by the caller. */
export type NewProducer = { id: string; input: z.output<typeof RegisterProducer>; area_path: string };

/** Rows of one statement: few enough that nobody else waits while it is written out. */
const atOnce = 250;

/** Enters many producers in few statements, as `enter` does one. @param data what each one's event carries */
export async function enterProducers(
  tx: Tx,
  given: readonly NewProducer[],
  data: Record<string, unknown>,
): Promise<void> {
  const author = authorOf(tx);
  const stamp = {
    changed_by: author,
    changed_at: tx.now,
    created_at: tx.now,
    origin: tx.runtime.demo ? 'demo' : 'register',
  };
  for (let i = 0; i < given.length; i += atOnce) {
    const some = given.slice(i, i + atOnce);
    const rows = some.map(({ id, input, area_path }) => ({ id, ...columnsOf(input), area_path, ...stamp }));
    await tx.db.insertInto('producers.producer').values(rows).execute();
    const personal = some
      .map(({ id, input }) => ({ producer_id: id, ...personalOf(input) }))
      .filter(({ producer_id: _, ...values }) => Object.values(values).some((value) => value !== null));
    if (personal.length) await tx.db.insertInto('producers.representative').values(personal).execute();
  }
  const namings = given.map(({ id, input }) => ({
    id: newId(),
    values: { producer_id: id, name: input.name, kind: input.kind, valid_from: input.registered_on },
  }));
  await addFacts(tx, 'producers.naming', namings);
  const happened = given.map(({ id, area_path }) => ({ subject: { kind: 'producer', id, area: area_path }, data }));
  await recordAll(tx, 'producer.registered', happened);
  if (given.length) touch(tx, 'producers', ...given.map(({ id }) => `producer:${id}`));
}

export type KnownProducer = {
  id: string;
  name: string;
  /** The row that bears the folded name, the commune and the tax code: itself, or one that was merged into it. */
  named: string;
  folded: string;
  commune_id: string | null;
  area_path: string;
  tax_code: string | null;
  isDemo: boolean;
};

/** Producers of the register, quotations left out, that bear one of the tax codes, or one of the folded names in one of the communes. */
export async function findProducers(
  ctx: Ctx | Tx,
  by: { taxCodes: readonly string[]; names: readonly string[]; communes: readonly string[] },
): Promise<KnownProducer[]> {
  // What was merged away still says by its name and tax code which one is meant: the one that stays.
  const producers = () =>
    ctx.db
      .selectFrom('producers.producer as named')
      .innerJoin('producers.producer as producer', (join) =>
        join.on('producer.id', '=', ({ fn }) => fn.coalesce('named.merged_into', 'named.id')),
      )
      .leftJoin('producers.representative as representative', 'representative.producer_id', 'named.id')
      .select(['producer.id', 'producer.name', 'named.id as named', 'named.folded', 'named.commune_id'])
      .select(({ fn }) => fn.coalesce('named.tax_code', 'representative.personal_tax_code').as('tax_code'))
      .select('producer.area_path')
      .select(({ eb }) => eb('producer.origin', '=', 'demo').$castTo<boolean>().as('isDemo'))
      .where('producer.origin', '<>', 'citation');
  const named = by.names.length
    ? await producers()
        .where(({ eb, fn, val }) => eb('named.folded', '=', fn.any(val([...by.names]))))
        .where(({ eb, fn, val }) => eb('named.commune_id', '=', fn.any(val([...by.communes]))))
        .execute()
    : [];
  const coded = by.taxCodes.length
    ? await producers()
        .where(({ eb, fn, val, or }) =>
          or([
            eb('named.tax_code', '=', fn.any(val([...by.taxCodes]))),
            eb('representative.personal_tax_code', '=', fn.any(val([...by.taxCodes]))),
          ]),
        )
        .execute()
    : [];
  return [...new Map([...named, ...coded].map((one) => [one.named, one])).values()];
}

/** Takes producers out that were entered by a mistaken import and that nobody has built on since. @param data what each one's event carries */
export async function takeOutProducers(tx: Tx, ids: readonly string[], data: Record<string, unknown>): Promise<void> {
  if (!ids.length) return;
  const gone = await tx.db
    .deleteFrom('producers.producer')
    .where(({ eb, fn, val }) => eb('id', '=', fn.any(val([...ids]))))
    .returning(['id', 'area_path'])
    .execute();
  const happened = gone.map(({ id, area_path }) => ({ subject: { kind: 'producer', id, area: area_path }, data }));
  await recordAll(tx, 'producer.taken_out', happened);
  touch(tx, 'producers', ...ids.map((id) => `producer:${id}`));
}

import { sql } from 'kysely';
import { touch } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { nextVersion } from '#kernel/versions';
import { canEditProducer } from './policy.ts';

/** The two producers, locked in one order, if this person may edit both. @throws AppError not_found, refused */
export async function lockTwoProducers(tx: Tx, a: string, b: string) {
  const rows = await tx.db
    .selectFrom('producers.producer')
    .selectAll()
    .where('id', 'in', [a, b])
    .orderBy('id')
    .forUpdate()
    .execute();
  const find = (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new AppError('not_found');
    if (!canEditProducer(tx.actor, row)) throw new AppError('refused');
    return row;
  };
  return [find(a), find(b)] as const;
}

type Row = Awaited<ReturnType<typeof lockTwoProducers>>[0];

/** The fields that one producer takes over from another where it lacks them. */
export type Filled = 'tax_code' | 'registration_no' | 'registered_on' | 'registered_by' | 'street' | 'old_address' | 'contact_phone' | 'contact_email' | 'website'; // prettier-ignore

/** One producer is the other one from now on, which takes over what it lacked. */
export async function leadProducerOn(tx: Tx, merged: Row, kept: Row, filled: readonly Filled[]): Promise<void> {
  await write(tx, merged, { merged_into: kept.id });
  await write(tx, kept, Object.fromEntries(filled.map((name) => [name, merged[name]])));
  touch(tx, 'producers', `producer:${merged.id}`, `producer:${kept.id}`);
}

/** The producer stands for itself again; what the other one took over and nobody changed since is taken from it. */
export async function letProducerStand(tx: Tx, merged: Row, kept: Row, filled: readonly Filled[]): Promise<void> {
  const back = filled.filter((name) => kept[name] === merged[name]).map((name) => [name, null]);
  await write(tx, kept, Object.fromEntries(back));
  await write(tx, merged, { merged_into: null });
  touch(tx, 'producers', `producer:${merged.id}`, `producer:${kept.id}`);
}

const write = (tx: Tx, row: Row, values: Partial<Pick<Row, Filled | 'merged_into'>>) =>
  tx.db
    .updateTable('producers.producer')
    .set({ ...values, ...nextVersion(tx, row) })
    .where('id', '=', row.id)
    .execute();

/** Why two producers cannot become one: a contract between them says that they are two. */
export async function contractBetween(tx: Tx, a: string, b: string): Promise<boolean> {
  const { rows } = await sql`
    select from producers.supply_contract where superseded_at is null
      and ((producer_id = ${a} and partner_id = ${b}) or (producer_id = ${b} and partner_id = ${a})) limit 1`.execute(
    tx.db,
  );
  return rows.length > 0;
}

/** The name of another producer that bears the tax code by now; null if nobody does. */
export async function bearerOf(tx: Tx, taxCode: string | null, besides: readonly string[]): Promise<string | null> {
  if (!taxCode) return null;
  const row = await tx.db
    .selectFrom('producers.producer')
    .select('name')
    .where('tax_code', '=', taxCode)
    .where('merged_into', 'is', null)
    .where('id', 'not in', [...besides])
    .executeTakeFirst();
  return row?.name ?? null;
}

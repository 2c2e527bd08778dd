import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { changesOf } from '#kernel/versions';
import { canReadRepresentative, mayReadRepresentatives } from './policy.ts';
import { type ProducerInput, ReadRepresentative } from './schema.ts';

/** What of the form is personal, as its own table keeps it. */
export const personalOf = (input: ProducerInput) => ({
  name: input.representative_name,
  sex: input.representative_sex,
  ethnicity: input.representative_ethnicity,
  phone: input.representative_phone,
  email: input.representative_email,
  personal_tax_code: input.tax_code?.personal ? input.tax_code.value : null,
});

/** Writes the personal data apart; @returns the names of the fields that changed, never their values. */
export async function writeRepresentative(tx: Tx, producer: string, input: ProducerInput): Promise<string[]> {
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

import { action, touch } from '#kernel/action';
import { fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, supersede } from '#kernel/facts';
import { maySpeak } from './policy.ts';
import { lockOwn } from './rows.ts';
import { ConfirmProducing } from './schema.ts';

/** "Still producing?", answered on a day by an officer or by the producer itself. A second answer for the same day replaces the first. */
export const confirmProducing = action(
  { name: 'producers.confirm', input: ConfirmProducing, may: maySpeak },
  async (tx, input) => {
    const producer = await lockOwn(tx, input.producer);
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

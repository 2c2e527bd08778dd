import { sql } from 'kysely';
import type { Holder } from '#kernel/personal';

/** What a person answered for a producer stays as an act, without their words; their code goes. */
export const behalfHolder: Holder = {
  async held(ctx, person) {
    const { rows: answers } = await sql`
      select entry.thing_kind as thing, entry.state as behalf_state, entry.how, entry.answered_at, entry.words, producer.name as producer
      from behalf.entry join producers.producer on producer.id = entry.producer_id
      where entry.answered_by = ${person} order by entry.id desc limit 1000`.execute(ctx.db);
    const { rows: codes } = await sql`
      select expires_at from behalf.code where person_id = ${person}`.execute(ctx.db);
    return answers.length || codes.length ? { confirmations: answers, codes_to_read_out: codes } : {};
  },
  async erase(tx, person) {
    await tx.db.deleteFrom('behalf.code').where('person_id', '=', person).execute();
    await tx.db.updateTable('behalf.entry').set({ words: null }).where('answered_by', '=', person).execute();
    return [];
  },
};

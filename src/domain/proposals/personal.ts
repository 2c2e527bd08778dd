import { sql } from 'kysely';
import type { Holder } from '#kernel/personal';

/**
 * What a person proposed. An accepted proposal is the ground of an official act and stays, like one that still waits for
 * its officer; of all the others nothing but the fact remains. What the person wrote as a reason goes with the decision.
 */
export const proposalsHolder: Holder = {
  async held(ctx, person) {
    const { rows } = await sql`
      select producer.name as producer, proposal.state as proposal_state, proposal.proposed_at, proposal.input::text as proposed,
        proposal.note, proposal.reason
      from proposals.proposal join producers.producer on producer.id = proposal.producer_id
      where proposal.proposed_by = ${person} order by proposal.id desc limit 1000`.execute(ctx.db);
    return rows.length ? { proposals: rows } : {};
  },
  async erase(tx, person) {
    await sql`
      update proposals.proposal set note = null, input = case when state = 'accepted' then input else '{}'::jsonb end
      where proposed_by = ${person} and state in ('accepted', 'refused', 'withdrawn')`.execute(tx.db);
    const { rows } = await sql`
      select from proposals.proposal where proposed_by = ${person} and state in ('open', 'asked', 'accepted') limit 1`.execute(
      tx.db,
    );
    return rows.length ? ['trust.kept.proposals'] : [];
  },
};

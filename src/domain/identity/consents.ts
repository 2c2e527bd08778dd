import { action } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { sentence } from '#kernel/sentences';
import { consentVersions, type Purpose } from './data-kinds.ts';
import { isPerson } from './policy.ts';
import { ConsentTo } from './data-schema.ts';

/** The words that a person agrees to, in their language. */
export const consentWords = (purpose: Purpose, locale: Ctx['locale']): string =>
  sentence(`trust.consent_words.${purpose}`, {}, locale);

/** Agrees to a purpose; the words are kept as they stood. Given twice it stands once. */
export const giveConsent = action(
  { name: 'identity.give_consent', input: ConsentTo, may: isPerson },
  async (tx, input) => {
    const given = await tx.db
      .insertInto('identity.consent')
      .values({
        id: newId(),
        person_id: tx.actor!.id,
        purpose: input.purpose,
        wording_version: consentVersions[input.purpose],
        wording: consentWords(input.purpose, tx.locale),
        given_at: tx.now,
      })
      .onConflict((at) => at.columns(['person_id', 'purpose']).where('withdrawn_at', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (given) await record(tx, 'consent.given', { kind: 'person', id: tx.actor!.id }, { purpose: input.purpose });
  },
);

/** Takes back what was agreed to; nothing to take back is no error. */
export const withdrawConsent = action(
  { name: 'identity.withdraw_consent', input: ConsentTo, may: isPerson },
  (tx, input) => endConsents(tx, tx.actor!.id, input.purpose),
);

/** Ends the consents of a person: one, or all of them. */
export async function endConsents(tx: Tx, person: string, purpose?: string): Promise<void> {
  const ended = await tx.db
    .updateTable('identity.consent')
    .set({ withdrawn_at: tx.now })
    .where('person_id', '=', person)
    .where('withdrawn_at', 'is', null)
    .$if(!!purpose, (all) => all.where('purpose', '=', purpose!))
    .returning('purpose')
    .execute();
  for (const one of ended)
    await record(tx, 'consent.withdrawn', { kind: 'person', id: person }, { purpose: one.purpose });
}

/** What a person agrees to today. */
export const consentsOf = (ctx: Ctx, person: string) =>
  ctx.db
    .selectFrom('identity.consent')
    .select(['purpose', 'wording', 'wording_version', 'given_at'])
    .where('person_id', '=', person)
    .where('withdrawn_at', 'is', null)
    .execute();

import { action } from '#kernel/action';
import { fieldError } from '#kernel/errors';
import { mayWorkDesk, isOfDesk } from './policy.ts';
import { addEvidence } from './evidence.ts';
import { lockCopy } from './filing.ts';
import { begin } from './opening.ts';
import { receiptOf } from './receipt.ts';
import { lockDossier } from './rows.ts';
import { RegisterPaperDossier } from './schema.ts';
import { AppError } from '#kernel/errors';

/**
 * Enters a dossier that was handed in on paper at the counter: its scans, the day on which it came. The answers are
 * typed from it before it is locked, or left to the sheet on paper; then it is filed and received at once.
 * @returns its id, and the receipt number where it was locked at once
 * @throws AppError not_found, refused, input.invalid
 */
export const registerPaperDossier = action(
  {
    name: 'dossiers.register_paper',
    input: RegisterPaperDossier,
    may: mayWorkDesk,
    taken: { dossier_open: { path: 'product', key: 'dossiers.open_already' } },
  },
  async (tx, input) => {
    if (input.handed_on > tx.today) throw fieldError('handed_on', 'dossiers.handed_later');
    const { id, product } = await begin(tx, { ...input, stars: null, channel: 'paper', filed_on: input.handed_on });
    if (!isOfDesk(tx.actor, { level: 'commune', area_path: product.area_path })) throw new AppError('refused');
    const of = { id, producer_id: product.producer_id, product_id: product.id };
    for (const file of input.scans) await addEvidence(tx, of, { paper: null, fact: null, fact_kind: null, file });
    if (input.typed) return { id, number: null };
    await lockCopy(tx, await lockDossier(tx, id), input.handed_on, null);
    return { id, number: await receiptOf(tx, await lockDossier(tx, id), input.handed_on) };
  },
);

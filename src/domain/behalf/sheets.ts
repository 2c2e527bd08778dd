import { depositPaper } from '#domain/papers/actions';
import { action, touch } from '#kernel/action';
import { fieldError } from '#kernel/errors';
import { mayHelp } from './policy.ts';
import { answer, helpedProducer, lockEntry } from './rows.ts';
import { sheetType } from './rules.ts';
import { ConfirmBySheet } from './schema.ts';

/**
 * Confirms entries by the sheet that the producer signed: its scan is a paper of the producer, cited by each of them.
 * @returns the id of the paper
 * @throws AppError not_found, refused, state.conflict, input.invalid
 */
export const confirmBySheet = action(
  { name: 'behalf.confirm_by_sheet', input: ConfirmBySheet, may: mayHelp },
  async (tx, { producer: producerId, entries, ...sheet }) => {
    const producer = await helpedProducer(tx, producerId);
    if (!sheet.file) throw fieldError('file', 'fields.required');
    const { id: paper } = await depositPaper(tx, {
      ...sheet,
      owner: { kind: 'producer', id: producer.id, organisation: producer.id, area: producer.area_path },
      type: sheetType,
      checked: 'on',
    });
    // In one order for everybody: two officers with the same entries wait for each other once.
    for (const id of entries.toSorted()) {
      const entry = await lockEntry(tx, id);
      if (entry.producer_id !== producer.id) throw fieldError('entries', 'behalf.choose_entries');
      await answer(tx, entry, 'confirm', { how: 'paper', answered_by: null, paper_id: paper });
    }
    touch(tx, `producer:${producer.id}`);
    return { id: paper };
  },
);

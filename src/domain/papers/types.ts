import { action, touch } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { addFact, correctFact } from '#kernel/facts';
import { changesOf } from '#kernel/versions';
import { assertVersion } from '#domain/identity/versions';
import { canEditPaperTypes } from './policy.ts';
import { asVersion } from './rows.ts';
import { AddPaperType, ChangePaperType } from './schema.ts';

export type PaperType = {
  id: string;
  version: number;
  code: string;
  name: string;
  life_months: number | null;
  lead_days: number;
  note: string | null;
  offered: boolean;
};

/** Every type of paper in the reader's language, those that are offered first. */
export async function paperTypes(ctx: Ctx): Promise<(PaperType & { name_vi: string; name_en: string })[]> {
  const rows = await ctx.db
    .selectFrom('papers.type')
    .select(['id', 'version', 'code', 'name_vi', 'name_en', 'life_months', 'lead_days', 'note', 'offered'])
    .where('superseded_at', 'is', null)
    .orderBy('offered', 'desc')
    .orderBy('name_vi')
    .execute();
  return rows.map((row) => ({ ...row, name: ctx.locale === 'en' ? row.name_en : row.name_vi }));
}

/** @throws AppError input.invalid at `code` for one that is there */
export const addPaperType = action(
  {
    name: 'papers.add_type',
    input: AddPaperType,
    may: canEditPaperTypes,
    taken: { type_code: { path: 'code', key: 'papers.code_taken' } },
  },
  async (tx, input) => {
    const code = input.code.toLowerCase();
    const id = await addFact(tx, 'papers.type', { ...input, code, offered: true });
    await record(tx, 'paper.type_added', { kind: 'paper_type', id }, { code });
    touch(tx, 'papers');
    return { id };
  },
);

/**
 * Changes what is assumed of a type: its life and its warning lead. Papers without a printed end are computed anew from
 * the same moment; what was assumed before stays as a row. @throws AppError not_found, version.stale
 */
export const changePaperType = action(
  { name: 'papers.change_type', input: ChangePaperType, may: canEditPaperTypes },
  async (tx, { id, version, ...values }) => {
    const standing = () =>
      tx.db
        .selectFrom('papers.type')
        .selectAll()
        .where('id', '=', id)
        .where('superseded_at', 'is', null)
        .forUpdate()
        .executeTakeFirst();
    const before = (await standing()) ?? (await standing()); // as in lockPaper: the one that took its place meanwhile
    if (!before) throw new AppError('not_found');
    await assertVersion(tx, asVersion(before), version, { ...before });
    await correctFact(tx, 'papers.type', before, { code: before.code, ...values });
    await record(
      tx,
      'paper.type_changed',
      { kind: 'paper_type', id },
      { code: before.code, changes: changesOf(before, values) },
    );
    touch(tx, 'papers');
  },
);

import { action } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { type FilterList, isStaff } from './rules.ts';
import { DeleteFilter, SaveFilter } from './schema.ts';

/** As many filters as one person keeps. */
const most = 50;

export type SavedFilter = { id: string; list: FilterList; name: string; query: string };

/** The filters that this person has named, of all lists. */
export const savedFilters = async (ctx: Ctx): Promise<SavedFilter[]> =>
  ctx.actor && !ctx.actor.system
    ? ((await ctx.db
        .selectFrom('identity.saved_filter')
        .select(['id', 'list', 'name', 'query'])
        .where('person_id', '=', ctx.actor.id)
        .orderBy('list')
        .orderBy('name')
        .execute()) as SavedFilter[])
    : [];

/**
 * Names the filter of a list, for this person alone. The same name of the same list is given anew.
 * @throws AppError input.invalid; at `name` for one more than a person keeps
 */
export const saveFilter = action(
  { name: 'identity.save_filter', input: SaveFilter, may: (actor) => isStaff(actor) && !actor?.system },
  async (tx, { list, name, query }) => {
    // Taken apart and written again: what is not the filter of a page, such as another address, becomes none.
    const asked = new URLSearchParams([...new URLSearchParams(query)].filter(([, value]) => value !== '')).toString();
    const person = tx.actor!.id;
    await tx.db.selectFrom('identity.person').select('id').where('id', '=', person).forUpdate().execute();
    const kept = await savedFilters(tx as unknown as Ctx);
    if (kept.length >= most && !kept.some((one) => one.list === list && one.name === name))
      throw fieldError('name', 'office.filters_full', { max: most });
    await tx.db
      .insertInto('identity.saved_filter')
      .values({ id: newId(), person_id: person, list, name, query: asked, saved_at: tx.now })
      .onConflict((at) => at.columns(['person_id', 'list', 'name']).doUpdateSet({ query: asked, saved_at: tx.now }))
      .execute();
    await record(tx, 'filter.saved', { kind: 'person', id: person }, { list });
  },
);

/** @throws AppError not_found for one that is not theirs */
export const deleteFilter = action(
  { name: 'identity.delete_filter', input: DeleteFilter, may: (actor) => isStaff(actor) && !actor?.system },
  async (tx, input) => {
    const person = tx.actor!.id;
    const gone = await tx.db
      .deleteFrom('identity.saved_filter')
      .where('id', '=', input.id)
      .where('person_id', '=', person)
      .returning('list')
      .executeTakeFirst();
    if (!gone) throw new AppError('not_found');
    await record(tx, 'filter.deleted', { kind: 'person', id: person }, { list: gone.list });
  },
);

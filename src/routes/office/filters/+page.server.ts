import { filterLists } from '#domain/identity/rules';
import { deleteFilter, saveFilter } from '#domain/identity/saved-filters';
import { save } from '#ui/form.ts';
import type { Actions } from './$types.js';

/** Back to the list that the form came from: one of ours, never another address. */
function backTo(path: unknown): string {
  const [, list = '', query = ''] = /^\/office\/([a-z]+)(?:\?(.*))?$/.exec(String(path)) ?? [];
  if (!(filterLists as readonly string[]).includes(list)) return '/office/filters';
  return `/office/${list}${query ? `?${new URLSearchParams(query)}` : ''}`;
}

/** What is named or deleted on any list, and the page of all of them. */
export const actions: Actions = {
  save: (event) =>
    save(
      event,
      async (fields) => {
        await saveFilter(event.locals.ctx, fields);
        return backTo(`/office/${String(fields.list)}${String(fields.query)}`);
      },
      null,
    ),
  delete: (event) =>
    save(
      event,
      async ({ back, ...fields }) => {
        await deleteFilter(event.locals.ctx, fields);
        return backTo(back);
      },
      null,
    ),
};

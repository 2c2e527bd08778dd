import { readAllNotices } from '#domain/notices/actions';
import { ownNotices } from '#domain/notices/queries';
import { isId } from '#kernel/ids';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ url, locals: { ctx } }) => {
  const after = url.searchParams.get('after') ?? '';
  const from = isId(after) ? after : null; // an address made by hand shows the first page
  return { ...(await ownNotices(ctx, { after: from })), after: from };
};

export const actions: Actions = {
  default: (event) =>
    save(
      event,
      async (fields) => {
        await readAllNotices(event.locals.ctx, fields);
        return '/account/notices';
      },
      null,
    ),
};

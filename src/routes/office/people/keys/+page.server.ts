import { endKey, standingKeys } from '#domain/identity/keys';
import { producerNames } from '#domain/producers/queries';
import { save } from '#ui/form.ts';
import { ticked } from '../../sure.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const items = await standingKeys(ctx);
  const names = await producerNames(
    ctx,
    items.flatMap(({ organisation }) => organisation ?? []),
  );
  return { items: items.map((item) => ({ ...item, scope: item.area ?? names[item.organisation ?? ''] ?? '' })) };
};

export const actions: Actions = {
  end: (event) =>
    save(event, async (fields) => {
      await endKey(event.locals.ctx, ticked(fields));
      return '/office/people/keys';
    }),
};

import { enterOnBehalf } from '#domain/behalf/actions';
import { helped } from '#domain/behalf/queries';
import { save } from '#ui/form.ts';
import { newFact } from '../../../../../../facts/pages.ts';
import { roomOfKind } from '../../../../../../facts/registry.ts';
import type { Actions, PageServerLoad } from './$types.js';

const ownerOf = (url: URL) => url.searchParams.get('of') ?? '';

export const load: PageServerLoad = async ({ locals: { ctx }, params, url }) => {
  const { voice } = await helped(ctx, params.producer);
  return { ...(await newFact(voice, '/office', params.kind, ownerOf(url))), home: `/office/behalf/${params.producer}` };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      const { producer, kind } = event.params;
      const { word } = roomOfKind(kind);
      const input = { ...fields, kind, [word]: ownerOf(event.url) };
      await enterOnBehalf(event.locals.ctx, { producer, act: `${word}s.enter_fact`, input });
      return `/office/behalf/${producer}`;
    }),
};

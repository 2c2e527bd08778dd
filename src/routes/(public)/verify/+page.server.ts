import { redirect } from '@sveltejs/kit';
import { codeIn } from '#domain/products/verify';
import { localizeHref } from '#paraglide/runtime';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = (event) => {
  const typed = event.url.searchParams.get('code');
  const code = typed ? codeIn(typed) : null;
  if (code) redirect(303, localizeHref(`/verify/${encodeURIComponent(code)}`, { locale: event.locals.ctx.locale }));
  if (!typed) cacheable(event, [], ['code', 'photo']);
  const photo = event.url.searchParams.get('photo');
  return { typed: typed?.trim() ? typed : null, asked: typed !== null, photo };
};

import { fail, redirect } from '@sveltejs/kit';
import { uploadImport } from '#domain/imports/actions';
import { listImports } from '#domain/imports/queries';
import { isOfficer } from '#domain/identity/rules';
import { AppError, fieldError } from '#kernel/errors';
import { sentence } from '#kernel/sentences';
import { localizeHref } from '#paraglide/runtime';
import { submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
  const page = Number(/^[1-9][0-9]{0,3}$/.exec(url.searchParams.get('page') ?? '')?.[0] ?? 1);
  return { ...(await listImports(ctx, page)), hasExample: ctx.runtime.demo };
};

/** A file of 20 MB, and the little that a form adds to it. */
const most = 21 * 1024 * 1024;

export const actions: Actions = {
  default: async (event) => {
    const { ctx } = event.locals;
    const send = () =>
      submit(
        event,
        async (_, form) => {
          const file = form.get('file');
          if (!(file instanceof File) || !file.size) throw fieldError('file', 'imports.file_needed');
          const bytes = new Uint8Array(await file.arrayBuffer());
          const { id } = await uploadImport(ctx, { name: file.name.slice(0, 200) || '?', bytes });
          redirect(303, localizeHref(`/office/imports/${id}`, { locale: ctx.locale }));
        },
        most,
      );
    return send().catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'input.too_large') throw error;
      const file = sentence('imports.file_large', { max: 20 }, ctx.locale);
      return fail(413, { code: error.code, message: file, values: {}, issues: { file }, details: {} });
    });
  },
};

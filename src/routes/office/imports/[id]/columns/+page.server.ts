import { redirect } from '@sveltejs/kit';
import { mapColumns } from '#domain/imports/actions';
import { aboutFields } from '#domain/imports/about';
import { columnFields, needed } from '#domain/imports/columns';
import { importById } from '#domain/imports/queries';
import { AppError } from '#kernel/errors';
import { localizeHref } from '#paraglide/runtime';
import { readDay } from '#domain/imports/values';
import { submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const run = await importById(ctx, params.id);
  if (run.state !== 'ready') throw new AppError('state.conflict', { details: { reason: `imports.is_${run.state}` } });
  return {
    run: { id: run.id, file_name: run.file_name, sheets: run.sheets, sheet: run.sheet },
    fields: columnFields.map((field) => ({
      field,
      value: run.mapping[field] ?? null,
      isNeeded: needed.includes(field),
    })),
    about: aboutFields.map((field) => ({
      field,
      value: (field === 'r1_on' ? readDay(run.about[field] ?? '') : run.about[field]) ?? '',
    })),
    columns: run.headings.flatMap((heading, i) => (heading ? [{ value: i, label: `${letters(i)}. ${heading}` }] : [])),
  };
};

/** A, B, … Z, AA: how a spreadsheet calls its columns. */
const letters = (i: number): string =>
  (i < 26 ? '' : letters(Math.floor(i / 26) - 1)) + String.fromCharCode(65 + (i % 26));

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    return submit(event, async (fields) => {
      const { sheet, ...columns } = fields;
      const of = (prefix: string) =>
        Object.fromEntries(
          Object.entries(columns).flatMap(([name, value]) =>
            name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
          ),
        );
      await mapColumns(ctx, { id: event.params.id, sheet, mapping: of('mapping.'), about: of('about.') });
      redirect(303, localizeHref(`/office/imports/${event.params.id}`, { locale: ctx.locale }));
    });
  },
};

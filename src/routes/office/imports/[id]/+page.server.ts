import { redirect } from '@sveltejs/kit';
import { abandonImport, confirmImport, mapColumns } from '#domain/imports/actions';
import { mendLine, skipProblems } from '#domain/imports/mending';
import { importById, linesOf } from '#domain/imports/queries';
import { LineFilter } from '#domain/imports/schema';
import { undoImport } from '#domain/imports/undo';
import { sentence } from '#kernel/sentences';
import { localizeHref } from '#paraglide/runtime';
import { submit } from '#ui/form.ts';
import { listBy } from '#ui/list.ts';
import { shownLines } from '../shown.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** Seconds after which a page that shows the reading or the entering asks again. */
const again = 2;

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const run = await importById(ctx, event.params.id);
  const list = await listBy(event, LineFilter, async (filter) => {
    const lines = await linesOf(ctx, run.id, filter);
    return { ...lines, items: await shownLines(ctx, run.mapping, lines.items) };
  });
  const used = Object.values(run.mapping);
  return {
    ...list,
    run: { ...run, fingerprint: undefined, created_at: run.created_at },
    refresh: ['reading', 'entering'].includes(run.state) ? again : null,
    fault: run.error && sentence(run.error.key, run.error.params, ctx.locale),
    barred: run.fault && sentence(run.fault, {}, ctx.locale),
    unused: run.headings.filter((heading, i) => heading && !used.includes(i)),
    mended: Number(event.url.searchParams.get('mended')) || null,
  };
};

type Fields = Record<string, string | string[]>;

/** The texts of a row's fields: those of the form that begin with "mend.". */
const valuesOf = (fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      name.startsWith('mend.') ? [[name.slice(5), String(value)]] : [],
    ),
  );

export const actions: Actions = {
  mend: (event) => {
    const { locals: { ctx }, params: { id }, url } = event; // prettier-ignore
    return submit(event, async (fields) => {
      const { no, skip, alike } = fields;
      const { rows } = await mendLine(ctx, { id, no, skip, alike, values: valuesOf(fields) });
      const query = new URLSearchParams(
        [...url.searchParams].filter(([name]) => !name.startsWith('/') && name !== 'mended'),
      );
      query.set('mended', String(rows));
      redirect(303, localizeHref(`/office/imports/${id}?${query}`, { locale: ctx.locale }));
    });
  },
  skip: (event) => act(event, (ctx, id) => skipProblems(ctx, { id })),
  confirm: (event) => act(event, (ctx, id) => confirmImport(ctx, { id })),
  undo: (event) => act(event, (ctx, id) => undoImport(ctx, { id })),
  abandon: (event) => act(event, (ctx, id) => abandonImport(ctx, { id })),
  reread: (event) => act(event, (ctx, id) => mapColumns(ctx, { id })),
};

type Event = Parameters<NonNullable<Actions['skip']>>[0];

/** One press on the import as it stands, and back to its page, which tells what came of it. */
const act = (event: Event, write: (ctx: Event['locals']['ctx'], id: string) => Promise<unknown>) =>
  submit(event, async () => {
    const { ctx } = event.locals;
    await write(ctx, event.params.id);
    redirect(303, localizeHref(`/office/imports/${event.params.id}`, { locale: ctx.locale }));
  });

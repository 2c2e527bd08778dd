import { tellApart } from '#domain/duplicates/actions';
import { mergeProducers } from '#domain/duplicates/producers';
import { mergeProducts } from '#domain/duplicates/products';
import { comparison, type Kind } from '#domain/duplicates/queries';
import { isOfficer } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { day, type Locale } from '#ui/format.ts';
import { fieldName, shown } from '../../../../history.ts';
import { hangingName } from '../../../hanging.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.js';

const kindOf = ({ kind }: { kind: string }): Kind => {
  if (kind !== 'producer' && kind !== 'product') throw new AppError('not_found');
  return kind;
};

/** The names of things with their days as people write them. */
const withDays = ({ n, named }: { n: number; named: string[] }, locale: Locale) => ({
  n,
  named: named.map((name) => name.replace(/[0-9]{4}-[0-9]{2}-[0-9]{2}/g, (found) => day(found, locale))),
});

/** Two side by side, as they are and as a merge would leave them. */
export const load: PageServerLoad = async ({ locals: { ctx }, params, url }) => {
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
  const kind = kindOf(params);
  const found = await comparison(ctx, kind, [params.one, params.other], url.searchParams.get('keep'));
  const say = (name: string, value: unknown) => shown(name, value, ctx.locale);
  return {
    kind,
    ...found,
    fields: found.fields
      .filter(({ kept, merged }) => kept !== null || merged !== null)
      .map(({ name, kept, merged, after }) => ({
        name,
        label: fieldName(name),
        kept: say(name, kept),
        merged: say(name, merged),
        after: say(name, after),
        differs: say(name, kept) !== say(name, merged),
        isTaken: say(name, after) !== say(name, kept),
        // A code that was printed stays where it was given, and leads on as an old one.
        isLent: name === 'code' && merged !== null,
      })),
    hangs: found.hangs.map(({ kept, merged, ...one }) => ({
      ...one,
      label: hangingName(one.pointer),
      kept: withDays(kept, ctx.locale),
      merged: withDays(merged, ctx.locale),
    })),
  };
};

export const actions: Actions = {
  merge: (event: RequestEvent) =>
    save(event, async ({ ...fields }) => {
      const act = kindOf(event.params) === 'producer' ? mergeProducers : mergeProducts;
      const { sure, ...input } = fields;
      if (!sure) throw new AppError('input.invalid', { issues: [{ path: 'sure', key: 'duplicates.look_first' }] });
      await act(event.locals.ctx, input);
      return `/office/${event.params.kind}s/${String(input.keep)}`;
    }),
  apart: (event: RequestEvent) =>
    save(event, async (fields) => {
      const { one, other } = event.params;
      await tellApart(event.locals.ctx, { kind: kindOf(event.params), one, other, why: fields.apart_why });
      return '/office/duplicates';
    }),
};

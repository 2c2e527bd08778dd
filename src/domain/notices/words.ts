import { areaNames } from '#domain/areas/queries';
import { peopleNames } from '#domain/identity/queries';
import { paperTypes } from '#domain/papers/types';
import { producerNames } from '#domain/producers/queries';
import { productNames } from '#domain/products/queries';
import type { Ctx, Locale } from '#kernel/context';
import { sentence } from '#kernel/sentences';
import type { Params } from './rules.ts';

type Told = { kind: string; params: Params };

const english = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** 14/08/2028, or 14 August 2028. */
const dayText = (day: string, locale: Locale) =>
  locale === 'en' ? english.format(new Date(`${day}T00:00:00Z`)) : day.split('-').toReversed().join('/');

/** The sentences of notices in one language, with the names that their things bear now; one question for each kind of name. */
export async function wordsOf(ctx: Ctx, notices: readonly Told[], locale: Locale): Promise<string[]> {
  const ids = (name: keyof Params) => [...new Set(notices.flatMap(({ params }) => params[name] ?? []))];
  const [producers, products, people, areas, types] = await Promise.all([
    producerNames(ctx, ids('producer')),
    productNames(ctx, ids('product')),
    peopleNames(ctx, ids('person')),
    areaNames(ctx, ids('area')),
    ids('type').length ? paperTypes({ ...ctx, locale }) : [],
  ]);
  const typeNames = Object.fromEntries(types.map(({ code, name }) => [code, name]));
  const said = (key: string | undefined) => (key ? sentence(key, {}, locale) : '');

  return notices.map(({ kind, params }) => {
    const { producer = '', product = '', area = '', person = '', type = '' } = params;
    const day = params.day ? dayText(params.day, locale) : '';
    const role = said(params.role && `identity.role.${params.role}`);
    const scope = producers[producer] ?? areas[area] ?? '';
    const filled = {
      name: products[product] ?? producers[producer] ?? '',
      producer: producers[producer] ?? '',
      type: typeNames[type] ?? type,
      day,
      until: params.until ? dayText(params.until, locale) : '',
      stars: params.stars ?? '',
      request: said(params.request && `trust.kind.${params.request}`),
      role: scope ? `${role} – ${scope}` : role,
      person: people[person] ?? '',
      what: said(params.what && `office.event.${params.what}`),
      status: said(params.status && `dossiers.status.${params.status}`),
    };
    // The day by which the file is handed in is told while it has not passed.
    const more = params.by ? ` ${sentence('notices.hand_in', { day: dayText(params.by, locale) }, locale)}` : '';
    return sentence(`notices.said.${kind}`, filled, locale) + more;
  });
}

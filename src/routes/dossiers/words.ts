import type { Missing } from '#domain/grading/dossiers/completeness';
import type { Evidence } from '#domain/grading/dossiers/evidence';
import type { Renewal } from '#domain/grading/dossiers/looks';
import type { Dossier } from '#domain/grading/dossiers/queries';
import { itemsOf } from '#domain/criteria/items';
import type { Sheet } from '#domain/criteria/schema';
import { dayOf } from '#kernel/clock';
import type { Ctx } from '#kernel/context';
import { sentence } from '#kernel/sentences';
import { day } from '#ui/format.ts';
import { kindName, shown } from '../facts/fields.ts';

export type Base = '/workspace' | '/office';

export const said = (ctx: Pick<Ctx, 'locale'>, key: string, params: Record<string, unknown> = {}) => sentence(`dossiers.${key}`, params, ctx.locale); // prettier-ignore

const partsOf = (name: string): [string, string] => [
  name.slice(0, name.indexOf('/')),
  name.slice(name.indexOf('/') + 1),
];

/** The criterion that an item stands in. */
export const criterionOf = (sheet: Sheet, item: string): string =>
  sheet.parts.flatMap(({ criteria }) => criteria).find(({ items }) => items.some(({ code }) => code === item))?.code ??
  '';

/** A field of a dossier as people call it. */
export function fieldLabel(ctx: Ctx, sheet: Sheet, name: string): string {
  const [kind, key] = partsOf(name);
  const item = itemsOf(sheet).find(({ code }) => code === key);
  const named = item ? `${key} ${item.name[ctx.locale]}` : key;
  if (kind === 'answer' || kind === 'why') return said(ctx, `field.${kind}`, { item: named });
  if (kind === 'form') return said(ctx, `form.${key}`);
  const rule = [...sheet.disqualifiedWhen.map((one) => ({ id: one.id, text: one[ctx.locale] })), ...itemsOf(sheet).flatMap(({ rules }) => rules.map(({ id, text }) => ({ id, text: text[ctx.locale] })))].find(({ id }) => id === key);
  return rule?.text ?? said(ctx, `known.${name}`);
} // prettier-ignore

/** Where the register holds what the forms print. */
export function mendAt(base: Base, dossier: Pick<Dossier, 'producer_id' | 'product_id'>, at: string): string {
  const edit = base === '/office' ? '/edit' : '';
  if (at === 'members') return `${base}/producers/${dossier.producer_id}/members`;
  return at === 'product'
    ? `${base}/products/${dossier.product_id}${edit}`
    : `${base}/producers/${dossier.producer_id}${edit}`;
}

/** Where a field of a draft is typed. */
export function fieldAt(base: Base, id: string, sheet: Sheet, name: string): string | null {
  const [kind, key] = partsOf(name);
  const here = `${base}/dossiers/${id}`;
  if (kind === 'form') return `${here}/form#${key}`;
  if (kind === 'answer' || kind === 'why') return `${here}/items/${criterionOf(sheet, key)}#i-${key}`;
  if (kind !== 'rule') return null;
  const item = key.slice(0, key.indexOf('/'));
  return criterionOf(sheet, item) ? `${here}/items/${criterionOf(sheet, item)}#i-${item}` : `${here}/form#conditions`;
}

const ofProduct = ['product', 'pack', 'code', 'set', 'group'];

/** What is missing, in words, each with the place where it is mended. */
export function missingLine(
  ctx: Ctx,
  base: Base,
  dossier: Dossier,
  sheet: Sheet,
  { what, at, blocks, params }: Missing,
) {
  const days = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, name === 'stars' ? value : day(value, ctx.locale)])); // prettier-ignore
  const field = at ? fieldLabel(ctx, sheet, at) : said(ctx, 'whole');
  const href =
    what === 'register'
      ? mendAt(base, dossier, ofProduct.includes(at) ? 'product' : 'producer')
      : at
        ? fieldAt(base, dossier.id, sheet, at)
        : what === 'below_wanted'
          ? `${base}/dossiers/${dossier.id}/draft#aim`
          : null;
  return { text: said(ctx, `missing.${what}`, { ...days, field }), href, blocks };
}

/** Evidence as a line of a page: what it is, until when, and the file. */
export function evidenceLine(ctx: Ctx, one: Evidence, renewal: Renewal | undefined, addressOf: (file: NonNullable<Evidence['file']>) => string) {
  const name = one.paper
    ? [one.paper.type_name || said(ctx, 'evidence'), one.paper.number].filter(Boolean).join(' ')
    : one.fact
      ? one.fact.kind === 'story'
        ? sentence('office.field.story', {}, ctx.locale)
        : `${kindName(one.fact.kind)}: ${factWords(ctx, one.fact.said)}`
      : (one.note ?? one.file?.name ?? '');
  return {
    id: one.id,
    name,
    note: one.paper || one.fact ? '' : (one.file?.name ?? ''),
    end: one.end && !renewal ? said(ctx, 'ends', { day: day(one.end, ctx.locale) }) : '',
    renew: renewal ? said(ctx, `renew.${renewal.why}`, { day: day(renewal.end, ctx.locale) }) : '',
    added: one.request_item_id ? said(ctx, 'added', { day: day(dayOf(one.added_at), ctx.locale) }) : '',
    isOver: !!renewal && renewal.why !== 'ends_before',
    address: one.file ? addressOf(one.file) : null,
  };
} // prettier-ignore

const hidden = new Set(['row_id', 'id', 'version', 'kind', 'producer_id', 'product_id', 'partner_id', 'facility_id', 'sourcing_area_id', 'checked', 'valid_from', 'valid_to', 'recorded_at', 'recorded_by', 'superseded_at']); // prettier-ignore

/** The first few things that a fact says. */
export const factWords = (ctx: Ctx, row: Record<string, unknown>): string =>
  Object.entries(row)
    .filter(([name]) => !hidden.has(name))
    .map(([name, value]) => shown(name, value, {}, ctx.locale))
    .filter(Boolean)
    .slice(0, 3)
    .join(' · ');

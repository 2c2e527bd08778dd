import type { z } from 'zod';
import { issuesOf } from '#kernel/fields';
import { fold } from '#kernel/text';
import { bareName } from '#domain/areas/rules';
import { RegisterProducer } from '#domain/producers/schema';
import { RegisterProduct } from '#domain/products/schema';
import type { ColumnField } from './columns.ts';
import { type Decision, readDecisions } from './decisions.ts';
import type { PlaceFound } from './places.ts';
import type { Field, Row } from './row.ts';
import { isBroken, readKind, readPhones, readSet, readWhole } from './values.ts';

const ProductShape = RegisterProduct.omit({ producer: true });
export type Draft = {
  producer: z.output<typeof RegisterProducer> & { area_path: string };
  product: z.output<typeof ProductShape>;
  recognitions: Decision[];
};

/** What of the register a row is read against. */
export type Around = {
  today: string;
  sets: readonly { no: number; name: string }[];
  place: (text: string) => PlaceFound;
};

/** Reads a row into what it would enter; null while a problem stands. */
export function readRow(row: Row, around: Around): Draft | null {
  refuseBroken(row);
  const producer = readProducer(row, around);
  const product = readProduct(row, around, producer?.commune ?? '');
  const recognitions = readDecisions(row, around.today);
  return producer && product && !row.problems.length ? { producer, product, recognitions } : null;
}

const checked: readonly ColumnField[] = ['product', 'set', 'kind', 'producer', 'tax_code', 'commune', 'district', 'street', 'representative', 'phone', 'pack', 'price']; // prettier-ignore
const computed: readonly ColumnField[] = ['stars', 'ends_on'];

/** A formula that failed has lost what it showed. What is only computed from the decisions is not missed. */
function refuseBroken(row: Row): void {
  for (const field of checked) if (isBroken(row.text(field))) row.problem(field, 'imports.cell_broken');
  if (computed.some((field) => isBroken(row.text(field)))) row.note('imports.computed_broken');
}

function readProducer(row: Row, { place }: Around): Draft['producer'] | null {
  const name = row.text('producer');
  const kind = readKind(row.text('kind')) ?? readKind(name);
  if (!name) row.problem('producer', 'fields.required');
  if (!kind) row.problem('kind', 'imports.kind_unclear');
  const typed = placeText(row);
  const found = typed ? place(typed) : null;
  if (!found) row.problem('commune', 'fields.required');
  else if (found.kind === 'none') row.problem('commune', 'areas.place_none', { params: { place: typed } });
  else if (found.kind === 'outside') row.problem('commune', 'imports.outside', { params: { place: found.name } });
  else if (found.kind === 'several')
    row.problem('commune', 'areas.place_several', { params: { place: typed }, places: found.ids });
  const phones = readPhones(row.text('phone'));
  if (phones.length > 1) row.note('imports.first_phone');
  const isOld =
    found?.kind === 'one' && !/^[0-9]{5}$/.test(typed) && bareName(fold(row.text('commune'))) !== fold(found.name);
  const shape = RegisterProducer.safeParse({
    kind: kind ?? 'household',
    name: name || '?',
    commune: found?.kind === 'one' ? found.id : '?',
    tax_code: row.text('tax_code'),
    street: row.text('street'),
    old_address: isOld ? typed : '',
    representative_name: row.text('representative'),
    representative_phone: phones[0] ?? row.text('phone'),
  });
  if (!shape.success) row.problemsOf(issuesOf(shape.error), producerFields);
  return shape.success && found?.kind === 'one' ? { ...shape.data, area_path: found.path } : null;
}

/** The place that a row names, the commune with the district beside it; empty if it names none. */
export const placeText = (row: Row): string =>
  row.text('commune') && [row.text('commune'), row.text('district')].filter(Boolean).join(', ');

const producerFields: Record<string, Field> = {
  name: 'producer',
  tax_code: 'tax_code',
  street: 'street',
  old_address: 'commune',
  representative_name: 'representative',
  representative_phone: 'phone',
};

function readProduct(row: Row, { sets }: Around, commune: string): Draft['product'] | null {
  const name = row.text('product');
  const set_no = readSet(row.text('set'), sets);
  const price = row.text('price') ? readWhole(row.text('price')) : null;
  if (!name) row.problem('product', 'fields.required');
  if (!set_no) row.problem('set', row.text('set') ? 'imports.set_unclear' : 'imports.set_missing');
  if (row.text('price') && price === null) row.problem('price', 'fields.number');
  const shape = ProductShape.safeParse({
    name: name || '?',
    set_no: set_no ?? 1,
    commune: commune || '?',
    pack: row.text('pack'),
    price: price ?? '',
  });
  if (!shape.success) row.problemsOf(issuesOf(shape.error), { name: 'product', pack: 'pack', price: 'price' });
  return shape.success ? shape.data : null;
}

import {
  checkProducerFact,
  correctProducerFact,
  endProducerFact,
  enterProducerFact,
  producerFacts,
  producerFactWordings,
  producerOfFact,
  producerOwner,
  takeBackProducerFact,
} from '#domain/producers/facts';
import type { DatedRow, Owner } from '#domain/producers/dated';
import { kinds as producerKinds } from '#domain/producers/kinds';
import { facilitiesOf, producerNames } from '#domain/producers/queries';
import {
  checkProductFact,
  correctProductFact,
  endProductFact,
  enterProductFact,
  productFacts,
  productFactWordings,
  productOfFact,
  productOwner,
  takeBackProductFact,
} from '#domain/products/facts';
import { kinds as productKinds } from '#domain/products/kinds';
import { productNames } from '#domain/products/queries';
import { sentBack } from '#domain/proposals/sent-back';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { behalfMarks } from '../behalf/marks.ts';
import { choiceOf, type FormField, labelOf } from './fields.ts';

const producer = {
  word: 'producer',
  kinds: producerKinds,
  enter: enterProducerFact,
  correct: correctProducerFact,
  end: endProducerFact,
  takeBack: takeBackProducerFact,
  check: checkProducerFact,
  of: producerFacts,
  ownerOf: producerOfFact,
  owner: producerOwner,
  wordings: producerFactWordings,
  names: producerNames,
} as const;

const product = {
  word: 'product',
  kinds: productKinds,
  enter: enterProductFact,
  correct: correctProductFact,
  end: endProductFact,
  takeBack: takeBackProductFact,
  check: checkProductFact,
  of: productFacts,
  ownerOf: productOfFact,
  owner: productOwner,
  wordings: productFactWordings,
  names: productNames,
} as const;

/** The room of a kind, and the kind: the faces know both rooms, neither room knows the other's. @throws AppError not_found */
export function roomOfKind(kind: string) {
  const room = [producer, product].find(({ kinds }) => Object.hasOwn(kinds, kind));
  if (!room) throw new AppError('not_found');
  return { ...room, kind: room.kinds[kind]! };
}

type Choice = { value: string; label: string };

/** What the fields of a kind can name: facilities and sourcing areas of the producer. */
async function nameable(ctx: Ctx, owner: Owner): Promise<Record<string, Choice[]>> {
  if (!owner.organisation) return {};
  const [facilities, { sourcing_area = [] }] = await Promise.all([
    facilitiesOf(ctx, owner.organisation),
    producerFacts(ctx, await producerOwner(ctx, owner.organisation)),
  ]);
  return {
    facility: facilities.map(({ id, name }) => ({ value: id, label: name })),
    sourcing_area: sourcing_area.map(({ id, name }) => ({ value: id, label: String(name) })),
  };
}

/** The fields of a kind as a form shows them. */
export async function formOf(ctx: Ctx, kind: string, owner: Owner): Promise<FormField[]> {
  const fields = Object.entries(roomOfKind(kind).kind.fields);
  const facts = fields.some(([, { input }]) => input === 'fact') ? await nameable(ctx, owner) : {};
  return fields.map(([name, { input, options = [], isRequired }]) => ({
    name,
    label: labelOf(name),
    input,
    isRequired,
    options:
      input === 'fact' ? (facts[options[0]!] ?? []) : options.map((value) => ({ value, label: choiceOf(name, value) })),
  }));
}

/** The facts of an owner as a page lists them: every kind that this reader may see, and the names of what they name. */
export async function listed(
  ctx: Ctx,
  word: 'producer' | 'product',
  id: string,
  asOf: { on?: string; known?: string } = {},
) {
  const room = word === 'producer' ? producer : product;
  const owner = await room.owner(ctx, id);
  const facts = await room.of(ctx, owner, asOf);
  const all = Object.values(facts).flat();
  const [names, back, marks] = await Promise.all([
    namesIn(ctx, owner, all),
    sentBack(ctx, all),
    behalfMarks(
      ctx,
      all.map(({ id: fact }) => fact),
    ),
  ]);
  return {
    owner,
    kinds: Object.entries(facts).map(([name, rows]) => ({
      name,
      isOfficial: !!room.kinds[name]!.isOfficial,
      fields: Object.keys(room.kinds[name]!.fields),
      rows: rows.map((row) =>
        Object.assign({}, row, { mark: marks[row.id] ?? null, returned: back.get(`${row.id}:${row.version}`) ?? null }),
      ),
    })),
    names,
  };
}

/** The names of what facts of an owner name: partners, facilities, sourcing areas. */
export async function namesIn(ctx: Ctx, owner: Owner, rows: readonly DatedRow[]): Promise<Record<string, string>> {
  const [partners, own]: [Record<string, string>, Record<string, Choice[]>] = await Promise.all([
    producerNames(
      ctx,
      rows.flatMap(({ partner_id }) => (partner_id ? [String(partner_id)] : [])),
    ),
    rows.some((row) => row.facility_id ?? row.sourcing_area_id) ? nameable(ctx, owner) : {},
  ]);
  const named = Object.values(own).flatMap((choices) => choices.map(({ value, label }) => [value, label]));
  return { ...partners, ...(Object.fromEntries(named) as Record<string, string>) };
}

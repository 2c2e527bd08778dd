import { isStaff } from '#domain/identity/rules';
import { facilitiesOf, ownProducer, producerForEdit } from '#domain/producers/queries';
import { publicProduct } from '#domain/products/queries';
import type { proposalById } from '#domain/proposals/queries';
import type { Ctx } from '#kernel/context';
import { textOf, nameOf } from '#ui/names.ts';
import { setChoices } from '../office/products/sets.ts';
import { productValues } from '../office/products/values.ts';
import { labelOf, shown, valuesOf } from './fields.ts';
import { listed, roomOfKind } from './registry.ts';

type Proposal = Awaited<ReturnType<typeof proposalById>>;
type Values = Record<string, unknown>;

// Names of things, not what is said of them; a commune is shown by its place.
const unsaid = new Set(['id', 'version', 'kind', 'producer', 'commune', 'place_of']);

/** What stands now of the thing that a proposal changes, by the names of its form; {} for something new. */
async function standing(ctx: Ctx, { act, input, subject_id }: Proposal): Promise<Values> {
  if (act.endsWith('_fact')) {
    const kind = String(input.kind);
    const wordings = await roomOfKind(kind).wordings(ctx, kind, String(input.id));
    const current = wordings.find(({ superseded_at }) => !superseded_at);
    return current ? valuesOf(current) : {};
  }
  if (act === 'producers.correct_registration')
    return isStaff(ctx.actor) ? producerForEdit(ctx, subject_id) : ownProducer(ctx, subject_id);
  if (act === 'producers.change_facility') {
    const facility = (await facilitiesOf(ctx, subject_id)).find(({ id }) => id === input.id);
    return facility ? { ...facility, from: facility.valid_from, until: facility.valid_to, place: null } : {};
  }
  return act === 'products.change' ? productValues(await publicProduct(ctx, subject_id), '') : {};
}

/** What a proposal would change, line by line, as people read it. */
export async function changeOf(ctx: Ctx, proposal: Proposal) {
  const { act, input, subject_kind, subject_id } = proposal;
  const [now, { names }] = await Promise.all([
    standing(ctx, proposal),
    listed(ctx, subject_kind as 'producer' | 'product', subject_id),
  ]);
  const isFact = act.endsWith('_fact');
  const text = (name: string, value: unknown) =>
    name === 'set_no' && value
      ? (setChoices(ctx.locale).find((set) => set.value === Number(value))?.label ?? '')
      : name === 'activity'
        ? (textOf(`producers.activity.${String(value)}`) ?? '')
        : shown(name, value === '' ? null : value === 'on' ? true : value, names, ctx.locale);
  const said = Object.keys(input).filter((name) => !unsaid.has(name));
  const ended: [string, unknown][] = act.endsWith('end_fact') ? [['until', input.on]] : [];
  const pairs: [string, unknown][] = ended.length ? ended : said.map((name) => [name, input[name]]);
  const lines = pairs
    .map(([name, value]) => ({
      label: isFact ? labelOf(name) : (nameOf(name) ?? labelOf(name)),
      before: text(name, now[name]),
      after: text(name, Array.isArray(value) ? value.join(',') : value),
    }))
    .filter(({ before, after }) => before !== after);
  return { what: isFact ? textOf(`facts.kind.${String(input.kind)}`) : null, lines };
}

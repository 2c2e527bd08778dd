import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import { producerFacts, producerOwner } from '#domain/producers/facts';
import { productFacts, productOwner } from '#domain/products/facts';
import { papersOf } from '#domain/papers/queries';
import { decision } from '#domain/criteria/sheets';
import { isPrivate } from '#domain/producers/rules';
import { currentProcess, samplesOf } from '#domain/grading/process/decision';
import type { Dossier } from './queries.ts';

/** What forms 01 and 02 print from the register. `at`: where it is mended; personal data are read by name elsewhere. */
export type Known = { name: string; value: string | null; at: 'producer' | 'product' | 'members'; must: boolean };

type Row = {
  kind: string | null;
  street: string | null;
  commune: string;
  province: string;
  contact_phone: string | null;
  contact_email: string | null;
  tax_code: string | null;
  registration_no: string | null;
  registered_on: string | null;
  members: number;
  facilities: number;
  named: boolean;
  pack: string | null;
  code: string | null;
};

/** The checklist of form 02, part I: kinds of paper and of fact, any of which ticks a line. */
const checklist = {
  registration: { papers: ['business_registration'], facts: [] },
  declaration: { papers: ['self_declaration'], facts: [] },
  food_safety: {
    papers: ['food_safety', 'safety_commitment', 'haccp', 'iso_22000', 'gmp'],
    facts: ['safety_commitment'],
  },
  property: { papers: ['trade_mark'], facts: ['registered_right'] },
} as const;
type CheckName = keyof typeof checklist;

/**
 * Everything that forms 01 and 02 print and the register knows: shown, never asked. The caller has read the dossier.
 * The representative's name is not read here, only whether there is one.
 */
export async function knownOf(
  ctx: Ctx | Tx,
  dossier: Pick<Dossier, 'id' | 'producer_id' | 'product_id' | 'producer' | 'product' | 'set_no'>,
) {
  const { rows } = await sql<Row>`
    select producer.kind, producer.street, producer.contact_phone, producer.contact_email, producer.tax_code,
      producer.registration_no, producer.registered_on, commune.name as commune, province.name as province,
      (select count(*)::int from producers.member where member.producer_id = producer.id and member.left_on is null) as members,
      (select count(*)::int from producers.facility where facility.producer_id = producer.id and facility.superseded_at is null
        and (facility.valid_to is null or facility.valid_to >= ${ctx.today}::date)) as facilities,
      exists (select from producers.representative where representative.producer_id = producer.id and representative.name is not null) as named,
      product.pack, product.code
    from producers.producer
    join products.product on product.id = ${dossier.product_id}
    left join areas.unit commune on commune.id = producer.commune_id left join areas.unit province on province.id = commune.parent_id
    where producer.id = ${dossier.producer_id}`.execute(ctx.db);
  const row = rows[0]!;
  const [papers, product, producer] = await Promise.all([
    papersOf(ctx, { kind: 'producer', id: dossier.producer_id }),
    productOwner(ctx, dossier.product_id).then((owner) => productFacts(ctx, owner, { on: ctx.today })),
    producerOwner(ctx, dossier.producer_id).then((owner) => producerFacts(ctx, owner, { on: ctx.today })),
  ]);
  const set = decision.sets.find(({ no }) => no === dossier.set_no)!;
  const group = decision.groups.find(({ code }) => code === set.group)!;
  const line = (name: string, value: string | number | null, at: Known['at'], must = false): Known => ({ name, value: value === null || value === 0 ? null : String(value), at, must }); // prettier-ignore
  const facts = { ...producer, ...product };
  const has = ({ papers: types, facts: kinds }: { papers: readonly string[]; facts: readonly string[] }) =>
    papers.some(({ type, state, verdict }) => types.includes(type) && state !== 'expired' && verdict !== 'wrong') ||
    kinds.some((kind) => facts[kind]?.length);
  return {
    isPrivate: isPrivate(row.kind),
    kind: row.kind,
    lines: [
      line('producer', dossier.producer, 'producer', true),
      line('address', [row.street, row.commune, row.province].filter(Boolean).join(', '), 'producer', true),
      line('phone', row.contact_phone, 'producer', true),
      line('email', row.contact_email, 'producer'),
      line('tax_code', row.tax_code, 'producer'),
      line('registration_no', row.registration_no ?? row.tax_code, 'producer', true),
      line('registered_on', row.registered_on, 'producer'),
      line('members', row.members, 'members'),
      line('facilities', row.facilities, 'producer'),
      line('product', dossier.product, 'product', true),
      line('code', row.code, 'product'),
      line('pack', row.pack, 'product', true),
      line('group', `${group.code}. ${group.name[ctx.locale]}`, 'product'),
      line('set', `${set.no}. ${set.name[ctx.locale]}`, 'product'),
      line('samples', samplesOf(currentProcess, dossier.set_no) || null, 'product'),
    ],
    /** Whether the register names the representative; who it is only its own action reads. */
    represented: row.named,
    checks: (Object.keys(checklist) as CheckName[]).map((name) => ({ name, held: !!has(checklist[name]) })),
  };
}

/** What the forms must print and the register does not know. */
export const unknownOf = ({ lines, represented }: { lines: readonly Known[]; represented: boolean }): string[] => [
  ...lines.filter(({ must, value }) => must && value === null).map(({ name }) => name),
  ...(represented ? [] : ['representative']),
];

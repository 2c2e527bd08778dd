import { decision } from '#domain/criteria/sheets';
import { addDays, addMonths } from '#domain/papers/rules';

type Fact = { valid_from: string | null; valid_to: string | null } & Record<string, unknown>;
type Facts = Record<string, readonly Fact[]>;

/** A thing that a producer has to do: what, about what, and by which day (null: no day is set). */
export type Due = {
  what: 'regrade' | 'regrade_late' | 'confirm' | 'ending' | 'missing' | 'label';
  kind: string | null;
  product: string | null;
  /** The first day it can be done, where there is one. */
  from: string | null;
  by: string | null;
};

/**
 * The facts that the targets of the programme count (targets of provincial flagship products, first half of 2019): of a
 * producer, and of each product. What only officials decide is not the producer's to do.
 */
const countedOfProducer = [
  'safety_commitment',
  'supply_contract',
  'advanced_processing',
  'modern_technology',
  'quality_system',
  'training',
] as const;
const ofProduct: readonly { kind: string; of: readonly string[] }[] = [
  { kind: 'packaging', of: ['packaging'] },
  { kind: 'registered_right', of: ['registered_right'] },
  { kind: 'trace_code', of: ['trace_code'] },
  { kind: 'sales_place', of: ['sales_place', 'listing'] }, // either is a channel
  { kind: 'listing', of: ['listing'] },
];

const holds = (fact: Fact, today: string) =>
  (fact.valid_from === null || fact.valid_from <= today) && (fact.valid_to === null || fact.valid_to >= today);

const soonDays = 60;

const { earliestDaysBeforeExpiry, latestDaysBeforeExpiry } = decision.regrading.window;

/** When a certificate is to be graded again: the file is handed in from 180 to 120 days before its end (26/2026/QĐ-TTg, article 7.6a). */
export function regrading(until: string, today: string): Pick<Due, 'what' | 'from' | 'by'> | null {
  const [from, by] = [addDays(until, -earliestDaysBeforeExpiry), addDays(until, -latestDaysBeforeExpiry)];
  if (today < from || today > until) return null;
  return today <= by ? { what: 'regrade', from, by } : { what: 'regrade_late', from: null, by: until };
}

type Held = {
  producer: Facts;
  confirmedOn: string | null;
  products: { id: string; validUntil: string | null; facts: Facts; labelMisses: number }[];
};

/** Everything a producer has to do, what has a day first, by that day; then what is missing. */
export function duesOf({ producer, confirmedOn, products }: Held, today: string): Due[] {
  const stands = (facts: Facts, kinds: readonly string[]) =>
    kinds.some((kind) => (facts[kind] ?? []).some((fact) => holds(fact, today) && fact.stage !== 'filed'));
  const ending = (facts: Facts, product: string | null): Due[] =>
    Object.entries(facts).flatMap(([kind, rows]) =>
      // What has a successor already is not told.
      rows
        .filter((row) => holds(row, today) && row.valid_to !== null && row.valid_to <= addDays(today, soonDays))
        .filter((row) => !rows.some((other) => (other.valid_to ?? '9') > row.valid_to!))
        .map((row) => ({ what: 'ending' as const, kind, product, from: null, by: row.valid_to })),
    );
  const missing = (kind: string, product: string | null): Due => ({
    what: 'missing',
    kind,
    product,
    from: null,
    by: null,
  });
  const confirmed = confirmedOn !== null && addMonths(confirmedOn, 12) >= today;
  const dues: Due[] = [
    ...(confirmed ? [] : [{ what: 'confirm' as const, kind: null, product: null, from: null, by: null }]),
    ...ending(producer, null),
    ...countedOfProducer.filter((kind) => !stands(producer, [kind])).map((kind) => missing(kind, null)),
    ...products.flatMap(({ id, validUntil, facts, labelMisses }) => {
      const window = validUntil ? regrading(validUntil, today) : null;
      return [
        ...(window ? [{ ...window, kind: null, product: id }] : []),
        ...ending(facts, id),
        ...ofProduct.filter(({ of }) => !stands(facts, of)).map(({ kind }) => missing(kind, id)),
        ...(labelMisses ? [{ what: 'label' as const, kind: null, product: id, from: null, by: null }] : []),
      ];
    }),
  ];
  const rank = ({ what, by }: Due) => (by ? `0${by}` : what === 'confirm' ? '1' : '2');
  return dues.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

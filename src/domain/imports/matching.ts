import type { Ctx, Tx } from '#kernel/context';
import { fold } from '#kernel/text';
import { covers } from '#domain/areas/rules';
import { findProducers, type KnownProducer } from '#domain/producers/batch';
import { type KnownProduct, productsOfProducers } from '#domain/products/batch';
import type { Decision } from './decisions.ts';
import type { Draft } from './reading.ts';
import type { Problem } from './row.ts';

/** What the register holds already of the producers and products that some rows name. */
export class Known {
  readonly #byTaxCode: Map<string, KnownProducer[]>;
  readonly #byName: Map<string, KnownProducer[]>;
  readonly #products: Map<string, KnownProduct>;

  constructor(producers: readonly KnownProducer[], products: readonly KnownProduct[]) {
    this.#byTaxCode = Map.groupBy(producers, ({ tax_code }) => tax_code ?? '');
    this.#byName = Map.groupBy(producers, ({ folded, commune_id }) => `${folded}|${commune_id}`);
    this.#products = new Map(products.map((one) => [`${one.producer_id}|${fold(one.name)}`, one]));
  }

  /** Producers that a row may mean: the one of its tax code, else those of its name in its commune without another code. */
  producers({ producer }: Draft): KnownProducer[] {
    const code = producer.tax_code?.value;
    const coded = code ? this.#byTaxCode.get(code) : undefined;
    if (coded) return each(coded);
    const named = this.#byName.get(`${fold(producer.name)}|${producer.commune}`) ?? [];
    return each(code ? named.filter(({ tax_code }) => !tax_code) : named);
  }

  product(producer: string, name: string): KnownProduct | undefined {
    return this.#products.get(`${producer}|${fold(name)}`);
  }
}

/** Each producer once: one that others were merged into is known by their names, too. */
const each = (known: readonly KnownProducer[]) => [...new Map(known.map((one) => [one.id, one])).values()];

/** Asks the register once for all the rows. */
export async function knownTo(ctx: Ctx | Tx, drafts: readonly Draft[]): Promise<Known> {
  const producers = await findProducers(ctx, {
    taxCodes: [...new Set(drafts.flatMap(({ producer }) => producer.tax_code?.value ?? []))],
    names: [...new Set(drafts.map(({ producer }) => fold(producer.name)))],
    communes: [...new Set(drafts.map(({ producer }) => producer.commune))],
  });
  const products = await productsOfProducers(ctx, [...new Set(producers.map(({ id }) => id))]);
  return new Known(producers, products);
}

type Decided = Pick<Decision, 'decided_on' | 'decision_no' | 'year'>;

/** True if two records tell of one decision: its day with its number, or where one of them has none, the day alone. */
export const isSameDecision = (a: Decided, b: Decided): boolean =>
  a.decided_on || b.decided_on
    ? a.decided_on === b.decided_on && (a.decision_no === b.decision_no || !a.decision_no || !b.decision_no)
    : a.year === b.year;

/** Whether a row adds something, and what of the register hinders it. @param scopes where the person is an officer */
export function judge(
  draft: Draft,
  known: Known,
  scopes: readonly string[],
): { state: 'new' | 'known'; problems: Problem[] } {
  const reach = (path: string) => scopes.some((scope) => covers(scope, path));
  const [producer, another] = known.producers(draft);
  const refused = (problem: Problem) => ({ state: 'new' as const, problems: [problem] });
  if (another)
    return refused({ field: 'tax_code', key: 'imports.producer_several', params: { name: draft.producer.name } });
  if (!producer) return { state: 'new', problems: [] };
  if (!reach(producer.area_path))
    return refused({ field: 'producer', key: 'imports.producer_outside', params: { name: producer.name } });
  const product = known.product(producer.id, draft.product.name);
  const added = draft.recognitions.filter((one) => !product?.recognitions.some((held) => isSameDecision(one, held)));
  if (product && added.length && !reach(product.area_path))
    return refused({ field: 'product', key: 'imports.product_outside', params: { name: product.name } });
  return { state: product && !added.length ? 'known' : 'new', problems: [] };
}

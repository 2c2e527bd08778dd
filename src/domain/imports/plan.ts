import { fold } from '#kernel/text';
import type { NewProducer } from '#domain/producers/batch';
import type { NewProduct, NewRecognition } from '#domain/products/batch';
import { isSameDecision, type Known } from './matching.ts';
import type { Draft } from './reading.ts';

export type Plan = { producers: NewProducer[]; products: NewProduct[]; stars: NewRecognition[] };

/**
 * What a worksheet adds to the register: each producer and product once, however many rows name it, and each decision
 * that is not recorded yet. A later row fills what the first one left empty. What stands already is not touched.
 * @param nextId makes the ids of what is new
 */
export function planOf(drafts: readonly Draft[], known: Known, nextId: () => string): Plan {
  const producers = new Map<string, NewProducer>();
  const products = new Map<string, NewProduct>();
  const stars: NewRecognition[] = [];
  const decided = new Map<string, Draft['recognitions']>();
  for (const draft of drafts) {
    const [held] = known.producers(draft);
    const key = held?.id ?? keyOf(draft, producers);
    if (!held) {
      const { area_path, ...input } = draft.producer;
      const before = producers.get(key);
      if (before) before.input = filled(before.input, input);
      else producers.set(key, { id: nextId(), input, area_path });
    }
    const producer = held?.id ?? producers.get(key)!.id;
    const product = known.product(producer, draft.product.name);
    const productKey = `${producer}|${fold(draft.product.name)}`;
    const { area_path } = draft.producer;
    if (!product && !products.has(productKey))
      products.set(productKey, {
        id: nextId(),
        producer: { id: producer, isDemo: held?.isDemo ?? false },
        input: draft.product,
        area_path,
      });
    const place = product ?? products.get(productKey)!;
    const recorded = decided.get(place.id) ?? [];
    decided.set(place.id, recorded);
    for (const values of draft.recognitions) {
      if ([...(product?.recognitions ?? []), ...recorded].some((one) => isSameDecision(one, values))) continue;
      recorded.push(values);
      stars.push({ id: nextId(), product: { id: place.id, area_path: place.area_path }, values });
    }
  }
  return { producers: [...producers.values()], products: [...products.values()], stars };
}

/** One producer of the worksheet: by its tax code, or by name and commune; a row without the code means the one of its name. */
function keyOf({ producer }: Draft, seen: Map<string, NewProducer>): string {
  const named = `${fold(producer.name)}|${producer.commune}`;
  const code = producer.tax_code?.value;
  if (!code) return named;
  const before = seen.get(named)?.input.tax_code?.value;
  return !seen.has(named) || !before || before === code ? named : `${named}|${code}`;
}

const filled = <T extends object>(before: T, later: T): T => ({
  ...later,
  ...Object.fromEntries(Object.entries(before).filter(([, value]) => value !== null)),
}) as T; // prettier-ignore

import { action, touch } from '#kernel/action';
import { fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { cite } from '#domain/producers/citations';
import { holds } from '#domain/identity/rules';
import { relist } from './listing.ts';
import { CiteProduct } from './schema.ts';

/**
 * Quotes a real product from a public source: read-only, never counted, never shown with a star. Nothing is added to
 * what the source says.
 */
export const citeProduct = action(
  { name: 'products.cite', input: CiteProduct, may: (actor) => holds(actor, 'administrator') },
  async (tx, input) => {
    const commune = input.commune
      ? await tx.db
          .selectFrom('areas.unit')
          .select(['id', 'path'])
          .where('id', '=', input.commune)
          .where('valid_to', 'is', null)
          .executeTakeFirst()
      : null;
    if (commune === undefined) throw fieldError('commune', 'producers.commune_unknown');
    const area_path = commune?.path ?? tx.runtime.config.area;
    const producer = input.producer
      ? await cite(tx, { name: input.producer, kind: input.producer_kind, area_path })
      : null;
    const id = newId();
    await tx.db
      .insertInto('products.product')
      .values({
        id,
        origin: 'citation',
        producer_id: producer,
        set_no: input.set_no,
        name: input.name,
        commune_id: commune?.id ?? null,
        area_path,
        changed_at: tx.now,
        created_at: tx.now,
      })
      .execute();
    await tx.db
      .insertInto('products.citation')
      .values({
        product_id: id,
        producer_as_reported: input.producer,
        place_as_reported: input.place,
        stars: input.stars,
        year: input.year,
        decision_no: input.decision_no,
        decided_on: input.decided_on,
        confidence: input.confidence,
        sources: input.sources,
      })
      .execute();
    await record(tx, 'product.cited', { kind: 'product', id, area: area_path });
    await relist(tx, [id]);
    touch(tx, 'products', 'producers', `producer:${producer}`);
    return { id };
  },
);

import type { Pointer } from '#kernel/pointers';

const fact = (name: string): Pointer => ({
  to: 'product',
  table: `products.${name}`,
  column: 'product_id',
  key: 'id',
  standing: 'superseded_at',
});

/** What hangs on a product, and products on their producer. One decision recorded of both stands once. */
export const productsPointers: readonly Pointer[] = [
  { to: 'producer', table: 'products.product', column: 'producer_id', key: 'id' },
  { ...fact('recognition'), twin: { same: ['decision_no', 'decided_on', 'stars'], closes: true } },
  fact('withdrawal'),
  fact('packaging'),
  fact('registered_right'),
  fact('trace_code'),
  fact('channel'),
  fact('fair_readiness'),
  fact('class_membership'),
  fact('label'),
  { to: 'product', table: 'products.old_code', column: 'product_id', key: 'code', twin: { same: ['code'] } },
];

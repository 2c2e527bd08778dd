import type { Pointer } from '#kernel/pointers';

const fact = (name: string, ...shows: string[]): Pointer => ({
  to: 'product',
  shows,
  table: `products.${name}`,
  column: 'product_id',
  key: 'id',
  standing: 'superseded_at',
});

/** What hangs on a product, and products on their producer. One decision recorded of both stands once. */
export const productsPointers: readonly Pointer[] = [
  { to: 'producer', table: 'products.product', column: 'producer_id', key: 'id', shows: ['name', 'pack'] },
  {
    ...fact('recognition', 'decision_no', 'decided_on'),
    twin: { same: ['decision_no', 'decided_on', 'stars'], closes: true },
  },
  fact('withdrawal', 'decision_no', 'valid_from'),
  fact('packaging', 'description'),
  fact('registered_right', 'number', 'owner'),
  fact('trace_code', 'code'),
  fact('channel', 'name', 'address'),
  fact('fair_readiness', 'valid_from'),
  fact('class_membership', 'decision_no'),
  fact('label', 'label_name'),
  { to: 'product', table: 'products.picture', column: 'product_id', key: 'id', shows: ['alt'] },
  {
    to: 'product',
    table: 'products.old_code',
    column: 'product_id',
    key: 'code',
    shows: ['code'],
    twin: { same: ['code'] },
  },
];

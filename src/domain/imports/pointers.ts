import type { Pointer } from '#kernel/pointers';

/** The stars that a worksheet added to a product, so that they can still be taken back. */
export const importsPointers: readonly Pointer[] = [
  { to: 'product', table: 'imports.added', column: 'product_id', key: 'id' },
];

import type { Pointer } from '#kernel/pointers';

/** A product has one open self-assessment: that of the one that stays. */
export const gradingPointers: readonly Pointer[] = [
  { to: 'producer', table: 'grading.self_assessment', column: 'producer_id', key: 'id' },
  {
    to: 'product',
    table: 'grading.self_assessment',
    column: 'product_id',
    key: 'id',
    standing: 'closed_at',
    twin: { same: [], closes: true },
  },
  { to: 'producer', table: 'grading.idea', column: 'producer_id', key: 'id', shows: ['name'] },
  { to: 'product', table: 'grading.idea', column: 'product_id', key: 'id', shows: ['name'] },
];

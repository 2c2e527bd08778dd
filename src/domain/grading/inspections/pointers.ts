import type { Pointer } from '#kernel/pointers';

/** What was looked at after the star follows the product and the producer. */
export const inspectionsPointers: readonly Pointer[] = [
  { to: 'product', table: 'grading.inspection', column: 'product_id', key: 'id', shows: ['planned_on'] },
  { to: 'producer', table: 'grading.inspection', column: 'producer_id', key: 'id', shows: ['planned_on'] },
  { to: 'product', table: 'grading.withdrawal_case', column: 'product_id', key: 'id', shows: ['found_on'] },
];

import type { Pointer } from '#kernel/pointers';

const product = (table: string, key: string, shows?: readonly string[]): Pointer => ({
  to: 'product',
  table,
  column: 'product_id',
  key,
  ...(shows && { shows }),
});
const producer = (table: string): Pointer => ({ to: 'producer', table, column: 'producer_id', key: 'id' });

/** What was decided, told and complained about follows the product and the producer that it is about. */
export const decisionsPointers: readonly Pointer[] = [
  product('grading.decision_line', 'id', ['certificate_no']),
  product('grading.certificate', 'recognition_id', ['number']),
  product('grading.letter', 'id', ['kind']),
  producer('grading.letter'),
  product('grading.complaint', 'id', ['filed_on']),
  producer('grading.complaint'),
];

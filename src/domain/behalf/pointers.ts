import { sql } from 'kysely';
import type { Pointer } from '#kernel/pointers';

/** What was entered for a producer follows it with its place: its people confirm it there. Codes run out by themselves. */
export const behalfPointers: readonly Pointer[] = [
  {
    to: 'producer',
    table: 'behalf.entry',
    column: 'producer_id',
    key: 'id',
    also: (to) => sql`, area_path = (select area_path from producers.producer where id = ${to})`,
  },
];

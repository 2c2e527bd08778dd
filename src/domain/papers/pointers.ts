import { sql } from 'kysely';
import type { Pointer } from '#kernel/pointers';

const standing = 'superseded_at';

/** Papers follow their owner to its place; of two with one number the paper of the one that stays is enough. */
export const papersPointers: readonly Pointer[] = [
  {
    to: 'producer',
    table: 'papers.paper',
    column: 'owner_id',
    key: 'id',
    standing,
    shows: ['number', 'issuer', 'issued_on'],
    also: (to) =>
      sql`, organisation_id = ${to}, area_path = (select area_path from producers.producer where id = ${to})`,
    twin: { same: ['type', 'number'], closes: true },
  },
  ...(['producer', 'product'] as const).map((to): Pointer => ({
    to,
    table: 'papers.cover',
    column: 'subject_id',
    key: 'id',
    only: { column: 'subject_kind', value: to },
    standing,
    twin: { same: ['paper_id'], closes: true },
  })),
];

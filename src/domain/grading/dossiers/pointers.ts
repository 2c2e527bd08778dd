import type { Pointer } from '#kernel/pointers';

/** Dossiers follow their product and producer; of two that are open the one that goes away stays where it is. */
export const dossiersPointers: readonly Pointer[] = [
  { to: 'producer', table: 'grading.dossier', column: 'producer_id', key: 'id', shows: ['commune_no', 'kind'] },
  {
    to: 'product',
    table: 'grading.dossier',
    column: 'product_id',
    key: 'id',
    shows: ['commune_no', 'kind'],
    twin: { same: ['is_open'] },
  },
];

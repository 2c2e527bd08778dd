import type { Pointer } from '#kernel/pointers';

const fact = (name: string): Pointer => ({
  to: 'producer',
  table: `producers.${name}`,
  column: 'producer_id',
  key: 'id',
  standing: 'superseded_at',
});

/**
 * What hangs on a producer. Its names in time stay with it, an answer of a day that the other one has answered, too, and
 * its representative where the other one has its own.
 */
export const producersPointers: readonly Pointer[] = [
  fact('facility'),
  fact('technology'),
  fact('sourcing_area'),
  fact('supply_contract'),
  fact('safety_commitment'),
  fact('quality_system'),
  fact('training'),
  { ...fact('confirmation'), twin: { same: ['valid_from'] } },
  { ...fact('supply_contract'), column: 'partner_id', key: 'row_id' },
  { to: 'producer', table: 'producers.member', column: 'producer_id', key: 'id', standing: 'left_on' },
  { to: 'producer', table: 'producers.representative', column: 'producer_id', key: 'producer_id', twin: { same: [] } },
];

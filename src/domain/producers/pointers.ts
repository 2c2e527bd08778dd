import type { Pointer } from '#kernel/pointers';

const fact = (name: string, ...shows: string[]): Pointer => ({
  to: 'producer',
  shows,
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
  fact('facility', 'name', 'street'),
  fact('technology', 'technology'),
  fact('sourcing_area', 'name', 'material'),
  fact('supply_contract', 'partner', 'material', 'number'),
  fact('safety_commitment', 'received_by', 'number'),
  fact('quality_system', 'issuer', 'number'),
  fact('training', 'course'),
  { ...fact('confirmation', 'valid_from'), twin: { same: ['valid_from'] } },
  { ...fact('supply_contract', 'partner', 'material', 'number'), column: 'partner_id', key: 'row_id' },
  { to: 'producer', table: 'producers.member', column: 'producer_id', key: 'id', standing: 'left_on' },
  { to: 'producer', table: 'producers.representative', column: 'producer_id', key: 'producer_id', twin: { same: [] } },
];

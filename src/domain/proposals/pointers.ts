import type { Pointer } from '#kernel/pointers';

const subject = (to: Pointer['to']): Pointer => ({
  to,
  table: 'proposals.proposal',
  column: 'subject_id',
  key: 'id',
  only: { column: 'subject_kind', value: to },
});

/** Proposals that were decided (open ones are decided before a merge), and why a fact was sent back. */
export const proposalsPointers: readonly Pointer[] = [
  { to: 'producer', table: 'proposals.proposal', column: 'producer_id', key: 'id' },
  { to: 'producer', table: 'proposals.sent_back', column: 'producer_id', key: 'fact_id' },
  subject('producer'),
  subject('product'),
];

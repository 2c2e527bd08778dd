import type { Pointer } from '#kernel/pointers';

const subject = (to: Pointer['to']): Pointer => ({
  to,
  table: 'proposals.proposal',
  column: 'subject_id',
  key: 'id',
  only: { column: 'subject_kind', value: to },
});

/** Proposals that were decided; open ones are decided before a merge. */
export const proposalsPointers: readonly Pointer[] = [
  { to: 'producer', table: 'proposals.proposal', column: 'producer_id', key: 'id' },
  subject('producer'),
  subject('product'),
];

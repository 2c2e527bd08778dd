import type { Pointer } from '#kernel/pointers';

/** Whoever acts for a producer that was merged acts for the one that it is. */
export const identityPointers: readonly Pointer[] = [
  { to: 'producer', table: 'identity.role_grant', column: 'organisation_id', key: 'id', standing: 'ended_at' },
  { to: 'producer', table: 'identity.invitation', column: 'organisation_id', key: 'id', standing: 'withdrawn_at' },
  { to: 'producer', table: 'identity.api_key', column: 'organisation_id', key: 'id', standing: 'ended_at' },
];

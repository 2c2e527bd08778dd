import { holds } from '#domain/identity/rules';
import { isOfDesk, type Owned } from '#domain/grading/dossiers/policy';
import type { Actor } from '#kernel/context';

/** Who ever works at a commune's desk: its officers, and the province's where they help. */
export const mayReview = (actor: Actor | null): boolean =>
  holds(actor, 'commune_officer', 'province_officer', 'administrator');

/** Who ever takes in what was proposed. */
export const mayTakeIn = (actor: Actor | null): boolean =>
  holds(actor, 'province_officer', 'ministry_officer', 'administrator');

/** Who can ever sit in an advisory group, or work for it. Whether this person does is asked of its decision. */
export const mayAdvise = (actor: Actor | null): boolean =>
  mayTakeIn(actor) || holds(actor, 'council_member', 'council_secretary', 'trade_officer', 'inspector');

type Placed = Pick<Owned, 'level' | 'area_path' | 'status'>;

/** The commune's desk while it has the dossier. */
export const canReview = (actor: Actor | null, dossier: Placed): boolean =>
  dossier.level === 'commune' && dossier.status === 'filed' && isOfDesk(actor, dossier);

/** The desk of the province or the ministry, where the dossier was proposed to it or is with it. */
export const canTakeIn = (actor: Actor | null, dossier: Placed): boolean =>
  dossier.level !== 'commune' && isOfDesk(actor, dossier);

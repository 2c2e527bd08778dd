import { isOfMinistry, isOfProvince } from '#domain/grading/dossiers/policy';
import { holds } from '#domain/identity/rules';
import { isOwnOf } from '#domain/producers/policy';
import type { Actor } from '#kernel/context';

type Placed = { level: string; area_path: string };

/** The OCOP office of the level: of the province that covers the place, or of the ministry. */
export const isOfOffice = (actor: Actor | null, { level, area_path }: Placed): boolean =>
  level === 'ministry' ? isOfMinistry(actor) : isOfProvince(actor, area_path);

/** Who may ever prepare, sign in and release decisions. */
export const mayDecide = (actor: Actor | null): boolean =>
  holds(actor, 'province_officer', 'ministry_officer', 'administrator');

/** Decisions in the making are seen by their office, by those who keep the councils' papers, and by auditors. */
export const mayReadDecisions = (actor: Actor | null): boolean =>
  mayDecide(actor) || holds(actor, 'auditor', 'council_secretary');

/** A complaint is filed by the producer's people, or for them at the desk. */
export const canComplain = (actor: Actor | null, about: { producer_id: string } & Placed): boolean =>
  isOwnOf(actor, about.producer_id) || isOfOffice(actor, about);

export const mayComplain = (actor: Actor | null): boolean =>
  mayDecide(actor) || holds(actor, 'producer_owner', 'producer_member');

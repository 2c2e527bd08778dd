import type { Actor } from '#kernel/context';

/** A worksheet holds people's names and numbers: it is there for whoever brought it, and for nobody else. */
export const canSeeImport = (actor: Actor | null, run: { person_id: string | null }): boolean =>
  !!actor && (!!actor.system || (run.person_id !== null && run.person_id === actor.id));

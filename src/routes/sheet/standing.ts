import { type Grade, type Star } from '#domain/criteria/rules';
import { m } from '#paraglide/messages';

/** The result in a few words: nothing is said to be reached before an answer, and all is provisional until the last one. */
export function standing(graded: Grade, answered: number, of: number): string {
  if (graded.stars === null) return m[`criteria.not_graded_${graded.outcome as 'stopped'}`]();
  if (answered === 0) return m['criteria.not_begun']();
  return answered < of ? m['criteria.stars_so_far']({ n: graded.stars }) : m['criteria.stars_now']({ n: graded.stars });
}

/** The star to head for: the one wanted while it is still ahead, else the next one that is certified. */
export function starAhead(graded: Grade, wanted: number | null): Star {
  const stars = graded.stars ?? 0;
  return (wanted && wanted > stars ? wanted : Math.min(5, Math.max(3, stars + 1))) as Star;
}

import { depositPaper } from '#domain/papers/actions';
import type { Db } from '#kernel/db';
import { systemCtx } from './context.ts';

/** Whose paper: a producer of Ba Chẽ, as a face reads it of the producer. */
export const ownedBy = (producer: string, area = 'VN/22/06970') => ({
  kind: 'producer',
  id: producer,
  organisation: producer,
  area,
});

/** What a form sends for a paper. */
export const aPaper = (producer: string, given: Record<string, unknown> = {}): Record<string, unknown> => ({
  owner: ownedBy(producer),
  type: 'food_safety',
  number: '12/2025/ATTP',
  issued_on: '2025-03-01',
  ...given,
});

/** A paper in the register. @returns its id */
export const paperOf = async (db: Db, producer: string, given: Record<string, unknown> = {}): Promise<string> =>
  (await depositPaper(systemCtx(db), aPaper(producer, given))).id;

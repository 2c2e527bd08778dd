import { z } from 'zod';
import { id, oneOf, optional, text, whole } from '#kernel/fields';
import { levels } from './rules.ts';

const version = () => whole(1, 1_000_000);

/** Which of two stays, which is led on to it, and why; each as it was seen. */
export const MergeTwo = z.strictObject({
  keep: id(),
  keep_version: version(),
  merge: id(),
  merge_version: version(),
  why: text(500),
});

export const UndoMerge = z.strictObject({ merge: id(), why: text(500) });

export const TellApart = z.strictObject({
  kind: oneOf(['producer', 'product']),
  one: id(),
  other: id(),
  why: text(500),
});

/** What the queue of pairs is asked for. */
export const PairFilter = z.strictObject({
  kind: optional(oneOf(['producer', 'product'])),
  level: optional(oneOf(levels)),
  page: whole(1, 10_000).default(1),
});

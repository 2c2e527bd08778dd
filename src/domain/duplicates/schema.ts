import { z } from 'zod';
import { id, oneOf, text, whole } from '#kernel/fields';

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

import type { Ctx } from '#kernel/context';
import { parse } from '#kernel/fields';
import { type Checkpoint, checkpoint, compareCheckpoint, type Comparison } from '#kernel/seal';
import { CheckpointQuery } from './schema.ts';

/**
 * The newest checkpoint of the sealed log, which anybody may note, and what an older one that was noted says of the
 * log of today.
 * @param raw `seq` and `hash` of the noted one, or neither
 * @throws AppError input.invalid
 */
export async function readCheckpoint(
  ctx: Ctx,
  raw: unknown,
): Promise<{ newest: Checkpoint | null; compared: Comparison | null }> {
  const { seq, hash } = parse(CheckpointQuery, raw);
  return {
    newest: await checkpoint(ctx),
    compared: seq !== null && hash !== null ? await compareCheckpoint(ctx, { seq, hash }) : null,
  };
}

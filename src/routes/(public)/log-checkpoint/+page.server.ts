import { readCheckpoint } from '#domain/identity/checkpoint';
import { CheckpointQuery } from '#domain/identity/schema';
import { listBy } from '#ui/list.ts';
import type { PageServerLoad } from './$types.js';

/** Never kept: whoever notes a checkpoint notes the one of this moment. */
export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  event.setHeaders({ 'cache-control': 'no-store' });
  const list = await listBy(event, CheckpointQuery, (noted) => readCheckpoint(ctx, noted));
  const { newest, compared } = list.found ?? { ...(await readCheckpoint(ctx, {})), compared: null };
  return { typed: list.typed, issues: list.issues, newest, compared };
};

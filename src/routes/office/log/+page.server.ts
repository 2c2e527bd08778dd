import { readLog } from '#domain/identity/log';
import { LogQuery } from '#domain/identity/schema';
import { listBy } from '#ui/list.ts';
import { namedSubjects } from './subjects.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  return listBy(event, LogQuery, async (filter) => {
    const { items, next } = await readLog(ctx, filter);
    return { items: await namedSubjects(ctx, items), next };
  });
};

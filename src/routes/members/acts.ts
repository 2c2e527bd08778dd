import type { RequestEvent } from '@sveltejs/kit';
import { addMember, changeMember, memberCounts, readMembers } from '#domain/producers/members';
import type { Ctx } from '#kernel/context';
import { save, submit } from '#ui/form.ts';

type Event = Pick<RequestEvent, 'request' | 'locals'>;

/** The page of a producer's members: counts for whoever sees the producer; names only at a press, for each reading is logged. */
export const countsFor = async (ctx: Ctx, producer: { id: string; name: string; kind: string | null }) => ({
  producer: { id: producer.id, name: producer.name },
  counts: await memberCounts(ctx, producer),
});

/** The acts of the page, in the office and in the workspace. */
export const memberActs = (base: string) => {
  const homeOf = (id: string) => `${base}/producers/${id}/members`;
  return {
    show: (event: Event & { params: { id: string } }) =>
      submit(event, async () => ({ members: await readMembers(event.locals.ctx, { producer: event.params.id }) })),
    add: (event: Event & { params: { id: string } }) =>
      save(event, async (fields) => {
        await addMember(event.locals.ctx, { ...fields, producer: event.params.id });
        return homeOf(event.params.id);
      }),
    change: (event: Event & { params: { id: string } }) =>
      save(event, async (fields) => {
        await changeMember(event.locals.ctx, fields);
        return homeOf(event.params.id);
      }),
  };
};

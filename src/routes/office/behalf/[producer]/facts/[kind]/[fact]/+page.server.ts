import { enterOnBehalf } from '#domain/behalf/actions';
import { helped } from '#domain/behalf/queries';
import { save } from '#ui/form.ts';
import { homeOfFact, oneFact } from '../../../../../../facts/pages.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { voice } = await helped(ctx, params.producer);
  return { ...(await oneFact(voice, '/office', params.kind, params.fact)), home: `/office/behalf/${params.producer}` };
};

/** The producer's own act; for what an official has checked, the proposal of it. */
const act = (verb: 'correct_fact' | 'end_fact') => (event: RequestEvent) =>
  save(event, async ({ note = '', ...fields }) => {
    const { ctx } = event.locals;
    const { producer, kind, fact } = event.params;
    const { voice } = await helped(ctx, producer);
    const [{ word }, { bar }] = await Promise.all([
      homeOfFact(ctx, '/office', kind, fact),
      oneFact(voice, '/office', kind, fact),
    ]);
    const [name, input] = [`${word}s.${verb}`, { ...fields, kind, id: fact }];
    await enterOnBehalf(
      ctx,
      bar === 'checked'
        ? { producer, act: 'proposals.make', input: { act: name, input, note } }
        : { producer, act: name, input },
    );
    return `/office/behalf/${producer}`;
  });

export const actions: Actions = { correct: act('correct_fact'), end: act('end_fact') };

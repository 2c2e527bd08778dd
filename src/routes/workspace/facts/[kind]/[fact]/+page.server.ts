import { coverSubject } from '#domain/papers/covers';
import { papersOf } from '#domain/papers/queries';
import { subjectKinds } from '#domain/papers/rules';
import type { Ctx } from '#kernel/context';
import { fieldError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { changeFact, homeOfFact, oneFact } from '../../../../facts/pages.ts';
import { roomOfKind } from '../../../../facts/registry.ts';
import { propose } from '../../../propose.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => ({
  ...(await oneFact(ctx, '/workspace', params.kind, params.fact)),
  papers: await citations(ctx, params.kind, params.fact),
});

/** The papers that go with this fact, and the others of its producer; null for a kind that no paper is about. */
async function citations(ctx: Ctx, kind: string, fact: string) {
  if (!(subjectKinds as readonly string[]).includes(kind)) return null;
  const producer = (await roomOfKind(kind).ownerOf(ctx, kind, fact))!;
  const [cited, all] = await Promise.all([
    papersOf(ctx, { kind, id: fact }),
    papersOf(ctx, { kind: 'producer', id: producer }),
  ]);
  return {
    add: `/workspace/producers/${producer}/papers/new?cover=${kind}:${fact}`,
    cited: cited.map(({ id, type_name, number, state, end, verdict }) => ({
      id,
      type_name,
      number,
      state,
      end,
      verdict,
    })),
    others: all
      .filter(({ id }) => !cited.some((one) => one.id === id))
      .map(({ id, type_name, number }) => ({ value: id, label: [type_name, number].filter(Boolean).join(' ') })),
  };
}

/** What an official has checked is proposed by the very action that would change it. */
const proposed = (verb: string) => async (event: RequestEvent) => {
  const { kind, fact } = event.params;
  const { home, word } = await homeOfFact(event.locals.ctx, '/workspace', kind, fact);
  return propose(event, `${word}s.${verb}`, home, (fields) => ({ ...fields, kind, id: fact }));
};

export const actions: Actions = {
  correct: (event) => changeFact(event, '/workspace', event.params, 'correct'),
  end: (event) => changeFact(event, '/workspace', event.params, 'end'),
  proposeCorrect: proposed('correct_fact'),
  proposeEnd: proposed('end_fact'),
  cite: (event) =>
    save(event, async ({ paper }) => {
      const { ctx } = event.locals;
      const { kind, fact } = event.params;
      const { home } = await homeOfFact(ctx, '/workspace', kind, fact);
      const own = await citations(ctx, kind, fact);
      if (!own?.others.some(({ value }) => value === paper)) throw fieldError('paper', 'fields.choice');
      await coverSubject(ctx, { paper, subject: { kind, id: fact } });
      return home;
    }),
};

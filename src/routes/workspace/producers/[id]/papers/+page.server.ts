import { expiringPapers, papersOf } from '#domain/papers/queries';
import { ownProducer } from '#domain/producers/queries';
import { nextStep } from '../../../paper-steps.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { id, name } = await ownProducer(ctx, params.id);
  const [papers, due] = await Promise.all([papersOf(ctx, { kind: 'producer', id }), expiringPapers(ctx, 1000)]);
  const open = new Set(due.map((paper) => paper.id));
  return {
    producer: { id, name },
    papers: papers.map((paper) => ({
      id: paper.id,
      name: paper.type_name,
      number: paper.number,
      state: paper.state,
      end: paper.end,
      verdict: paper.verdict,
      next: nextStep(ctx, paper, open.has(paper.id)),
      renews: open.has(paper.id),
    })),
  };
};

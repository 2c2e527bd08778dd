import { takeBackPaper } from '#domain/papers/actions';
import { coverSubject, uncoverSubject } from '#domain/papers/covers';
import { canTakeBackPaper } from '#domain/papers/policy';
import { expiringPapers } from '#domain/papers/queries';
import { TakeBackPaper } from '#domain/papers/schema';
import { producerNames } from '#domain/producers/queries';
import { fileAddress } from '#kernel/files/address';
import { save } from '#ui/form.ts';
import { ticked } from '../../../office/sure.ts';
import { coverChoices, subjectsOf } from '../../../papers/subjects.ts';
import { nextStep } from '../../paper-steps.ts';
import { ownPaper } from './own.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { file, covers, ...paper } = await ownPaper(ctx, params.id);
  const [choices, names, due] = await Promise.all([
    coverChoices(ctx, paper.owner_id),
    producerNames(ctx, [paper.owner_id]),
    expiringPapers(ctx, 1000),
  ]);
  const covered = covers.map(({ subject_kind, subject_id }) => `${subject_kind}:${subject_id}`);
  const isDue = due.some(({ id }) => id === paper.id);
  return {
    paper,
    owner: names[paper.owner_id] ?? '',
    file: file && { name: file.name, kind: file.kind, address: fileAddress(ctx.runtime, file) },
    covered: choices.filter(({ value }) => covered.includes(value)),
    choices: choices.filter(({ value }) => !covered.includes(value)),
    next: nextStep(ctx, paper, isDue),
    renews: isDue,
    takesBack: canTakeBackPaper(ctx.actor, paper),
  };
};

async function oneSubject({ locals: { ctx }, params }: RequestEvent, cover: string | string[] | undefined) {
  const { owner_id } = await ownPaper(ctx, params.id);
  const [subject] = subjectsOf(cover ?? '', await coverChoices(ctx, owner_id));
  return { paper: params.id, subject };
}

export const actions: Actions = {
  cover: (event) =>
    save(event, async ({ cover }) => {
      await coverSubject(event.locals.ctx, await oneSubject(event, cover));
      return `/workspace/papers/${event.params.id}`;
    }),
  uncover: (event) =>
    save(event, async ({ cover }) => {
      await uncoverSubject(event.locals.ctx, await oneSubject(event, cover));
      return `/workspace/papers/${event.params.id}`;
    }),
  takeBack: (event) =>
    save(event, async (fields) => {
      const { ctx } = event.locals;
      const { owner_id } = await ownPaper(ctx, event.params.id);
      await takeBackPaper(ctx, ticked({ ...fields, id: event.params.id }, TakeBackPaper));
      return `/workspace/producers/${owner_id}/papers`;
    }),
};

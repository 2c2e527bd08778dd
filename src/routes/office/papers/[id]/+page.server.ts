import { fail } from '@sveltejs/kit';
import { peopleNames } from '#domain/identity/queries';
import { checkPaper, takeBackPaper } from '#domain/papers/actions';
import { coverSubject, uncoverSubject } from '#domain/papers/covers';
import { canCheckPaper, canDepositPaper, canTakeBackPaper } from '#domain/papers/policy';
import { paperById } from '#domain/papers/queries';
import { TakeBackPaper } from '#domain/papers/schema';
import { producerNames } from '#domain/producers/queries';
import { fileAddress } from '#kernel/files/address';
import { save } from '#ui/form.ts';
import { behalfMarks } from '../../../behalf/marks.ts';
import { ticked } from '../../sure.ts';
import { coverChoices, subjectsOf } from '../../../papers/subjects.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const { file, covers, ...paper } = await paperById(ctx, params.id);
  const [choices, owners, people, marks] = await Promise.all([
    coverChoices(ctx, paper.owner_id),
    producerNames(ctx, [paper.owner_id]),
    peopleNames(ctx, paper.checked_by ? [paper.checked_by] : []),
    behalfMarks(ctx, [paper.id]),
  ]);
  const covered = covers.map(({ subject_kind, subject_id }) => `${subject_kind}:${subject_id}`);
  return {
    paper,
    mark: marks[paper.id] ?? null,
    owner: owners[paper.owner_id] ?? '',
    checkedBy: people[paper.checked_by ?? ''] ?? 'OpenOCOP',
    file: file && { name: file.name, kind: file.kind, address: fileAddress(ctx.runtime, file) },
    covered: choices.filter(({ value }) => covered.includes(value)),
    choices: choices.filter(({ value }) => !covered.includes(value)),
    changes: canDepositPaper(ctx.actor, paper),
    checks: canCheckPaper(ctx.actor, paper),
    takesBack: canTakeBackPaper(ctx.actor, paper),
  };
};

type Fields = Record<string, string | string[]>;

/** A form of this page; a refusal says which one it was. */
const on =
  (form: string, act: (event: RequestEvent, fields: Fields) => Promise<string>) => async (event: RequestEvent) => {
    const refused = await save(event, (fields) => act(event, fields));
    return fail(refused.status, { ...refused.data, form });
  };

async function oneSubject({ locals: { ctx }, params }: RequestEvent, fields: Fields) {
  const { owner_id } = await paperById(ctx, params.id);
  const [subject] = subjectsOf(fields.cover ?? '', await coverChoices(ctx, owner_id));
  return { paper: params.id, subject };
}

export const actions: Actions = {
  check: on('check', async ({ locals: { ctx }, params }, fields) => {
    await checkPaper(ctx, { ...fields, id: params.id });
    return `/office/papers/${params.id}`;
  }),
  takeBack: on('takeBack', async ({ locals: { ctx }, params }, fields) => {
    const { owner_id } = await paperById(ctx, params.id);
    await takeBackPaper(ctx, ticked({ ...fields, id: params.id }, TakeBackPaper));
    return `/office/producers/${owner_id}`;
  }),
  cover: on('cover', async (event, fields) => {
    await coverSubject(event.locals.ctx, await oneSubject(event, fields));
    return `/office/papers/${event.params.id}`;
  }),
  uncover: on('cover', async (event, fields) => {
    await uncoverSubject(event.locals.ctx, await oneSubject(event, fields));
    return `/office/papers/${event.params.id}`;
  }),
};

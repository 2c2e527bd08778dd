import { addLines, changeDecision, dropDecision, dropLine, signDecision } from '#domain/grading/decisions/drafts';
import { decisionById } from '#domain/grading/decisions/queries';
import { scoredDossiers } from '#domain/grading/decisions/results';
import { releaseDecision } from '#domain/grading/decisions/release';
import { ReleaseDecision } from '#domain/grading/decisions/schema';
import { fileAddress } from '#kernel/files/address';
import { filesOf } from '#kernel/files/rows';
import { save } from '#ui/form.ts';
import { ticked } from '../../sure.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const decision = await decisionById(ctx, params.id);
  const file = decision.file_id ? (await filesOf(ctx, [decision.file_id])).get(decision.file_id) : undefined;
  const waiting = decision.status === 'draft' && decision.kind === 'recognise' ? await scoredDossiers(ctx) : [];
  return {
    decision,
    waiting: waiting
      .filter((row) => !row.decision_id && row.level === decision.level && (row.stars ?? 0) >= 3)
      .map(({ dossier_id, product, stars }) => ({ value: dossier_id, label: product, stars: stars! })),
    file: file ? { name: file.name, href: fileAddress(ctx.runtime, file) } : null,
    most: Math.round(ctx.runtime.config.uploadBytes / 1024 / 1024),
  };
};

export const actions: Actions = {
  add: (event) =>
    save(event, async (fields) => {
      await addLines(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/decisions/${event.params.id}`;
    }),
  change: (event) =>
    save(event, async (fields) => {
      await changeDecision(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/decisions/${event.params.id}`;
    }),
  drop_line: (event) =>
    save(event, async (fields) => {
      await dropLine(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/decisions/${event.params.id}`;
    }),
  drop: (event) =>
    save(event, async (fields) => {
      await dropDecision(event.locals.ctx, { ...fields, id: event.params.id });
      return '/office/results';
    }),
  sign: (event) =>
    save(event, async (fields) => {
      await signDecision(event.locals.ctx, { ...fields, id: event.params.id });
      return `/office/decisions/${event.params.id}`;
    }),
  release: (event) =>
    save(event, async (fields) => {
      const { version } = ticked(fields, ReleaseDecision.omit({ id: true }));
      await releaseDecision(event.locals.ctx, { id: event.params.id, version });
      return `/office/decisions/${event.params.id}`;
    }),
};

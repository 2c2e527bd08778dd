import { draftDecision } from '#domain/grading/decisions/drafts';
import { answerOfMinistry, sendToMinistry } from '#domain/grading/decisions/ministry';
import { tellResult } from '#domain/grading/decisions/outcomes';
import { mayDecide } from '#domain/grading/decisions/policy';
import { ministryFiles, scoredDossiers, stepsOf } from '#domain/grading/decisions/results';
import { rulesFor } from '#domain/grading/process/council-rules';
import { provinceOf } from '#domain/grading/process/rules';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  if (!mayDecide(ctx.actor)) throw new AppError('refused');
  const [rows, files] = await Promise.all([scoredDossiers(ctx), ministryFiles(ctx)]);
  const areas = [...new Set(rows.map(({ area_path }) => provinceOf(area_path)))];
  const ways = new Map(
    await Promise.all(
      areas.map(async (area) => [area, (await rulesFor(ctx, area)).rules.ministryOnMissedMinimum] as const),
    ),
  );
  return {
    rows: rows.map(({ merged, ...row }) => ({
      ...row,
      unmet: merged.unmet?.['5'] ?? [],
      reasons: merged.reasons ?? [],
      steps: stepsOf({ ...row, merged }, ways.get(provinceOf(row.area_path))!),
    })),
    files,
  };
};

export const actions: Actions = {
  draft: (event) =>
    save(event, async (fields) => {
      const { id } = await draftDecision(event.locals.ctx, fields);
      return `/office/decisions/${id}`;
    }),
  tell: (event) =>
    save(event, async (fields) => {
      await tellResult(event.locals.ctx, fields);
      return '/office/results';
    }),
  ministry: (event) =>
    save(event, async (fields) => {
      await sendToMinistry(event.locals.ctx, fields);
      return '/office/results';
    }),
  answer: (event) =>
    save(event, async (fields) => {
      await answerOfMinistry(event.locals.ctx, fields);
      return '/office/results';
    }),
};

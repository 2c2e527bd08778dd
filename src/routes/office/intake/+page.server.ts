import { itemsOf } from '#domain/criteria/items';
import { sheetOfVersion } from '#domain/criteria/queries';
import { currentProcess, samplesOf } from '#domain/grading/process/decision';
import { roundsOf } from '#domain/grading/process/queries';
import { provinceOf } from '#domain/grading/process/rules';
import { provinceScopes } from '#domain/grading/dossiers/policy';
import { handOver, sendBack, takeIn } from '#domain/grading/reviews/intake';
import { mayTakeIn } from '#domain/grading/reviews/policy';
import { intakeLevel, intakeOf } from '#domain/grading/reviews/queries';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { sentence } from '#kernel/sentences';
import { day } from '#ui/format.ts';
import { submit } from '#ui/form.ts';
import { rowOf } from '../../dossiers/follow.ts';
import { decideEach, reasonOf } from '../bulk.ts';
import type { Actions, PageServerLoad } from './$types.js';

const said = (ctx: Ctx, key: string, params: Record<string, unknown> = {}) => sentence(`reviews.${key}`, params, ctx.locale); // prettier-ignore

async function shown(ctx: Ctx, status: Parameters<typeof intakeOf>[1]) {
  const { items } = await intakeOf(ctx, status);
  return Promise.all(
    items.map(async (dossier) => {
      const sheet = await sheetOfVersion(ctx, dossier.sheet_code, dossier.sheet_version);
      const asked = samplesOf(currentProcess, dossier.set_no) ?? 0;
      return {
        ...rowOf(ctx, dossier),
        value: `${dossier.id}:${dossier.version}|${dossier.product}`,
        letter: [dossier.letter_no, day(dossier.letter_on, ctx.locale)].filter(Boolean).join(', ') || said(ctx, 'no_letter'), // prettier-ignore
        answers: said(ctx, 'answers_of', { n: dossier.answered, of: itemsOf(sheet).length, cited: dossier.cited }),
        samples: asked ? said(ctx, 'samples_of', { n: dossier.samples, of: asked }) : '–',
        isShort: dossier.samples < asked,
        isIncomplete: dossier.answered < itemsOf(sheet).length,
      };
    }),
  );
}

/** What was proposed to this desk, to be received many at once; what it has received and handed on, below. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  if (!mayTakeIn(ctx.actor)) throw new AppError('refused');
  const level = intakeLevel(ctx);
  const areas = [...new Set(provinceScopes(ctx.actor).map(provinceOf))].filter((area) => area !== 'VN');
  const rounds = level === 'province' ? (await Promise.all((areas.length ? areas : [ctx.runtime.config.area]).map((area) => roundsOf(ctx, area)))).flat() : []; // prettier-ignore
  const [proposed, received, reviewing] = await Promise.all([
    shown(ctx, 'proposed'),
    shown(ctx, 'received'),
    shown(ctx, 'reviewing'),
  ]);
  return {
    level,
    title: said(ctx, `intake_of.${level}`),
    proposed,
    received,
    reviewing,
    rounds: rounds
      .filter(({ closed_at, graded_until }) => !closed_at && graded_until >= ctx.today)
      .map(({ id, no, year, proposed_until }) => ({
        value: id,
        label: said(ctx, 'round_line', { no, year: String(year), until: day(proposed_until, ctx.locale) }),
      })),
  };
};

export const actions: Actions = {
  default: (event) =>
    submit(event, async (fields) => {
      const { ctx } = event.locals;
      const { decision, rows, received_on, round } = fields;
      const reason = decision === 'send_back' ? reasonOf(fields) : '';
      const does = {
        receive: (id: string, version: string) => takeIn(ctx, { id, version, received_on, round }),
        send_back: (id: string, version: string) => sendBack(ctx, { id, version, reason }),
        hand_over: (id: string, version: string) => handOver(ctx, { id, version }),
      };
      const what = decision === 'send_back' || decision === 'hand_over' ? decision : 'receive';
      const outcomes = await decideEach(rows, ctx.locale, said(ctx, `done.${what}`), ([id = '', version = '']) =>
        does[what](id, version),
      );
      return { outcomes };
    }),
};

import { ownAccount } from '#domain/identity/queries';
import { answerApplication, applyAsProducer, withdrawApplication } from '#domain/producers/applications';
import { ownApplications } from '#domain/producers/applicants';
import { AnswerApplication, ApplyAsProducer } from '#domain/producers/schema';
import { areaByCode } from '#domain/areas/queries';
import type { Ctx } from '#kernel/context';
import { phone } from '#ui/format.ts';
import { save } from '#ui/form.ts';
import { communeChoices, placed, placeName } from '../../office/place.ts';
import type { Actions, PageServerLoad } from './$types.js';

const here = '/account/producer';

/** The application that is under way, with what was typed; earlier ones; the communes to choose from. */
export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const [communes, sent, account] = await Promise.all([
    communeChoices(ctx, scopes(ctx)),
    ownApplications(ctx),
    ctx.actor ? ownAccount(ctx) : null,
  ]);
  const [newest] = sent;
  const current = newest && ['waiting', 'asked', 'accepted'].includes(newest.state) ? newest : null;
  const typed = (current ?? newest)?.typed;
  const commune = typed?.commune ? await areaByCode(ctx, typed.commune) : null;
  return {
    communes,
    current,
    earlier: sent.filter((one) => one !== current),
    values: {
      contact_phone: account?.phone ? phone(account.phone) : '',
      representative_name: ctx.actor?.name ?? '',
      ...typed,
      place: commune ? placeName(commune, ctx) : '',
    } as Record<string, string>,
  };
};

const scopes = (ctx: Ctx) => [ctx.runtime.config.area];

export const actions: Actions = {
  send: (event) =>
    save(event, async (fields) => {
      const { ctx } = event.locals;
      await applyAsProducer(ctx, await placed(ctx, fields, ApplyAsProducer, scopes(ctx)));
      return here;
    }),
  answer: (event) =>
    save(event, async (fields) => {
      const { ctx } = event.locals;
      await answerApplication(ctx, await placed(ctx, fields, AnswerApplication, scopes(ctx)));
      return here;
    }),
  withdraw: (event) =>
    save(
      event,
      async (fields) => {
        await withdrawApplication(event.locals.ctx, fields);
        return here;
      },
      'withdrawn',
    ),
};

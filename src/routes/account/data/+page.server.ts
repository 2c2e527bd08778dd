import { consentsOf, consentWords, giveConsent, withdrawConsent } from '#domain/identity/consents';
import { dataKinds, purposes } from '#domain/identity/data-kinds';
import { ownRequests } from '#domain/identity/data-queue';
import { askData, takeBackRequest } from '#domain/identity/data-requests';
import { readOwnData } from '#domain/identity/personal';
import { save, submit } from '#ui/form.ts';
import type { Actions, PageServerLoad } from './$types.js';

const home = '/account/data';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  const given = await consentsOf(ctx, ctx.actor!.id);
  return {
    kinds: [...dataKinds],
    requests: await ownRequests(ctx),
    consents: purposes.map((purpose) => ({
      purpose,
      words: consentWords(purpose, ctx.locale),
      given: given.find((one) => one.purpose === purpose) ?? null,
    })),
  };
};

export const actions: Actions = {
  show: (event) => submit(event, async () => ({ held: (await readOwnData(event.locals.ctx, {})).rooms })),
  ask: (event) => save(event, async (fields) => (await askData(event.locals.ctx, fields), home)),
  take_back: (event) => save(event, async (fields) => (await takeBackRequest(event.locals.ctx, fields), home)),
  give: (event) => save(event, async (fields) => (await giveConsent(event.locals.ctx, fields), home)),
  withdraw: (event) => save(event, async (fields) => (await withdrawConsent(event.locals.ctx, fields), home)),
};

import { likelyOfDraft } from '#domain/duplicates/queries';
import { registerProducer } from '#domain/producers/actions';
import { type ProducerInput, RegisterProducer } from '#domain/producers/schema';
import { isOfficer } from '#domain/identity/rules';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { lookFirst } from '../../duplicates/first.ts';
import { communeChoices, placed } from '../../place.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
  if (!isOfficer(ctx.actor)) throw new AppError('refused');
  return { communes: await communeChoices(ctx) };
};

/** By what a producer that is not entered yet is looked for. */
const askedBy = (input: ProducerInput) => ({
  name: input.name,
  commune: input.commune,
  numbers: [input.registration_no, input.tax_code?.value].filter((one) => !!one) as string[],
  phones: [input.contact_phone, input.representative_phone].filter((one) => !!one) as string[],
  representative: input.representative_name,
});

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    return save(event, async ({ seen, ...fields }) => {
      const input = await placed(ctx, fields, RegisterProducer);
      const read = RegisterProducer.safeParse(input);
      if (read.success) lookFirst(await likelyOfDraft(ctx, askedBy(read.data)), seen);
      const { id } = await registerProducer(ctx, input);
      return `/office/producers/${id}`;
    });
  },
};

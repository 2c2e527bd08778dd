import { confirmProducing } from '#domain/producers/confirmations';
import { confirmationsOf, facilitiesOf, ownProducer } from '#domain/producers/queries';
import { changeContact } from '#domain/producers/registrations';
import { save } from '#ui/form.ts';
import { listed } from '../../../facts/registry.ts';
import { toldKinds } from '../../../facts/told.ts';
import { propose } from '../../propose.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const producer = await ownProducer(ctx, params.id);
  const [facilities, confirmations, facts] = await Promise.all([
    facilitiesOf(ctx, producer.id),
    confirmationsOf(ctx, producer.id),
    listed(ctx, 'producer', producer.id),
  ]);
  return { producer, facilities, confirmedOn: confirmations[0]?.valid_from ?? null, kinds: toldKinds(ctx, facts) };
};

const homeOf = (id: string) => `/workspace/producers/${id}`;

export const actions: Actions = {
  confirm: (event) =>
    save(event, async (fields) => {
      const { ctx } = event.locals;
      await confirmProducing(ctx, { ...fields, producer: event.params.id, on: ctx.today });
      return homeOf(event.params.id);
    }),
  contact: (event) =>
    save(event, async (fields) => {
      await changeContact(event.locals.ctx, { ...fields, id: event.params.id });
      return homeOf(event.params.id);
    }),
  registration: (event) =>
    propose(event, 'producers.correct_registration', homeOf(event.params.id), (fields) => ({
      ...fields,
      id: event.params.id,
    })),
};

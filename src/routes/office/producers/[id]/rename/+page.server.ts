import { renameProducer } from '#domain/producers/namings';
import { producerForEdit } from '#domain/producers/queries';
import { save } from '#ui/form.ts';
import { unbarred } from '../../../barred.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const producer = await producerForEdit(ctx, params.id);
  unbarred(ctx, producer);
  return {
    id: producer.id,
    version: producer.version,
    values: { name: producer.name, kind: producer.kind ?? '', from: '' },
  };
};

export const actions: Actions = {
  default: (event) => {
    const { ctx } = event.locals;
    const { id } = event.params;
    return save(event, async (fields) => {
      await renameProducer(ctx, { ...fields, id });
      return `/office/producers/${id}`;
    });
  },
};

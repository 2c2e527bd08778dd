import { renameProducer, takeBackRenaming } from '#domain/producers/namings';
import { namingsOf, producerForEdit } from '#domain/producers/queries';
import { TakeBackRenaming } from '#domain/producers/schema';
import { save } from '#ui/form.ts';
import { unbarred } from '../../../barred.ts';
import { ticked } from '../../../sure.ts';
import type { Actions, PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const producer = await producerForEdit(ctx, params.id);
  unbarred(ctx, producer);
  return {
    id: producer.id,
    version: producer.version,
    renamed: (await namingsOf(ctx, producer.id)).length > 1,
    values: { name: producer.name, kind: producer.kind ?? '', from: '' },
  };
};

export const actions: Actions = {
  takeBack: (event) =>
    save(event, async (fields) => {
      await takeBackRenaming(event.locals.ctx, ticked({ ...fields, id: event.params.id }, TakeBackRenaming));
      return `/office/producers/${event.params.id}`;
    }),
  rename: (event) => {
    const { ctx } = event.locals;
    const { id } = event.params;
    return save(event, async (fields) => {
      await renameProducer(ctx, { ...fields, id });
      return `/office/producers/${id}`;
    });
  },
};

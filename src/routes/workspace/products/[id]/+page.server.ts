import { decision } from '#domain/criteria/sheets';
import { describeProduct } from '#domain/products/actions';
import { labelGaps } from '#domain/products/label-rules';
import { papersOf } from '#domain/papers/queries';
import { picturesOf } from '#domain/products/pictures';
import { publicProduct } from '#domain/products/queries';
import { isOwnOf } from '#domain/producers/policy';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { save } from '#ui/form.ts';
import { labelOf } from '../../../facts/fields.ts';
import { orOnward } from '#ui/moved.ts';
import { listed } from '../../../facts/registry.ts';
import { toldKinds } from '../../../facts/told.ts';
import { setChoices } from '../../../office/products/sets.ts';
import { productValues } from '../../../office/products/values.ts';
import { standingToday } from '../../home.ts';
import { propose } from '../../propose.ts';
import { pictureActs } from '../../../pictures/acts.ts';
import type { Actions, PageServerLoad } from './$types.js';

/** A product of one's own, by its id. @throws AppError not_found */
async function ownProduct(ctx: Ctx, id: string) {
  const product = await publicProduct(ctx, id);
  if (product.id !== id || !isOwnOf(ctx.actor, product.producer_id)) throw new AppError('not_found');
  return product;
}

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  const read = ownProduct(ctx, event.params.id);
  const { id, name, version, code, producer_id, producer, set_no, standing, ...row } = await orOnward(
    event,
    '/workspace',
    read,
  );
  const facts = await listed(ctx, 'product', id);
  const label = standingToday(facts.kinds.find((kind) => kind.name === 'label')?.rows, ctx.today);
  const { group, missing } = labelGaps(set_no, label);
  return {
    product: { id, name, version, code, producer_id, producer, set_no, standing },
    set: decision.sets.find(({ no }) => no === set_no)!.name[ctx.locale],
    sets: setChoices(ctx.locale),
    values: productValues({ ...row, name, set_no }, ''),
    label: { id: label?.id ?? null, group, missing: missing.map(labelOf) },
    papers: (await papersOf(ctx, { kind: 'product', id })).map((paper) => ({
      id: paper.id,
      type_name: paper.type_name,
      number: paper.number,
      state: paper.state,
      end: paper.end,
      verdict: paper.verdict,
    })),
    pictures: await picturesOf(ctx, id),
    most: ctx.runtime.config.uploadBytes / 1024 / 1024,
    kinds: toldKinds(ctx, facts),
  };
};

export const actions: Actions = {
  ...pictureActs('/workspace'),
  describe: (event) =>
    save(event, async (fields) => {
      await describeProduct(event.locals.ctx, { ...fields, id: event.params.id });
      return `/workspace/products/${event.params.id}`;
    }),
  /** What an official has checked: proposed as the whole form that the official would send. */
  rename: async (event) => {
    const product = await ownProduct(event.locals.ctx, event.params.id);
    const { place: _, seasons = '', ...values } = productValues(product, '');
    const now = { ...values, seasons: seasons.split(',').filter(Boolean), commune: product.commune_id ?? '' };
    return propose(event, 'products.change', `/workspace/products/${product.id}`, (fields) => ({
      ...now,
      ...fields,
      id: product.id,
    }));
  },
};

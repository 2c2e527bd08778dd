import { action } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { claimUpload, dropFile, filesOf, publishPicture, type Width, widthsOf } from '#kernel/files/rows';
import { newId } from '#kernel/ids';
import { maySpeak } from '#domain/producers/policy';
import { lockOwn, show } from './rows.ts';
import { mostPictures, moved } from './rules.ts';
import { AddPicture, ChangePicture, TakeAwayPicture } from './schema.ts';

/** A picture as a page shows it: what is seen on it, and its widths, the lightest first. */
export type Picture = { id: string; alt: string; widths: Width[] };

const placed = (ctx: Pick<Ctx, 'db'>, product: string) =>
  ctx.db
    .selectFrom('products.picture')
    .select(['id', 'file_id', 'alt', 'place'])
    .where('product_id', '=', product)
    .orderBy('place')
    .orderBy('id')
    .execute();

/** The pictures of a product in their order; everybody sees them. */
export async function picturesOf(ctx: Ctx, product: string): Promise<Picture[]> {
  const rows = await placed(ctx, product);
  const widths = await widthsOf(
    ctx,
    rows.map(({ file_id }) => file_id),
  );
  return rows.map(({ id, alt, file_id }) => ({
    id,
    alt,
    widths: (widths.get(file_id) ?? []).map(({ hash, width, height }) => ({ hash, width, height })),
  }));
}

type Told = { id: string; area_path: string; producer_id: string | null };

type Type = 'product.picture_added' | 'product.picture_changed' | 'product.picture_taken_away';

async function tell(tx: Tx, type: Type, product: Told, picture: string) {
  await record(tx, type, { kind: 'product', id: product.id, area: product.area_path }, { picture });
  await show(tx, product);
}

/**
 * Shows a picture of a product to everybody, after those that it has. The producer's own people may, and officers.
 * @throws AppError not_found, refused, input.invalid at `file` for what is no picture or wrong with it, or one too many
 */
export const addPicture = action(
  { name: 'products.add_picture', input: AddPicture, may: maySpeak },
  async (tx, input) => {
    const product = await lockOwn(tx, input.product);
    const before = await placed(tx, product.id);
    if (before.length >= mostPictures) throw fieldError('file', 'products.pictures_full', { most: mostPictures });
    const file_id = await claimUpload(tx, input.file);
    const file = (await filesOf(tx, [file_id])).get(file_id);
    if (file?.kind !== 'picture') throw fieldError('file', 'products.no_picture');
    await publishPicture(tx, file_id, true);
    const id = newId();
    const place = (before.at(-1)?.place ?? 0) + 1;
    await tx.db.insertInto('products.picture').values({ id, product_id: product.id, file_id, alt: input.alt, place }).execute(); // prettier-ignore
    await tell(tx, 'product.picture_added', product, id);
    return { id };
  },
);

/** The picture with its product, locked. @throws AppError not_found, refused */
async function lockPicture(tx: Tx, id: string) {
  const of = () => tx.db.selectFrom('products.picture').selectAll().where('id', '=', id).executeTakeFirst();
  const found = await of();
  if (!found) throw new AppError('not_found');
  const product = await lockOwn(tx, found.product_id);
  const picture = await of(); // somebody may have taken it away while this one waited
  if (!picture) throw new AppError('not_found');
  return { picture, product };
}

/** Says anew what is seen on a picture, and moves it among the others. @throws AppError not_found, refused, input.invalid */
export const changePicture = action(
  { name: 'products.change_picture', input: ChangePicture, may: maySpeak },
  async (tx, { id, alt, move }) => {
    const { product } = await lockPicture(tx, id);
    await tx.db.updateTable('products.picture').set({ alt }).where('id', '=', id).execute();
    const now = (await placed(tx, product.id)).map((one) => one.id);
    for (const [place, one] of (move ? moved(now, id, move as 'first') : now).entries())
      await tx.db.updateTable('products.picture').set({ place }).where('id', '=', one).execute();
    await tell(tx, 'product.picture_changed', product, id);
  },
);

/** Takes a picture away, with its file. @throws AppError not_found, refused */
export const takeAwayPicture = action(
  { name: 'products.take_away_picture', input: TakeAwayPicture, may: maySpeak },
  async (tx, { id }) => {
    const { picture, product } = await lockPicture(tx, id);
    await tx.db.deleteFrom('products.picture').where('id', '=', id).execute();
    await dropFile(tx, picture.file_id);
    await tell(tx, 'product.picture_taken_away', product, id);
  },
);

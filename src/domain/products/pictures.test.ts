import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { personWith, systemCtx } from '../../../test/makers/context.ts';
import { filesCtx, folder, pdf, uploaded } from '../../../test/makers/files.ts';
import { emptyPhoto } from '../../../test/makers/photos.ts';
import { aProduct, producerIn } from '../../../test/makers/products.ts';
import { registerProduct } from './actions.ts';
import { addPicture, changePicture, picturesOf, takeAwayPicture } from './pictures.ts';
import { moved } from './rules.ts';
import { searchProducts } from './search.ts';

test('a thing moves among the others, the ends stay the ends', () => {
  const of = (id: string, move: 'first' | 'earlier' | 'later') => moved(['a', 'b', 'c'], id, move).join('');
  expect([of('c', 'first'), of('c', 'earlier'), of('a', 'earlier'), of('a', 'later'), of('c', 'later')]).toEqual([
    'cab',
    'acb',
    'abc',
    'bac',
    'abc',
  ]);
  expect(moved(['a'], 'no such', 'first')).toEqual(['a']);
});

test('pictures are shown in order, the first on the card; taken away, one is gone with its file', async () => {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const own = filesCtx(db, await personWith(db, 'producer_owner', { organisation: producer }), folder());
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  const photo = await emptyPhoto();
  const add = async (alt: string) =>
    (await addPicture(own, { product, file: await uploaded(own, photo, `${alt}.jpg`), alt })).id;
  const card = async () => (await searchProducts(own, {})).items[0]?.picture ?? null;

  expect([await card(), await picturesOf(own, product)]).toEqual([null, []]);
  const [jar, field] = [await add('Lọ mật ong'), await add('Đàn ong trong rừng')];
  const shown = async () => (await picturesOf(own, product)).map(({ alt }) => alt);
  expect(await shown()).toEqual(['Lọ mật ong', 'Đàn ong trong rừng']);
  expect((await picturesOf(own, product))[0]!.widths.map(({ width, height }) => [width, height])).toEqual([
    [180, 135],
    [360, 270],
    [720, 540],
    [800, 600],
  ]);
  expect(await card()).toMatchObject({ width: 180, height: 135 });
  await changePicture(own, { id: field, alt: 'Đàn ong', move: 'first' });
  expect(await shown()).toEqual(['Đàn ong', 'Lọ mật ong']);

  await takeAwayPicture(own, { id: field });
  await takeAwayPicture(own, { id: jar });
  expect([await card(), await shown()]).toEqual([null, []]);
  expect(await db.selectFrom('kernel.file').select('id').execute()).toEqual([]);
  const told = await db.selectFrom('kernel.event').select('type').where('type', 'like', 'product.picture%').execute();
  expect(told.map(({ type }) => type.replace('product.picture_', ''))).toEqual([
    'added',
    'added',
    'changed',
    'taken_away',
    'taken_away',
  ]);
});

test('what is no picture is refused beside the file, and so is one too many', async () => {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const own = filesCtx(db, await personWith(db, 'producer_owner', { organisation: producer }), folder());
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  const add = (bytes: Buffer, name: string) =>
    uploaded(own, bytes, name).then((file) => addPicture(own, { product, file, alt: 'Ảnh' }));
  await expect(add(pdf(), 'a.pdf')).rejects.toMatchObject({ issues: [{ path: 'file', key: 'products.no_picture' }] });
  const photo = await emptyPhoto();
  for (let n = 0; n < 8; n++) await add(photo, `${n}.jpg`);
  await expect(add(photo, '9.jpg')).rejects.toMatchObject({ issues: [{ key: 'products.pictures_full' }] });
});

import { expect, test } from 'vitest';
import { inTransaction } from '#kernel/action';
import type { Ctx } from '#kernel/context';
import { changeProduct, registerProduct } from './actions.ts';
import { searchProducts, type ProductFilter } from './search.ts';
import { tagsOfList, tagsOfRow } from './shown.ts';
import { freshDatabase } from '../../../test/database.ts';
import { systemCtx } from '../../../test/makers/context.ts';
import { aProduct, producerIn } from '../../../test/makers/products.ts';

/** The tags that a write touches. */
async function touchedBy(ctx: Ctx, write: (ctx: Ctx) => Promise<unknown>): Promise<Set<string>> {
  let touched = new Set<string>();
  await inTransaction(ctx, async (tx) => {
    await write(tx);
    touched = new Set(tx.touched);
  });
  return touched;
}

test('a kept list falls with every write that changes what it finds, and stays with others', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  const producer = await producerIn(db, 'VN/22/06970');
  const { id } = await registerProduct(ctx, aProduct(producer, { name: 'Mật ong rừng' }));
  const tagsFor = async (filter: ProductFilter) => tagsOfList(filter, await searchProducts(ctx, filter));
  const filters: ProductFilter[] = [
    {},
    { q: 'mật ong' },
    { q: 'mat onk' },
    { q: 'xyzw' },
    { set: 4 },
    { set: 9 },
    { area: 'VN/22/06970' },
    { area: 'VN/01' },
    { q: 'gạo' },
    { q: 'ruwngf' },
  ];
  const kept = await Promise.all(filters.map(tagsFor));
  const fallenBy = async (change: Record<string, unknown>) => {
    const touched = await touchedBy(ctx, (tx) => changeProduct(tx, { id, set_no: 4, commune: '06970', ...change }));
    return kept.map((tags) => tags.some((tag) => touched.has(tag)));
  };
  expect(await fallenBy({ version: 1, name: 'Mật ong rừng', pack: 'chai' })).toEqual(
    [true, true, true, true, true, false, true, false, true, true], // what was not found may be found by any change
  );
  expect(await fallenBy({ version: 2, name: 'Gạo xyzw' })).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    true,
    false,
    true,
    true,
  ]);
});

test('tags are short and fit a header, whatever the word', () => {
  const tags = tagsOfRow({ words: ['蜂'.repeat(200), 'mat'], set_no: 4, area_path: 'VN/22' });
  expect(tags).toEqual([
    expect.stringMatching(/^word:[0-9a-z]{1,7}$/),
    expect.any(String),
    'set:4',
    'area:VN',
    'area:VN/22',
  ]);
});

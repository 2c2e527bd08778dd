import { expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { systemCtx } from '../../test/makers/context.ts';
import { producerIn } from '../../test/makers/products.ts';
import { inTransaction } from './action.ts';
import { addFact, correctFact, supersede } from './facts.ts';
import { newId } from './ids.ts';

test('a correction is a new row of the same fact; the old one stays as it was known', async () => {
  const { db } = await freshDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const ctx = systemCtx(db);
  const values = { producer_id: producer, producing: true, note: null, valid_from: '2026-01-01' };
  const rows = () =>
    db
      .selectFrom('producers.confirmation')
      .select(['row_id', 'id', 'version', 'producing', 'superseded_at'])
      .orderBy('version')
      .execute();
  const id = await inTransaction(ctx, (tx) => addFact(tx, 'producers.confirmation', values));
  const first = (await rows())[0]!;
  await inTransaction(ctx, (tx) => correctFact(tx, 'producers.confirmation', first, { ...values, producing: false }));
  expect((await rows()).map(({ row_id: _, superseded_at, ...row }) => ({ ...row, stands: !superseded_at }))).toEqual([
    { id, version: 1, producing: true, stands: false },
    { id, version: 2, producing: false, stands: true },
  ]);
  const again = inTransaction(ctx, (tx) => correctFact(tx, 'producers.confirmation', first, values));
  await expect(again).rejects.toMatchObject({ code: 'state.conflict' }); // two corrections of one wording cannot both stand
  expect(await rows()).toHaveLength(2);
  const takeBack = (rowId: string) => inTransaction(ctx, (tx) => supersede(tx, 'producers.confirmation', rowId));
  const second = (await rows())[1]!.row_id;
  await takeBack(second);
  expect((await rows()).every((row) => row.superseded_at)).toBe(true);
  await expect(takeBack(second)).rejects.toMatchObject({ code: 'state.conflict' });
  await expect(takeBack(newId())).rejects.toMatchObject({ code: 'not_found' });
});

test('what a fact says is held to the columns of its table', async () => {
  const { db } = await freshDatabase();
  const producer_id = await producerIn(db, 'VN/22/06970');
  const write = (values: () => Parameters<typeof addFact<'producers.confirmation'>>[2]) =>
    inTransaction(systemCtx(db), (tx) => addFact(tx, 'producers.confirmation', values()));
  // @ts-expect-error: a text is no boolean
  await expect(write(() => ({ producer_id, producing: 'maybe', valid_from: '2026-01-01' }))).rejects.toThrow('boolean');
  // @ts-expect-error: the day is missing
  await expect(write(() => ({ producer_id, producing: true }))).rejects.toThrow('valid_from');
});

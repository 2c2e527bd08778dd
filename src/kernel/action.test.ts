import { expect, test } from 'vitest';
import { z } from 'zod';
import { freshDatabase } from '../../test/database.ts';
import { ctxOf, systemCtx } from '../../test/makers/context.ts';
import { action, inTransaction, touch } from './action.ts';
import { AppError } from './errors.ts';
import { record } from './events.ts';
import { text } from './fields.ts';
import { readSetting, writeSetting } from './settings.ts';

declare module './events.ts' {
  interface EventTypes {
    'test.written': true;
  }
}

const someone = { id: '01890000-0000-7000-8000-000000000001', name: 'Ai đó', grants: [] };

const write = action(
  { name: 'test.write', input: z.strictObject({ value: text(10) }), may: (actor) => !!actor?.system },
  async (tx, { value }) => {
    await writeSetting(tx.db, 'written', value);
    await record(tx, 'test.written', { kind: 'test', id: value });
    touch(tx, 'test');
    if (value === 'fail') throw new AppError('state.conflict');
    return value;
  },
);

test('a stranger is asked to sign in, a person without the right is refused, before the input is read', async () => {
  const { db } = await freshDatabase();
  await expect(write(ctxOf(db, null), {})).rejects.toMatchObject({ code: 'sign_in.needed', status: 401 });
  await expect(write(ctxOf(db, someone), {})).rejects.toMatchObject({ code: 'refused', status: 403 });
});

test('a write is whole or not at all: no row, no event, no stale page after a failure', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  const before = ctx.runtime.tags.tick();
  await expect(write(ctx, { value: 'fail' })).rejects.toMatchObject({ code: 'state.conflict' });
  expect(await readSetting(db, 'written')).toBeUndefined();
  expect(await db.selectFrom('kernel.event').select('id').execute()).toEqual([]);
  expect(ctx.runtime.tags.fresh(['test'], before)).toBe(true);
  await write(ctx, { value: 'good' });
  expect(await readSetting(db, 'written')).toBe('good');
  expect(ctx.runtime.tags.fresh(['test'], before)).toBe(false);
});

test('called with a transaction an action joins it', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  const both = inTransaction(ctx, async (tx) => {
    await write(tx, { value: 'first' });
    throw new Error('the second half failed');
  });
  await expect(both).rejects.toThrow('the second half failed');
  expect(await readSetting(db, 'written')).toBeUndefined();
});

test('a context that reads has no word for writing', async () => {
  const { db } = await freshDatabase();
  // @ts-expect-error: compiles only for a transaction
  expect(systemCtx(db).db.insertInto).toBeTypeOf('function');
});

test('an unknown field is named', async () => {
  const { db } = await freshDatabase();
  await expect(write(systemCtx(db), { value: 'x', more: 1 })).rejects.toMatchObject({
    issues: [{ path: 'more', key: 'fields.unknown' }],
  });
});

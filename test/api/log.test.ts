import { expect, test } from 'vitest';
import { openApi } from '#api/app';
import { openAccount } from '#domain/identity/accounts';
import { sealEvents } from '#kernel/seal';
import { freshDatabase } from '../database.ts';
import { systemCtx, testRuntime } from '../makers/context.ts';

test('anybody reads the newest checkpoint and compares one that was noted', async () => {
  const { db } = await freshDatabase();
  const api = openApi(testRuntime(db));
  const get = async (query = '') => {
    const answer = await api.request(`/api/v1/log/checkpoint${query}`);
    return { status: answer.status, body: (await answer.json()) as Record<string, { seq: number; hash: string }> };
  };
  expect((await get()).body).toEqual({ newest: null, compared: null });
  await openAccount(systemCtx(db), { name: 'Thử', login: 'thu@example.vn' });
  await sealEvents(systemCtx(db));
  const { newest } = (await get()).body;
  expect(newest).toMatchObject({ seq: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/), day: expect.any(String) });
  const { hash } = newest!;
  expect((await get(`?seq=1&hash=${hash.toUpperCase()}`)).body.compared).toBe('same');
  expect((await get(`?seq=1&hash=${'0'.repeat(64)}`)).body.compared).toBe('different');
  expect((await get(`?seq=2&hash=${hash}`)).body.compared).toBe('beyond');
  expect(await get('?seq=1')).toMatchObject({ status: 422, body: { issues: [{ path: 'hash' }] } });
  expect(await get(`?seq=x&hash=y`)).toMatchObject({
    status: 422,
    body: { issues: [{ path: 'seq' }, { path: 'hash' }] },
  });
});

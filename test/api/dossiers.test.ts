import { expect, test } from 'vitest';
import { openApi } from '#api/app';
import { saveFilter } from '#domain/identity/saved-filters';
import { endKey, makeKey, standingKeys } from '#domain/identity/keys';
import { freshDatabase } from '../database.ts';
import { ctxOf, personWith, testRuntime } from '../makers/context.ts';
import { dossierAt } from '../makers/dossiers.ts';

type Answer = { items: { id: string }[]; next: string | null; status: string; steps: object[]; clocks: object[] };

async function office() {
  const { db } = await freshDatabase();
  const here = await dossierAt(db, { level: 'commune', status: 'filed' });
  const ctx = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/22' }));
  const get = async (path: string, secret?: string, today?: string) => {
    const headers = secret ? { authorization: `Bearer ${secret}` } : undefined;
    const answer = await openApi(testRuntime(db, today)).request(`/api/v1/dossiers${path}`, { headers });
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const key = (more: Record<string, unknown>) => makeKey(ctx, { name: 'Hệ thống thử', until: '2026-12-31', ...more });
  return { db, ctx, here, get, key };
}

test('a key sees what a person with its role would see: its commune, its producer, and nothing of others', async () => {
  const { db, here, get, key } = await office();
  const other = await dossierAt(db, { level: 'commune', status: 'draft' }, { area_path: 'VN/22/06994' });
  expect((await get('')).status).toBe(401);
  const commune = await key({ role: 'commune_officer', area: '06970' });
  expect((await get('', commune.secret)).body.items.map(({ id }) => id)).toEqual([here.dossier]);
  const { body } = await get(`/${here.dossier}`, commune.secret);
  expect(body).toMatchObject({ status: 'filed', turn: 'commune', area: 'VN/22/06970', steps: [], clocks: [] });
  expect((await get(`/${other.dossier}`, commune.secret)).status).toBe(404);
  const own = await key({ role: 'producer_member', organisation: other.producer });
  expect((await get('', own.secret)).body.items.map(({ id }) => id)).toEqual([other.dossier]);
  expect((await get(`/${here.dossier}`, own.secret)).status).toBe(404);
});

test('one page leads to the next', async () => {
  const { db, here, get, key } = await office();
  const later = await dossierAt(db, { level: 'province', status: 'received' });
  const { secret } = await key({ role: 'inspector', area: '22' });
  const first = (await get('?limit=1', secret)).body;
  expect(first).toMatchObject({ items: [{ id: later.dossier }], next: later.dossier });
  expect((await get(`?limit=1&after=${first.next}`, secret)).body).toMatchObject({ items: [{ id: here.dossier }], next: null }); // prettier-ignore
  expect((await get('?status=received', secret)).body.items).toHaveLength(1);
  expect((await get('?after=x', secret)).status).toBe(422);
});

test('a key is known by its first letters, told when it was used, and ends at once or after its last day', async () => {
  const { db, ctx, get, key } = await office();
  const { id, secret } = await key({ role: 'commune_officer', area: '06970' });
  expect(await db.selectFrom('identity.api_key').select('hash').execute()).not.toContainEqual({ hash: secret });
  expect((await get('', `${secret}x`)).status).toBe(401);
  expect(await standingKeys(ctx)).toMatchObject([{ id, prefix: secret.slice(0, 11), last_used_on: null }]);
  await get('', secret);
  expect(await standingKeys(ctx)).toMatchObject([{ last_used_on: '2026-11-23' }]);
  expect([(await get('', secret, '2026-12-31')).status, (await get('', secret, '2027-01-01')).status]).toEqual([200, 401]); // prettier-ignore
  const stranger = ctxOf(db, await personWith(db, 'province_officer', { area: 'VN/01' }));
  expect(await standingKeys(stranger)).toEqual([]);
  await endKey(ctx, { key: id });
  expect((await get('', secret)).status).toBe(401);
});

test('a key writes nothing, whatever its role', async () => {
  const { db, key } = await office();
  const { secret } = await key({ role: 'commune_officer', area: '06970' });
  const actor = await testRuntime(db).sessions.whoseKey(new Headers({ authorization: `Bearer ${secret}` }));
  const filter = { list: 'products', name: 'Lọc', query: 'q=a' };
  expect(actor?.grants).toEqual([{ role: 'commune_officer', area: 'VN/22/06970', organisation: null }]);
  await expect(saveFilter(ctxOf(db, actor), filter)).rejects.toMatchObject({ code: 'refused' });
});

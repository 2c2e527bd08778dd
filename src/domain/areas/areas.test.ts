import { beforeAll, expect, test } from 'vitest';
import { fileDatabase } from '../../../test/database.ts';
import { ctxOf } from '../../../test/makers/context.ts';
import { loadAreas } from './load.ts';
import { areaByCode, communesFrom, resolvePlace, searchAreas, successions } from './queries.ts';
import { bareName, covers, homesOf, placeUnits, unitKey } from './rules.ts';

const { db } = await fileDatabase();
const ctx = ctxOf(db, null);
beforeAll(() => loadAreas(db));

test('a scope covers itself and what lies below, and no neighbour whose code begins alike', () => {
  expect([
    covers('VN/22', 'VN/22/06652'),
    covers('VN/22', 'VN/22'),
    covers('VN/2', 'VN/22'),
    covers('VN/22/06652', 'VN/22'),
  ]).toEqual([true, true, false, false]);
});

test('all units and successions are there; loading again changes nothing', async () => {
  await loadAreas(db);
  const count = async (level: string, inForce: boolean) =>
    Number(
      (
        await db
          .selectFrom('areas.unit')
          .select((of) => of.fn.countAll().as('n'))
          .where('level', '=', level)
          .where('valid_to', inForce ? 'is' : 'is not', null)
          .executeTakeFirstOrThrow()
      ).n,
    );
  expect([
    await count('province', true),
    await count('commune', true),
    await count('province', false),
    await count('commune', false),
  ]).toEqual([34, 3321, 63, 10035]);
});

test('a unit keeps its id when a later reform ends it, and its successor of the same code gets another', () => {
  const line = { level: 'commune' as const, type: 'commune', parent: '' };
  const before = [{ ...line, code: '06970', name: 'Ba Chẽ', from: '2025-07-01', to: '' }];
  const known = new Map(placeUnits(before).map((unit) => [unitKey(unit), unit.id]));
  const after = [
    { ...before[0]!, to: '2029-12-31' },
    { ...line, code: '06970', name: 'Ba Chẽ mới', from: '2030-01-01', to: '' },
  ];
  expect(placeUnits(after, known).map(({ id, name }) => [id, name])).toEqual([
    ['06970', 'Ba Chẽ'],
    ['06970~2030', 'Ba Chẽ mới'],
  ]);
});

test('one code can name two units in time: 06652 was Hà Phong and is Hà Tu', async () => {
  expect(await areaByCode(ctx, '06652')).toMatchObject({
    name: 'Hà Tu',
    path: 'VN/22/06652',
    parent: 'Quảng Ninh',
    valid_to: null,
  });
  expect(await areaByCode(ctx, '06652~2025')).toMatchObject({
    name: 'Hà Phong',
    path: 'VN/22~2025/193~2025/06652~2025',
  });
  expect((await successions(ctx, '06652')).from.map(({ name }) => name)).toEqual(
    ['Hà Phong', 'Hà Tu'].toSorted((a, b) => a.localeCompare(b, 'vi')),
  );
  expect(await areaByCode(ctx, '06978')).toMatchObject({ code: '06970', name: 'Ba Chẽ' });
});

test('a name is found as typed, without marks, with the word of its type, in either tone placement', async () => {
  const first = async (text: string) => (await searchAreas(ctx, text))[0];
  for (const text of ['Ba Chẽ', 'ba che', 'xã Ba Chẽ', 'BA CHẼ'])
    expect(await first(text)).toMatchObject({ name: 'Ba Chẽ', valid_to: null });
  expect(await first('Hải Hoà')).toMatchObject({ name: 'Hải Hòa' });
});

test('an old address offers its successors instead of guessing', async () => {
  const scopes = ['VN/22'];
  expect(await resolvePlace(ctx, 'xã Quảng Minh, huyện Hải Hà', scopes)).toMatchObject({
    kind: 'one',
    area: { name: 'Quảng Hà' },
  });
  const several = await resolvePlace(ctx, 'Trưng Vương', scopes);
  expect(several.kind === 'several' && several.areas.map(({ name }) => name)).toEqual(['Uông Bí', 'Vàng Danh']);
  const district = await resolvePlace(ctx, 'huyện Ba Chẽ', scopes);
  expect(district.kind === 'several' && district.areas.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Ba Chẽ', 'Lương Minh', 'Kỳ Thượng']),
  );
  // No commune of the province bears this name any more, or ever did: the district of that name did.
  const plain = await resolvePlace(ctx, 'Hải Hà', scopes);
  expect(plain.kind === 'several' && plain.areas.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Quảng Hà', 'Đường Hoa']),
  );
  expect(await resolvePlace(ctx, 'Không Có Xã Này', scopes)).toEqual({ kind: 'none' });
  expect(await resolvePlace(ctx, 'Ba Chẽ', ['VN/01'])).toEqual({ kind: 'none' });
});

test('an ended district tells the communes of today that were made from its own', async () => {
  const { path } = await areaByCode(ctx, '201~2025');
  const names = (await communesFrom(ctx, path)).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Quảng Hà', 'Đường Hoa']));
  expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'vi')));
});

test('land without residents is nobody’s address', () => {
  const pick = (...extents: string[]) =>
    homesOf(extents.map((extent) => ({ extent: extent as 'part' }))).map(({ extent }) => extent);
  expect(pick('part', 'area_without_residents')).toEqual(['part']);
  expect(pick('part', 'part_with_all_residents')).toEqual(['part_with_all_residents']);
  expect(pick('part', 'part')).toEqual(['part', 'part']);
  expect([bareName('thi tran cai rong'), bareName('p hong gai'), bareName('hai hoa')]).toEqual([
    'cai rong',
    'hong gai',
    'hai hoa',
  ]);
});

import { spawn } from 'node:child_process';
import { deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Actor } from '#kernel/context';
import type { Db } from '#kernel/db';
import { AppError } from '#kernel/errors';
import { recordRecognition } from '#domain/products/recognitions';
import { fileDatabase, freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../test/makers/context.ts';
import { aRecognition } from '../../../test/makers/products.ts';
import { officeRow, officeWorksheet } from '../../../test/makers/worksheets.ts';
import { confirmImport, mapColumns, sweepImports, uploadImport } from './actions.ts';
import { commitImport } from './commit.ts';
import { enterImport, resumeImports } from './entering.ts';
import { mendLine, skipProblems } from './mending.ts';
import { importById, linesOf, listImports } from './queries.ts';
import { readImport } from './reactions.ts';
import { undoImport } from './undo.ts';

const none = { 16: null, 17: null, 18: null, 19: null, 20: null };
const officer = (db: Db) => personWith(db, 'commune_officer', { area: 'VN/22/06970' });

async function read(db: Db, actor: Actor, bytes: Uint8Array, name = 'bang.xlsx') {
  const { id } = await uploadImport(ctxOf(db, actor), { name, bytes });
  await readImport(systemCtx(db), id);
  return id;
}

/** As an officer enters an import, and the job after that. */
async function enter(db: Db, actor: Actor, input: { id: string }) {
  await confirmImport(ctxOf(db, actor), input);
  return commitImport(ctxOf(db, actor), input);
}

const problemsOf = async (db: Db, actor: Actor, id: string) => {
  const { items } = await linesOf(ctxOf(db, actor), id, { state: 'problem', page: 1 });
  return items.map(({ no, problems }) => [no, ...problems.map(({ field, key }) => `${field}: ${key}`)]);
};

const reasonOf = (write: Promise<unknown>) =>
  write.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? (error.details.reason ?? error.code) : Promise.reject(error)),
  );

/** Every row of the register's own tables, to see that something is exactly as it was. */
async function register(db: Db): Promise<unknown> {
  const tables = [
    'producers.producer',
    'producers.naming',
    'producers.representative',
    'products.product',
    'products.listing',
  ];
  const found = await Promise.all(
    tables.map((table) => sql`select * from ${sql.table(table)} t order by t::text`.execute(db)),
  );
  const { rows } =
    await sql`select id, product_id, stars, decided_on from products.recognition where superseded_at is null order by id`.execute(
      db,
    );
  return [...found.map((one) => one.rows), rows];
}

test('a worksheet enters producers, products and both recognitions of a row; personal data lies apart', async () => {
  const { db } = await freshDatabase();
  const right = await officer(db);
  const second = officeRow({
    1: 'Sáp ong',
    3: null,
    4: null,
    5: null,
    6: null,
    7: null,
    8: null,
    ...none,
    12: 45152,
    13: 2023,
  });
  const file = await officeWorksheet([officeRow(), second], {
    merges: [3, 4, 5, 6, 7, 8].map((column) => [0, 1, column]),
  });
  const id = await read(db, right, file);
  expect((await importById(ctxOf(db, right), id)).counts).toEqual({ problem: 0, new: 2, known: 0, skipped: 0 });
  const { items } = await linesOf(ctxOf(db, right), id, { state: null, page: 1 });
  // The second row writes its day as 45152: an officer reads the day before it enters.
  expect(items.map(({ decisions }) => decisions.map(({ decided_on }) => decided_on))).toEqual([
    ['2021-08-14', '2024-09-20'],
    ['2023-08-14'],
  ]);
  const result = await enter(db, right, { id });
  expect(result).toEqual({ rows: 2, known: 0, skipped: 0, producers: 1, products: 2, recognitions: 3 });
  const { rows } = await sql`
    select product.name, recognition.stars, recognition.reason, recognition.level, recognition.criteria, recognition.decided_on, recognition.valid_to
    from products.recognition join products.product on product.id = product_id order by product.name, decided_on`.execute(
    db,
  );
  expect(rows).toEqual([
    { name: 'Mật ong Thử', stars: 3, reason: 'first', level: 'province', criteria: '1048/QĐ-TTg', decided_on: '2021-08-14', valid_to: '2024-08-14' },
    { name: 'Mật ong Thử', stars: 4, reason: 'upgrade', level: 'province', criteria: '148/QĐ-TTg', decided_on: '2024-09-20', valid_to: '2027-09-20' },
    { name: 'Sáp ong', stars: 3, reason: 'first', level: 'province', criteria: '148/QĐ-TTg', decided_on: '2023-08-14', valid_to: '2026-08-14' },
  ]); // prettier-ignore
  const people = await db.selectFrom('producers.representative').select(['name', 'phone']).execute();
  expect(people).toEqual([{ name: 'Nguyễn Thị Thử', phone: '+84912345678' }]);
  const listed = await db.selectFrom('products.listing').select(['name', 'stars']).orderBy('name').execute();
  expect(listed).toEqual([{ name: 'Mật ong Thử', stars: 4 }, { name: 'Sáp ong', stars: 3 }]); // prettier-ignore
  const events = await db.selectFrom('kernel.event').select(['type', 'data']).execute();
  expect(JSON.stringify(events)).not.toMatch(/Nguyễn|0912|912345678/);
  expect(events.filter(({ data }) => (data as { import?: string }).import === id)).toHaveLength(6);
  expect(await db.selectFrom('imports.line').selectAll().execute()).toEqual([]);
  expect(await db.selectFrom('imports.upload').select('run_id').execute()).toEqual([]);
});

test('the list of a past decision enters by the number and day of its title, with its points and certificates', async () => {
  const { db } = await freshDatabase();
  const right = await officer(db);
  const list = [
    ['DANH SÁCH SẢN PHẨM OCOP ĐẠT 3, 4 SAO'],
    ['(Kèm theo Quyết định số 123/QĐ-UBND ngày 25 tháng 12 năm 2023 của UBND tỉnh)'],
    ['TT', 'Tên sản phẩm', 'Bộ sản phẩm', 'Chủ thể', 'Xã/phường', 'Phần A', 'Phần B', 'Phần C', 'Tổng điểm', 'Hạng sao', 'Số GCN'],
    [1, 'Mật ong rừng', '4', 'HTX Ong Thử', 'Ba Chẽ', '31,00', '19.5', '28', '78,50', '4 sao', '01/2023'],
    [2, 'Sáp ong', '4', 'HTX Ong Thử', 'Ba Chẽ', null, null, null, '95', '3 sao', null],
  ]; // prettier-ignore
  const file = await writeXlsx({ sheets: [{ name: 'Phụ lục', rows: list }] });
  const id = await read(db, right, file);
  expect((await importById(ctxOf(db, right), id)).about).toEqual({ r1_no: '123/QĐ-UBND', r1_on: '25 tháng 12 năm 2023', r1_by: 'UBND tỉnh' }); // prettier-ignore
  await enter(db, right, { id });
  const columns = ['decision_no', 'decided_on', 'stars', 'level', 'part_a', 'part_b', 'part_c', 'total', 'certificate_no'] as const; // prettier-ignore
  expect(await db.selectFrom('products.recognition').select(columns).orderBy('total').execute()).toEqual([
    { decision_no: '123/QĐ-UBND', decided_on: '2023-12-25', stars: 4, level: 'province', part_a: 3100, part_b: 1950, part_c: 2800, total: 7850, certificate_no: '01/2023' },
    { decision_no: '123/QĐ-UBND', decided_on: '2023-12-25', stars: 3, level: 'province', part_a: null, part_b: null, part_c: null, total: 9500, certificate_no: null },
  ]); // prettier-ignore
});

test('points that do not add up are named at their column; another decision is told once for all rows', async () => {
  const { db } = await freshDatabase();
  const right = await officer(db);
  const row = ['Mật ong', '4', 'HTX Ong Thử', 'Ba Chẽ', '31', '19', '28', '80', '4 sao'];
  const file = await writeXlsx({
    sheets: [
      {
        name: 'Bảng',
        rows: [
          ['Sản phẩm', 'Bộ sản phẩm', 'Chủ thể', 'Xã/phường', 'Phần A', 'Phần B', 'Phần C', 'Tổng điểm', 'Hạng sao'],
          row,
        ],
      },
    ],
  });
  const id = await read(db, right, file);
  const { mapping } = await importById(ctxOf(db, right), id);
  await mapColumns(ctxOf(db, right), { id, mapping, about: { r1_no: '9/QĐ-UBND', r1_on: '30/6/2024', r1_by: 'UBND tỉnh' } }); // prettier-ignore
  await readImport(systemCtx(db), id);
  expect(await problemsOf(db, right, id)).toEqual([[2, 'total: products.total_not_sum']]);
});

test('the same file twice adds nothing; a file with one more decision adds that alone', async () => {
  const { db } = await freshDatabase();
  const right = await officer(db);
  await enter(db, right, { id: await read(db, right, await officeWorksheet([officeRow(none)])) });
  const before = await register(db);
  const again = await read(db, right, await officeWorksheet([officeRow(none)]));
  expect((await importById(ctxOf(db, right), again)).counts).toEqual({ problem: 0, new: 0, known: 1, skipped: 0 });
  expect(await enter(db, right, { id: again })).toMatchObject({
    known: 1,
    producers: 0,
    products: 0,
    recognitions: 0,
  });
  expect(await register(db)).toEqual(before);
  const more = await read(db, right, await officeWorksheet([officeRow({ 4: 'htx  ONG thử' })]));
  expect(await enter(db, right, { id: more })).toMatchObject({
    known: 0,
    producers: 0,
    products: 0,
    recognitions: 1,
  });
});

test('each fault is told at its row and field, and mended in place; nothing enters before', async () => {
  const { db } = await freshDatabase();
  const right = await officer(db);
  const file = await officeWorksheet([
    officeRow({ 2: 'Thực phẩm', 12: '31/2/2022', ...none }),
    officeRow({ 1: 'Hai', 2: 'Thực phẩm', 5: 'Vân Đồn', ...none }),
    officeRow({ 1: 'Ba', 3: 'cơ sở', 4: 'Cơ sở Ba', 15: null, ...none }),
    officeRow({ 1: '#REF!', ...none }),
    [null, 'Tổng cộng', ...Array.from({ length: 20 }, () => null)],
  ]);
  const id = await read(db, right, file);
  expect(await problemsOf(db, right, id)).toEqual([
    [5, 'set: imports.set_unclear', 'r1_on: fields.day'],
    [6, 'commune: imports.outside', 'set: imports.set_unclear'],
    [7, 'kind: imports.kind_unclear', 'r1_level: imports.level_unclear'],
    [8, 'product: imports.cell_broken'],
  ]);
  expect(await reasonOf(enter(db, right, { id }))).toBe('imports.problems_left');
  const mend = (no: number, values: object, more: object = {}) =>
    mendLine(ctxOf(db, right), { id, no, values, ...more });
  expect(await mend(5, { set: '4', r1_on: '28/2/2022', r1_year: '2022' }, { alike: 'on' })).toEqual({ rows: 2 });
  expect(await mend(7, { kind: 'household', r1_level: 'district' })).toEqual({ rows: 1 });
  expect(await problemsOf(db, right, id)).toEqual([
    [6, 'commune: imports.outside'],
    [8, 'product: imports.cell_broken'],
  ]);
  await mend(6, {}, { skip: 'on' });
  await skipProblems(ctxOf(db, right), { id });
  expect(await enter(db, right, { id })).toEqual({
    rows: 2,
    known: 0,
    skipped: 2,
    producers: 2,
    products: 2,
    recognitions: 2,
  });
});

test('undo takes back exactly what was added, and nothing once somebody has built on it', async () => {
  const { db } = await freshDatabase();
  const right = await officer(db);
  await enter(db, right, { id: await read(db, right, await officeWorksheet([officeRow(none)])) });
  const before = await register(db);
  const second = await read(
    db,
    right,
    await officeWorksheet([officeRow(), officeRow({ 1: 'Phấn hoa', 4: 'HTX Khác', ...none })]),
  );
  await enter(db, right, { id: second });
  await undoImport(ctxOf(db, right), { id: second });
  const [producers, namings, people, products, listings, stars] = (await register(db)) as object[][];
  const ago = before as object[][];
  expect([producers, namings, people, products, stars]).toEqual([ago[0], ago[1], ago[2], ago[3], ago[5]]);
  expect(listings).toMatchObject(ago[4]!.map((row) => ({ ...row, changed_at: expect.anything() as Date })));
  expect(await reasonOf(undoImport(ctxOf(db, right), { id: second }))).toBe('imports.is_undone');

  const third = await read(db, right, await officeWorksheet([officeRow({ 1: 'Chè thử', ...none })]));
  await enter(db, right, { id: third });
  const { id: product } = await db
    .selectFrom('products.product')
    .select('id')
    .where('name', '=', 'Chè thử')
    .executeTakeFirstOrThrow();
  await recordRecognition(ctxOf(db, right), aRecognition(product));
  expect(await reasonOf(undoImport(ctxOf(db, right), { id: third }))).toBe('imports.built_on');
});

test('columns told once are remembered for the next worksheet with these headings', async () => {
  const { db } = await freshDatabase();
  const right = await officer(db);
  const csv = new TextEncoder().encode('\ufeffA;B;C;D\nHTX Gió;Mắm tép;Ba Chẽ;9\nHTX Gió;Ruốc;Ba Chẽ;8\n');
  const id = await read(db, right, csv, 'a.csv');
  expect((await importById(ctxOf(db, right), id)).error?.key).toBe('imports.columns_missing');
  const mapping = { producer: '0', product: '1', commune: '2', set: '3' };
  await expect(mapColumns(ctxOf(db, right), { id, mapping: { ...mapping, kind: '3' } })).rejects.toThrow(
    'imports.column_twice',
  );
  await mapColumns(ctxOf(db, right), { id, mapping });
  await readImport(systemCtx(db), id);
  expect((await importById(ctxOf(db, right), id)).counts.new).toBe(2);
  const next = await read(db, right, csv, 'b.csv');
  expect((await importById(ctxOf(db, right), next)).mapping).toEqual({ producer: 0, product: 1, commune: 2, set: 3 });
});

test("nobody sees another's worksheet; one that nobody came back for is forgotten after 30 days", async () => {
  const { db } = await freshDatabase();
  const [right, other] = [await officer(db), await officer(db)];
  const id = await read(db, right, await officeWorksheet([officeRow()]));
  await expect(importById(ctxOf(db, other), id)).rejects.toThrow('not_found');
  expect((await listImports(ctxOf(db, other))).items).toEqual([]);
  await sweepImports(systemCtx(db));
  expect((await importById(ctxOf(db, right), id)).state).toBe('ready');
  await sql`update imports.upload set kept_until = now() - interval '1 minute'`.execute(db);
  await sweepImports(systemCtx(db));
  expect((await importById(ctxOf(db, right), id)).state).toBe('abandoned');
  expect(await db.selectFrom('imports.line').selectAll().execute()).toEqual([]);
});

/** A ZIP of one entry, by hand. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(1000, 24); // a lie: what it unpacks to is counted, not believed
  central.writeUInt16LE(name.length, 28);
  const body = Buffer.concat([local, Buffer.from(name), packed]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, central, Buffer.from(name), end]);
}

const text = (said: string) => Buffer.from(said);
const shared = await fileDatabase();
const reader = await officer(shared.db);

test.each<[string, string, () => Promise<Uint8Array> | Uint8Array]>([
  ['a zip bomb', 'imports.file_bomb', () => zipOf('xl/workbook.xml', Buffer.alloc(250 * 1024 * 1024))],
  ['a ZIP that is no workbook', 'imports.file_kind', () => zipOf('readme.txt', text('hello'))],
  [
    'an XLSX cut in the middle',
    'imports.file_damaged',
    async () => (await officeWorksheet([officeRow()])).subarray(0, 3000),
  ],
  ['a workbook of nonsense', 'imports.file_damaged', () => zipOf('xl/workbook.xml', text('<<<'))],
  ['a PDF', 'imports.file_kind', () => text('%PDF-1.7 a,b,c\n1,2,3')],
  ['an old XLS', 'imports.file_old', () => Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['bytes', 'imports.file_kind', () => Buffer.from([1, 0, 2, 0, 3, 0, 4])],
  ['another encoding', 'imports.file_encoding', () => Buffer.from([0x41, 0x2c, 0xea, 0x2c, 0x42, 0x0a])],
  ['prose', 'imports.file_kind', () => text('Kính gửi Ủy ban')],
  ['nothing', 'imports.file_empty', () => text('')],
  ['headings alone', 'imports.file_empty', () => text('Sản phẩm,Chủ thể,Xã\n')],
  ['too many rows', 'imports.file_rows', () => text(`Sản phẩm,Chủ thể,Xã\n${'a,b,c\n'.repeat(20_050)}`)],
  ['too many columns', 'imports.file_columns', () => text(`${'a,'.repeat(250)}b\n`)],
])('%s is refused with a sentence of its own: %s', async (_, key, make) => {
  const id = await read(shared.db, reader, await make());
  const { state, error } = await importById(ctxOf(shared.db, reader), id);
  expect([state, error?.key]).toEqual(['failed', key]);
});

/** Another process that does `work` on the database, killed in the middle of it. */
async function killed(url: string, work: string, inTheMiddle: () => Promise<boolean>) {
  const code = `import { openDb } from './src/kernel/db.ts';
    import { systemCtx } from './test/makers/context.ts';
    import { enterImport } from './src/domain/imports/entering.ts';
    import { readImport } from './src/domain/imports/reactions.ts';
    await ${work.replace('ctx', `systemCtx(openDb(${JSON.stringify(url)}).db)`)}`;
  const child = spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
  await expect.poll(inTheMiddle, { timeout: 20_000, interval: 1 }).toBe(true);
  child.kill('SIGKILL');
  await new Promise((done) => child.on('close', done));
}

test('kill -9 in the middle of reading or entering leaves nothing half-written; the next process takes it up', async () => {
  const { db, url } = await freshDatabase();
  const right = await officer(db);
  const rows = Array.from({ length: 600 }, (_, i) => officeRow({ 1: `Mật ong ${i}`, 4: `HTX ${i % 200}`, ...none }));
  const { id } = await uploadImport(ctxOf(db, right), { name: 'a.xlsx', bytes: await officeWorksheet(rows) });
  const run = async () => importById(ctxOf(db, right), id);
  const later = () => systemCtx(db, '2026-11-24');

  await killed(url, `readImport(ctx, '${id}')`, async () => (await run()).done > 0);
  expect(await run()).toMatchObject({ state: 'reading', total: 600 });
  await resumeImports(systemCtx(db)); // not yet: whoever reads it may be alive
  expect((await run()).state).toBe('reading');
  await resumeImports(later());
  expect(await run()).toMatchObject({ state: 'ready', done: 600, counts: { new: 600, problem: 0 } });

  const before = await register(db);
  await confirmImport(ctxOf(db, right), { id });
  await killed(url, `enterImport(ctx, '${id}')`, async () => {
    const { rows: found } = await sql`select from pg_stat_activity
      where datname = current_database() and query like 'insert into "products".%'`.execute(db);
    return found.length > 0;
  });
  await expect.poll(() => register(db), { timeout: 10_000 }).toEqual(before);
  expect((await run()).state).toBe('entering');
  await resumeImports(later());
  expect(await run()).toMatchObject({ state: 'committed', result: { products: 600, producers: 200 } });
}, 60_000);

test('what cannot be entered as it was confirmed waits for its officer with the reason', async () => {
  const { db } = await freshDatabase();
  const right = await officer(db);
  const id = await read(db, right, await officeWorksheet([officeRow(none)]));
  await confirmImport(ctxOf(db, right), { id });
  await sql`update identity.role_grant set ended_at = now() where person_id = ${right.id}`.execute(db);
  await enterImport(systemCtx(db), id);
  expect(await importById(ctxOf(db, right), id)).toMatchObject({ state: 'ready', fault: 'errors.refused' });
  expect(await db.selectFrom('producers.producer').select('id').execute()).toEqual([]);
});

test('a formula as a name is a text, and nothing else', async () => {
  const { db } = await freshDatabase();
  const right = await officer(db);
  const name = '=HYPERLINK("http://example.vn","Mật ong")';
  await enter(db, right, {
    id: await read(db, right, await officeWorksheet([officeRow({ 1: name, ...none })])),
  });
  expect(await db.selectFrom('products.product').select('name').execute()).toEqual([{ name }]);
});

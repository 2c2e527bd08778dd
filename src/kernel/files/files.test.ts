import { existsSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { personWith } from '../../../test/makers/context.ts';
import { archive, filesCtx, incoming, packed, pdf, sha256, uploaded, xlsx } from '../../../test/makers/files.ts';
import { inTransaction } from '../action.ts';
import type { Actor, Ctx } from '../context.ts';
import type { Db } from '../db.ts';
import { AppError } from '../errors.ts';
import { fileAddress, opens } from './address.ts';
import { downloadName } from './kinds.ts';
import { widths } from './pictures.ts';
import { claimUpload, filesOf } from './rows.ts';
import { rangeOf } from './serve.ts';
import { sweepFiles } from './sweep.ts';
import { addPiece, beginUpload, finishUpload, uploadOf } from './uploads.ts';

let db: Db;
let person: Actor;
let ctx: Ctx;
beforeEach(async () => {
  ({ db } = await freshDatabase());
  person = await personWith(db, 'auditor');
  ctx = filesCtx(db, person);
});

const claim = (upload: string, as = ctx) => inTransaction(as, (tx) => claimUpload(tx, upload));

/** What a form is told of a file: the key of the sentence, or the kind that it became. */
async function said(bytes: Uint8Array, name: string): Promise<string> {
  try {
    const id = await claim(await uploaded(ctx, bytes, name));
    return (await filesOf(ctx, [id])).get(id)!.kind;
  } catch (error) {
    if (error instanceof AppError && error.issues[0]) return error.issues[0].key;
    throw error;
  }
}

/** Everything that lies on the disk: blobs and what is on its way. */
const lying = () =>
  readdirSync(join(ctx.runtime.files.incoming, '..'), { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() || entry.isSymbolicLink() ? entry.name : [],
  );

test('a file is what it holds, not what it is called', async () => {
  const png = await sharp({ create: { width: 20, height: 10, channels: 3, background: '#a00' } })
    .png()
    .toBuffer();
  const docx = archive({ '[Content_Types].xml': '', 'word/document.xml': '' });
  const rows: [string, Uint8Array, string][] = [
    ['pdf', pdf(), 'giấy.pdf'],
    ['pdf', pdf(), 'không có đuôi'],
    ['picture', png, 'anh.png'],
    ['picture', png, 'anh.JPG'],
    ['xlsx', xlsx(), 'bảng.xlsx'],
    ['docx', docx, 'thư.docx'],
    ['files.not_its_name', png, 'giấy.pdf'],
    ['files.not_its_name', pdf(), 'ảnh.png'],
    ['files.not_its_name', docx, 'bảng.xlsx'],
    ['files.kind', Buffer.from('MZ\u0090 program'), 'giấy.pdf'],
    ['files.kind', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'anh.svg'],
    ['files.kind', Buffer.from('<html><script>alert(1)</script>'), 'trang.html'],
    ['files.kind', archive({ 'a.txt': 'x' }), 'goi.zip'],
    ['files.kind', Buffer.from('PK\u0003\u0004'), 'hong.xlsx'],
    ['files.macros', xlsx({ 'xl/vbaProject.bin': '' }), 'bảng.xlsx'],
    ['files.empty', Buffer.alloc(0), 'rong.pdf'],
    ['files.picture_broken', png.subarray(0, 40), 'anh.png'],
    ['files.too_large', Buffer.concat([pdf(), Buffer.alloc(1024 * 1024)]), 'to.pdf'],
    [
      'files.bomb',
      archive({ '[Content_Types].xml': '', 'xl/workbook.xml': '' }, { 'xl/workbook.xml': 2 ** 31 }),
      'b.xlsx',
    ],
  ];
  for (const [kind, bytes, name] of rows) expect([name, await said(bytes, name)]).toEqual([name, kind]);
});

test('a PDF that acts, carries files or cannot be looked into is refused with its reason', async () => {
  const script = '<< /S /JavaScript /JS (app.alert\\(1\\)) >>';
  const rows: [string, Buffer][] = [
    ['files.pdf_script', pdf({ catalog: `/OpenAction ${script}` })],
    ['files.pdf_script', pdf({ catalog: '/OpenAction << /S /J#61va#53cript /JS (1) >>' })],
    ['files.pdf_script', pdf({ objects: [packed(script)] })],
    ['files.pdf_script', pdf({ objects: [packed(script, '/Type /#4fbjStm /N 1 /First 4')] })],
    ['files.pdf_script', pdf({ objects: [packed(script, '/N 1 /First 4')] })],
    ['files.pdf_script', pdf({ catalog: '/AcroForm << /XFA 9 0 R >>' })],
    ['files.pdf_launch', pdf({ catalog: '/OpenAction << /S /Launch /F (cmd.exe) >>' })],
    ['files.pdf_launch', pdf({ objects: ['<< /S /SubmitForm /F (https://example.vn) >>'] })],
    ['files.pdf_embedded', pdf({ catalog: '/Names << /EmbeddedFiles 9 0 R >>' })],
    ['files.pdf_locked', pdf({ trailer: '/Encrypt 9 0 R' })],
    [
      'files.pdf_unreadable',
      pdf({
        objects: [
          packed('x')
            .replace('/FlateDecode', '/ASCIIHexDecode')
            .replace(/stream\n.*\n/s, 'stream\n41>\n'),
        ],
      }),
    ],
    ['files.pdf_unreadable', pdf({ objects: [packed(' '.repeat(70_000_000))] })],
    ['files.pdf_unreadable', pdf({ objects: ['/First 9 0 R>>stream\n'.repeat(20_000)] })],
    // Outlines, links and forms that only show are what papers have.
    [
      'pdf',
      pdf({ catalog: '/Outlines << /First 9 0 R /Last 9 0 R >> /OpenAction [3 0 R /Fit]', objects: [packed('(x)')] }),
    ],
    ['pdf', pdf({ objects: ['<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.vn) >> >>'] })],
    [
      'pdf',
      pdf({
        catalog: '/Outlines << /First 9 0 R >>',
        objects: ['<< /Filter /DCTDecode >>\nstream\n\u00ff\u00d8\nendstream'],
      }),
    ],
  ];
  for (const [i, [key, bytes]] of rows.entries()) expect([i, await said(bytes, 'giấy.pdf')]).toEqual([i, key]);
});

test('a picture is turned, made light, and says neither where nor by what it was taken', async () => {
  const taken = await sharp({ create: { width: 1600, height: 800, channels: 3, background: '#357' } })
    .withExif({
      IFD0: { Make: 'MAY-ANH-THU', Model: 'X1' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '21/1 15/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '107/1 0/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect((await sharp(taken).metadata()).exif?.toString('latin1')).toContain('MAY-ANH-THU');
  const id = await claim(await uploaded(ctx, taken, 'anh.jpg'));
  const { hash, name } = (await filesOf(ctx, [id])).get(id)!;
  expect(name).toBe('anh.webp');
  const rows = await db.selectFrom('kernel.picture').selectAll().where('of', '=', hash).orderBy('width').execute();
  // 1600 × 800 held upright is 800 × 1600; no width beyond its own is made.
  expect(rows.map(({ width, height }) => [width, height])).toEqual([
    [180, 360],
    [360, 720],
    [720, 1440],
    [800, 1600],
  ]);
  expect(widths).toEqual([180, 360, 720, 1200]);
  for (const row of rows) {
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.runtime.files.get(row.hash)) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const { format, exif, xmp, iptc, orientation } = await sharp(bytes).metadata();
    expect({ format, exif, xmp, iptc, orientation }).toEqual({ format: 'webp' });
    expect([bytes.length, sha256(bytes)]).toEqual([row.size, row.hash]);
    expect(bytes.includes('MAY-ANH-THU')).toBe(false);
  }
});

test('a picture of 100 million pixels is refused before it is unpacked', async () => {
  // A PNG that claims to be 10,000 × 10,000 and holds nothing: to unpack it would fail otherwise.
  const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  png.writeUInt32BE(10_000, 16);
  png.writeUInt32BE(10_000, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  const begun = performance.now();
  const upload = await uploaded(ctx, png, 'anh.png');
  await expect(claim(upload)).rejects.toMatchObject({
    issues: [{ path: 'file', key: 'files.too_many_pixels', params: { is: 100, most: 50 } }],
  });
  expect(performance.now() - begun).toBeLessThan(2000);
});

test('the same bytes lie once, and a claim that is rolled back can be made again', async () => {
  const [one, two] = [await uploaded(ctx), await uploaded(ctx)];
  const cut = inTransaction(ctx, async (tx) => {
    await claimUpload(tx, one);
    throw new Error('the power went');
  });
  await expect(cut).rejects.toThrow('the power went');
  const ids = [await claim(one), await claim(two)];
  const files = await filesOf(ctx, ids);
  expect(new Set([...files.values()].map(({ hash }) => hash))).toEqual(new Set([sha256(pdf())]));
  expect(lying()).toEqual([sha256(pdf())]);
  await expect(claim(one)).rejects.toMatchObject({ issues: [{ key: 'files.gone' }] });
});

test('an upload is its own person’s: to anybody else it is not there', async () => {
  const bytes = pdf();
  const { id } = await beginUpload(ctx, { name: 'giay.pdf', size: bytes.length });
  const other = filesCtx(db, await personWith(db, 'administrator'), join(ctx.runtime.files.incoming, '..'));
  await expect(uploadOf(other, id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(addPiece(other, id, 0, incoming(bytes))).rejects.toMatchObject({ code: 'not_found' });
  await expect(finishUpload(other, id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(claim(id, other)).rejects.toMatchObject({ issues: [{ key: 'files.gone' }] });
  await expect(beginUpload(filesCtx(db, null), { name: 'x', size: 1 })).rejects.toMatchObject({
    code: 'sign_in.needed',
  });
});

test('a piece goes on where the last one ended, whatever cut it; another process goes on alike', async () => {
  const bytes = Buffer.concat([pdf(), Buffer.from(`%${'x'.repeat(300_000)}`)]);
  const { id } = await beginUpload(ctx, { name: 'giay.pdf', size: bytes.length });
  const cut = addPiece(
    ctx,
    id,
    0,
    (async function* () {
      yield bytes.subarray(0, 100_000);
      throw new Error('the network went');
    })(),
  );
  await expect(cut).rejects.toThrow('the network went');
  await expect(addPiece(ctx, id, 0, incoming(bytes))).rejects.toMatchObject({
    code: 'upload.offset',
    details: { offset: 100_000 },
  });
  await expect(finishUpload(ctx, id)).rejects.toMatchObject({ code: 'upload.offset' });
  await expect(claim(id)).rejects.toMatchObject({ issues: [{ key: 'files.unfinished' }] });

  const restarted = filesCtx(db, person, join(ctx.runtime.files.incoming, '..'));
  const { offset } = await uploadOf(restarted, id);
  await expect(
    addPiece(restarted, id, offset, incoming(Buffer.concat([bytes.subarray(offset), Buffer.alloc(9)]))),
  ).rejects.toMatchObject({ code: 'input.too_large' });
  const now = await uploadOf(restarted, id);
  await addPiece(restarted, id, now.offset, incoming(bytes.subarray(now.offset)));
  const [first, again] = await Promise.all([finishUpload(restarted, id), finishUpload(restarted, id)]);
  expect([first.state, again.state, (await finishUpload(restarted, id)).state]).toEqual(['whole', 'whole', 'whole']);
  const file = await claim(id, restarted);
  expect((await filesOf(ctx, [file])).get(file)!.hash).toBe(sha256(bytes));
});

test('a full disk is told in words, and nothing half-written stays', async () => {
  const bytes = pdf();
  const { id } = await beginUpload(ctx, { name: 'giay.pdf', size: bytes.length });
  symlinkSync('/dev/full', join(ctx.runtime.files.incoming, id)); // a disk on which every write fails with ENOSPC
  await expect(addPiece(ctx, id, 0, incoming(bytes))).rejects.toMatchObject({ code: 'storage.full', status: 507 });
  expect((await uploadOf(ctx, id)).state).toBe('open');
});

test('what nobody claimed for a day is swept away; what a file names stays', async () => {
  const kept = await claim(await uploaded(ctx));
  const picture = await sharp({ create: { width: 900, height: 900, channels: 3, background: '#375' } })
    .jpeg()
    .toBuffer();
  await uploaded(ctx, picture, 'anh.jpg');
  const home = join(ctx.runtime.files.incoming, '..');
  writeFileSync(join(ctx.runtime.files.incoming, 'killed.staged'), 'half');
  await sweepFiles(ctx);
  expect(lying()).toHaveLength(6); // young: the PDF, four widths, the half-written one
  const old = new Date(Date.now() - 2 * 86_400_000);
  await db.updateTable('kernel.upload').set({ created_at: old }).execute();
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), old, old);
  await sweepFiles(ctx);
  expect(lying()).toEqual([(await filesOf(ctx, [kept])).get(kept)!.hash]);
  expect(await db.selectFrom('kernel.picture').select('hash').execute()).toEqual([]);
});

test('one person has at most thirty uploads under way; the oldest goes, with its pieces', async () => {
  const first = await beginUpload(ctx, { name: 'a.pdf', size: 10 });
  await addPiece(ctx, first.id, 0, incoming(Buffer.from('12345')));
  for (let n = 0; n < 30; n++) await beginUpload(ctx, { name: 'a.pdf', size: 10 });
  await expect(uploadOf(ctx, first.id)).rejects.toMatchObject({ code: 'not_found' });
  expect(existsSync(join(ctx.runtime.files.incoming, first.id))).toBe(false);
});

test('an address opens its own file for a quarter of an hour, and no other', async () => {
  const file = { id: await claim(await uploaded(ctx)), name: 'giấy.pdf' };
  const now = 1_790_000_000_000;
  const query = new URL(fileAddress(ctx.runtime, file, now), 'http://localhost').searchParams;
  const [until, key] = [query.get('until')!, query.get('key')!];
  const { runtime } = ctx;
  expect([
    opens(runtime, file.id, until, key, now),
    opens(runtime, file.id, until, key, now + 15 * 60_000),
    opens(runtime, file.id, until, key, now + 15 * 60_000 + 1),
    opens(runtime, '01a20dc8-58cf-7f1c-a8da-763de35c9539', until, key, now),
    opens(runtime, file.id, String(Number(until) + 60), key, now),
    opens(runtime, file.id, until, '', now),
    opens({ config: { ...runtime.config, secret: 'another secret of 32 characters..' } }, file.id, until, key, now),
  ]).toEqual([true, true, false, false, false, false, false]);
});

test('ranges as RFC 9110 reads them', () => {
  const asked = [
    'bytes=0-9',
    'bytes=90-',
    'bytes=-10',
    'bytes=50-500',
    'bytes=100-',
    'bytes=-0',
    'bytes=5-2',
    'x',
    'bytes=0-1,4-5',
  ];
  expect(asked.map((header) => rangeOf(header, 100))).toEqual([
    { start: 0, end: 9 },
    { start: 90, end: 99 },
    { start: 90, end: 99 },
    { start: 50, end: 99 },
    'beyond',
    'beyond',
    'whole',
    'whole',
    'whole',
  ]);
});

test('a download is called as its owner called it, without what a system could take for a command or a folder', () => {
  expect([
    downloadName('../../etc/Giấy ATTP.PDF', 'pdf'),
    downloadName('C:\\Users\\Lan\\anh.jpg', 'picture'),
    downloadName('a"b\r\nx: y.xlsx', 'xlsx'),
    downloadName('\u202egpj.exe', 'pdf'),
    downloadName('...', 'docx'),
  ]).toEqual(['Giấy ATTP.pdf', 'anh.webp', 'abx y.xlsx', 'gpj.exe.pdf', 'tep.docx']);
});

test('whoever opened an account by themselves and holds no role fills no disk', async () => {
  const stranger = filesCtx(db, { ...person, grants: [] });
  await expect(beginUpload(stranger, { name: 'a.pdf', size: 10 })).rejects.toMatchObject({ code: 'refused' });
  await expect(uploaded(stranger, pdf(), 'a.pdf')).rejects.toMatchObject({ code: 'refused' });
});

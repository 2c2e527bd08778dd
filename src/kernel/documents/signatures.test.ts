import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Identity, identity, signedPdf } from '../../../test/makers/signed-pdf.ts';
import { rootsIn } from './chains.ts';
import { type PdfSignature, signaturesOf } from './signatures.ts';

const at = new Date('2026-04-01T00:00:00Z');
let root: Identity, between: Identity, chair: Identity, clock: Identity;

beforeAll(async () => {
  root = await identity('Gốc thử', { authority: true, kind: 'rsa' });
  between = await identity('CA thử', { authority: true, by: root });
  chair = await identity('Nguyễn Văn Thử', { by: between, to: '2026-03-20' });
  clock = await identity('Dấu thời gian thử', { by: root, stamps: true });
});

const roots = () => [root.certificate];
const one = async (pdf: Uint8Array, trusted = roots(), by = at): Promise<PdfSignature> => {
  const found = await signaturesOf(pdf, trusted, by);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const chained = () => ({ with: [between] });

test('a signed paper says who signed, by whose certificate and when', async () => {
  const day = new Date('2026-03-11T00:00:00Z');
  expect(await one(await signedPdf(chair, chained()), roots(), day)).toEqual({
    state: 'intact',
    kind: 'signature',
    signer: {
      name: 'Nguyễn Văn Thử',
      organisation: 'Cơ quan thử',
      issuer: 'CA thử',
      serial: expect.stringMatching(/^[\da-f]+$/),
      from: new Date('2025-01-01'),
      to: new Date('2026-03-20'),
    },
    chain: 'trusted',
    validity: 'valid',
    judgedAt: day,
    saidAt: new Date('2026-03-10T02:00:00Z'),
    stamp: null,
    after: 'nothing',
  });
});

test('a paper without a signature has none', async () => {
  expect(await signaturesOf(Buffer.from('%PDF-1.7\n%%EOF'), roots(), at)).toEqual([]);
});

test('one byte changed before or behind the signature shows', async () => {
  const pdf = await signedPdf(chair, chained());
  for (const place of [12, pdf.length - 10]) {
    const changed = Uint8Array.from(pdf);
    changed[place]! ^= 1;
    expect(await one(changed)).toMatchObject({ state: 'altered', signer: { name: 'Nguyễn Văn Thử' } });
  }
});

test('what was added behind the signed part is told: by nobody, or by one who signed again', async () => {
  const first = await signedPdf(chair, chained());
  const added = Buffer.concat([first, Buffer.from('1 0 obj << /Type /Catalog >> endobj\n%%EOF\n')]);
  expect(await one(added)).toMatchObject({ state: 'intact', after: 'unsigned' });
  const office = await identity('Văn phòng thử', { by: root });
  const twice = await signaturesOf(await signedPdf(office, {}, first), roots(), at);
  expect(twice.map(({ signer, state, after }) => [signer?.name, state, after])).toEqual([
    ['Nguyễn Văn Thử', 'intact', 'signed'],
    ['Văn phòng thử', 'intact', 'nothing'],
  ]);
});

test('a range that leaves out more than the signature, or reaches beyond the file, is no signature', async () => {
  const pdf = Buffer.from(await signedPdf(chair, chained())).toString('latin1');
  const [, before = '', from = ''] = /ByteRange \[0 +(\d+) +(\d+)/.exec(pdf) ?? [];
  const wrong = [
    pdf.replace(before, String(Number(before) - 5)),
    pdf.replace(from, String(Number(from) + 5)),
    pdf.slice(0, -4),
    pdf.replace('ByteRange [0', 'ByteRange [1'),
  ];
  for (const text of wrong)
    expect(await one(Buffer.from(text, 'latin1'))).toMatchObject({ state: 'unreadable', signer: null });
  const rubbish = pdf.replace(/<[\da-f]{40}/, `<${'07'.repeat(20)}`);
  expect(await one(Buffer.from(rubbish, 'latin1'))).toMatchObject({ state: 'unreadable' });
});

test('a certificate is judged by the day given; a trusted stamp proves an earlier one', async () => {
  expect(await one(await signedPdf(chair, chained()))).toMatchObject({
    state: 'intact',
    validity: 'expired',
    chain: 'untrusted',
    judgedAt: at,
  });
  const stamp = { by: clock, at: '2026-03-10T02:01:00Z' };
  expect(await one(await signedPdf(chair, { ...chained(), stamp }))).toMatchObject({
    state: 'intact',
    validity: 'valid',
    chain: 'trusted',
    judgedAt: new Date(stamp.at),
    stamp: { at: new Date(stamp.at), authority: 'Dấu thời gian thử', chain: 'trusted' },
  });
});

test('a stamp of something else is none, and one by a key that is not for stamps proves nothing', async () => {
  const when = '2026-03-10T02:01:00Z';
  const other = { by: clock, at: when, of: new Uint8Array([1, 2, 3]) };
  expect(await one(await signedPdf(chair, { ...chained(), stamp: other }))).toMatchObject({
    stamp: null,
    judgedAt: at,
  });
  const office = await identity('Văn phòng thử', { by: root });
  expect(await one(await signedPdf(chair, { ...chained(), stamp: { by: office, at: when } }))).toMatchObject({
    stamp: { chain: 'untrusted' },
    validity: 'expired',
  });
});

test("a time stamp of the whole paper is an authority's, and only a key for stamps sets one", async () => {
  const stampsAt = '2026-03-12T00:00:00Z';
  const stamped = { state: 'intact', kind: 'stamp', saidAt: new Date(stampsAt), judgedAt: new Date(stampsAt) };
  expect(await one(await signedPdf(clock, { stampsAt }))).toMatchObject({ ...stamped, chain: 'trusted' });
  expect(await one(await signedPdf(chair, { stampsAt }))).toMatchObject({ ...stamped, chain: 'untrusted' });
});

test('a broken value is told, never thrown', async () => {
  const pdf = await signedPdf(chair, chained());
  const start = Buffer.from(pdf).indexOf('/Contents <') + 11;
  for (let place = start; place < start + 3000; place += 37) {
    const broken = Uint8Array.from(pdf);
    broken[place] = 0x66;
    expect(await signaturesOf(broken, roots(), at)).toHaveLength(1);
  }
});

test('a certificate leads to an installed root, or it is said that none is installed', async () => {
  const day = new Date('2026-03-11T00:00:00Z');
  const pdf = await signedPdf(chair, chained());
  const stranger = await identity('Gốc lạ', { authority: true });
  const chainBy = async (file: Uint8Array, trusted: Identity[]) =>
    (
      await one(
        file,
        trusted.map(({ certificate }) => certificate),
        day,
      )
    ).chain;
  expect(await chainBy(pdf, [])).toBe('unchecked');
  expect(await chainBy(pdf, [stranger])).toBe('untrusted');
  expect(await chainBy(await signedPdf(chair), [root])).toBe('untrusted');
  const self = await identity('Gốc thử', { authority: true });
  expect(await chainBy(await signedPdf(self), [root])).toBe('untrusted');
  const noAuthority = await identity('Không phải CA', { by: root });
  const forged = await identity('Chủ tịch giả', { by: noAuthority });
  expect(await chainBy(await signedPdf(forged, { with: [noAuthority] }), [root])).toBe('untrusted');
});

test('a digest that can be forged is called weak', async () => {
  expect(await one(await signedPdf(root, { digest: 'SHA-1' }))).toMatchObject({ state: 'weak' });
});

test('roots are the certificates of a folder; a file that holds none is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roots-'));
  try {
    const der = Buffer.from(root.certificate.toSchema(true).toBER());
    await writeFile(join(folder, 'a.der'), der);
    const pem = `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
    await writeFile(join(folder, 'b.pem'), pem);
    await writeFile(join(folder, 'README.txt'), 'not read');
    const [first, second, ...more] = await rootsIn(folder);
    expect([
      first?.subject.isEqual(root.certificate.subject),
      second?.serialNumber.isEqual(root.certificate.serialNumber),
    ]).toEqual([true, true]);
    expect(more).toEqual([]);
    await writeFile(join(folder, 'c.crt'), 'nothing');
    await expect(rootsIn(folder)).rejects.toThrow('c.crt holds no certificate');
  } finally {
    await rm(folder, { recursive: true });
  }
});

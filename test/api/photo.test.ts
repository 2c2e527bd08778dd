import { expect, test } from 'vitest';
import { openApi } from '#api/app';
import { fileDatabase } from '../database.ts';
import { testRuntime } from '../makers/context.ts';
import { emptyPhoto, photoOf } from '../makers/photos.ts';

const { db } = await fileDatabase();
const api = openApi(testRuntime(db));

async function send(photo: Buffer | null, headers: Record<string, string> = {}) {
  const form = new FormData();
  form.set('locale', 'en');
  if (photo) form.set('photo', new File([new Uint8Array(photo)], 'photo.jpg', { type: 'image/jpeg' }));
  return api.request('/api/v1/verify/photo', { method: 'POST', body: form, headers });
}

test('a photo of a QR code, a barcode or a printed certificate code tells its text, and what can be verified', async () => {
  const read = async (text: string, kind?: string) => (await send(await photoOf(text, kind))).json();
  expect(await read('http://localhost:3000/verify/22-06970-01-2026')).toEqual({
    texts: ['http://localhost:3000/verify/22-06970-01-2026'],
    code: '22-06970-01-2026',
  });
  expect(await read('9520000000011', 'ean13')).toEqual({ texts: ['9520000000011'], code: '9520000000011' });
  expect(await read('MH-001-1', 'code128')).toEqual({ texts: ['MH-001-1'], code: 'MH-001-1' });
  expect(await read('https://example.vn/?x=1&y=@')).toMatchObject({ code: null });
});

test('a form is sent on to the verification, or back with what went wrong', async () => {
  const to = async (photo: Buffer | null) => {
    const answer = await send(photo, { accept: 'text/html' });
    return [answer.status, answer.headers.get('location')];
  };
  expect(await to(await photoOf('22-06970-01-2026'))).toEqual([303, '/en/verify/22-06970-01-2026']);
  expect(await to(await emptyPhoto())).toEqual([303, '/en/verify?photo=unread']);
  expect(await to(Buffer.from('no picture'))).toEqual([303, '/en/verify?photo=unread']);
  expect(await to(null)).toEqual([303, '/en/verify?photo=missing']);
});

test('what is no picture, no file, no form or too large is a problem at its field, never a fault of ours', async () => {
  const problem = async (answer: Response) => {
    const body = (await answer.json()) as { code: string; issues?: { path: string }[] };
    return [answer.status, body.code, body.issues?.[0]?.path];
  };
  expect(await problem(await send(Buffer.from('no picture')))).toEqual([422, 'input.invalid', 'photo']);
  expect(await problem(await send(null))).toEqual([422, 'input.invalid', 'photo']);
  const post = (body: string, type: string) =>
    api.request('/api/v1/verify/photo', { method: 'POST', body, headers: { 'content-type': type } });
  expect(await problem(await post('{}', 'application/json'))).toEqual([422, 'input.invalid', 'photo']);
  expect((await problem(await post('x', 'multipart/form-data; boundary=y')))[0]).toBeLessThan(500);
  expect(await problem(await send(Buffer.alloc(13 * 1024 * 1024)))).toEqual([413, 'input.too_large', undefined]);
});

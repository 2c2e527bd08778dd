import { expect, test } from 'vitest';
import { submit } from './form.ts';

const locals = { ctx: { locale: 'en' } } as App.Locals;
const post = (body: BodyInit, type?: string) =>
  submit(
    {
      request: new Request('http://x/', { method: 'POST', body, ...(type && { headers: { 'content-type': type } }) }),
      locals,
    },
    async (fields) => fields,
  );
const encoded = 'application/x-www-form-urlencoded';

test('a field is a text, one that comes more than once a list in its order, whatever it is called', async () => {
  expect(await post('a=1&b=2&a=3&c=&__proto__=x&constructor=y', encoded)).toEqual(
    Object.fromEntries([
      ['a', ['1', '3']],
      ['b', '2'],
      ['c', ''],
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]),
  );
  const form = new FormData();
  form.append('a', '1');
  form.append('a', new File(['…'], 'one.txt'));
  expect(await post(form)).toEqual({ a: ['1', 'one.txt'] });
});

test('more fields than any form of ours has are refused before they are looked at, however they are sent', async () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `f${i}`);
  const parts = names.map((name) => `--bound\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n\r\n`).join('');
  const bodies = [
    [names.join('&'), encoded],
    [`${parts}--bound--\r\n`, 'multipart/form-data; boundary="bound"'],
    [`${parts}--bound--\r\n`, 'multipart/form-data; x="; boundary=other"; boundary=bound'],
  ];
  const begun = performance.now();
  for (const [body, type] of bodies) await expect(post(body!, type)).rejects.toThrow('input.too_large');
  expect(performance.now() - begun).toBeLessThan(5000); // it was a minute
  expect(await post(names.slice(0, 200).join('&'), encoded)).toHaveProperty('f199', '');
  await expect(post(names.slice(0, 201).join('&'), encoded)).rejects.toThrow('input.too_large');
});

test('what is no form is unreadable', async () => {
  await expect(post('{}', 'application/json')).rejects.toThrow('input.unreadable');
  await expect(post('--bound\r\n', 'multipart/form-data; boundary=other')).rejects.toThrow('input.unreadable');
});

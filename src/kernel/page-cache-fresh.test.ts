import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from './clock.ts';
import { openPageCache } from './page-cache.ts';
import { openTags } from './tags.ts';

const clock: Clock = { now: () => new Date(), today: () => '2026-11-23', read: async () => {} };

/** A server whose pages say how often they were made; `render` may be held up. */
async function serve() {
  const tags = openTags();
  const state = { made: 0, wait: Promise.resolve() as Promise<void> };
  const render = async (path: string) => {
    const text = `${path} ${++state.made}`;
    await state.wait;
    return new Response(text, { headers: { 'cache-tags': 'products', etag: `"${text}"` } });
  };
  const cache = openPageCache(render, tags, clock, { 'x-always': 'yes' });
  const server = createServer((req, res) => {
    void cache(req, res).then((done) => done || res.writeHead(204).end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers });
  return { tags, state, ask, text: async (path: string) => (await ask(path)).text() };
}

test('who asks after a write does not get a page whose making began before it', async () => {
  const { tags, state, text } = await serve();
  const hold = Promise.withResolvers<void>();
  state.wait = hold.promise;
  const before = text('/a');
  while (!state.made) await new Promise(setImmediate);
  tags.changed(['products']);
  const after = text('/a');
  hold.resolve();
  await before;
  expect(await after).toBe('/a 2');
});

test('kept pages come with the headers of every answer, compressed and by their tag alike', async () => {
  const { ask, text } = await serve();
  await text('/a');
  const plain = await ask('/a', { 'accept-encoding': 'identity' });
  const small = await ask('/a', { 'accept-encoding': 'br' });
  const same = await ask('/a', { 'if-none-match': '"/a 1"' });
  expect([plain, small, same].map((one) => [one.status, one.headers.get('x-always')])).toEqual([
    [200, 'yes'],
    [200, 'yes'],
    [304, 'yes'],
  ]);
  expect([await plain.text(), await small.text()]).toEqual(['/a 1', '/a 1']);
  expect([small.headers.get('content-encoding'), small.headers.get('cache-tags')]).toEqual(['br', null]);
});

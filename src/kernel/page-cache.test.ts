import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Clock } from './clock.ts';
import { type Asker, openPageCache } from './page-cache.ts';
import { openTags } from './tags.ts';

const clock: Clock = { now: () => new Date(), today: () => '2026-11-23', read: async () => {} };

const said: Record<string, Record<string, string>> = {
  '/a': { 'cache-tags': 'products' },
  '/counts': { 'cache-tags': '~products product:1' },
  '/signed-in': { 'cache-tags': 'products', 'set-cookie': 'a=b' },
};

/** A server whose pages say how often they were made; `render` may be held up. */
async function serve(given = clock, most?: number) {
  const tags = openTags();
  const state = { made: 0, wait: Promise.resolve() as Promise<void>, addresses: [] as string[] };
  const render = async (path: string, { address }: Asker) => {
    state.addresses.push(address);
    const text = `${path} ${++state.made}`;
    await state.wait;
    const headers = said[path.split('?')[0]!];
    return new Response(text, { status: path === '/none' ? 404 : 200, headers: { ...headers, etag: `"${text}"` } });
  };
  const cache = openPageCache(render, tags, given, { 'x-always': 'yes' }, most);
  const server = createServer((req, res) => {
    if (!cache.hit(req, res)) void cache.answer(req, res).then((done) => done || res.writeHead(204).end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers, method });
  return { tags, state, ask, text: async (path: string) => (await ask(path)).text() };
}

test('a page is made once, and again only after something that it shows was touched', async () => {
  const { tags, text } = await serve();
  expect([await text('/a'), await text('/a')]).toEqual(['/a 1', '/a 1']);
  tags.changed(['producers']);
  expect(await text('/a')).toBe('/a 1');
  tags.changed(['products']);
  expect(await text('/a')).toBe('/a 2');
});

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

test('what the tags say stays inside, for HEAD too', async () => {
  const { ask } = await serve();
  const head = await ask('/a', {}, 'HEAD');
  expect([head.status, head.headers.get('cache-tags'), await head.text()]).toEqual([200, null, '']);
});

test('a page that does not say what it shows, or sets a cookie, or is an error, is made once for each and never kept', async () => {
  const { ask, state } = await serve();
  const paths = ['/private', '/private', '/signed-in', '/none', '/none'];
  const answers = await Promise.all(paths.map((path) => ask(path)));
  expect(state.made).toBe(5);
  const texts = await Promise.all(answers.map((one) => one.text()));
  expect(new Set(texts).size).toBe(5);
  expect(texts.map((text) => text.split(' ')[0])).toEqual(paths);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 404]);
  expect(answers[2]!.headers.getSetCookie()).toEqual(['a=b']);
  expect(answers.map(({ headers }) => headers.get('cache-tags'))).toEqual(Array(5).fill(null));
  const head = await ask('/none', {}, 'HEAD');
  expect([head.status, await head.text(), state.made]).toEqual([404, '', 6]);
});

test('a compressed page is kept in bytes of its own, not as the beginning of a larger block', async () => {
  const cache = openPageCache(
    async () => new Response('a'.repeat(5000), { headers: { 'cache-tags': '' } }),
    openTags(),
    clock,
  );
  const sent: Buffer[] = [];
  const answer = { writeHead: () => answer, end: (bytes: Buffer) => sent.push(bytes) } as unknown as ServerResponse;
  await cache.answer({ url: '/a', headers: { 'accept-encoding': 'br' } } as IncomingMessage, answer);
  expect(sent.map((bytes) => bytes.buffer.byteLength)).toEqual(sent.map((bytes) => bytes.length));
});

test('addresses count in what is kept, and very long ones are left to others', async () => {
  const { ask, state, text } = await serve(clock, 3 * 2048 + 1000);
  const long = (i: number) => `/a?${String(i).padEnd(400, 'x')}`;
  for (const i of [1, 2, 3]) await text(long(i));
  await text(long(1)); // three pages fit, but not with their addresses
  expect(state.made).toBe(4);
  expect((await ask(`/a?${'x'.repeat(500)}`)).status).toBe(204);
  expect(state.made).toBe(4);
});

test('no page outlives midnight in Viet Nam, when a star may end', async () => {
  const { text } = await serve({ ...clock, now: () => new Date('2026-11-23T16:59:59.950Z') });
  expect(await text('/a')).toBe('/a 1');
  await expect.poll(() => text('/a'), { interval: 20 }).not.toBe('/a 1');
});

test('counts over the whole register may be two seconds old, what else a page shows may not', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const { tags, text } = await serve();
  expect(await text('/counts')).toBe('/counts 1');
  tags.changed(['products']);
  vi.setSystemTime(Date.now() + 1900);
  expect(await text('/counts')).toBe('/counts 1');
  vi.setSystemTime(Date.now() + 100);
  expect(await text('/counts')).toBe('/counts 2');
  tags.changed(['product:1']);
  expect(await text('/counts')).toBe('/counts 3');
});

test('an answer that is for one alone is made for that one’s address: limits count who asked', async () => {
  const { ask, state } = await serve();
  const hold = Promise.withResolvers<void>();
  state.wait = hold.promise;
  const both = ['203.0.113.1', '203.0.113.2'].map((address) => ask('/limited', { 'x-ocop-ip': address }));
  while (!state.made) await new Promise(setImmediate);
  hold.resolve();
  await Promise.all(both);
  expect(state.addresses.toSorted()).toEqual(['203.0.113.1', '203.0.113.2']);
});

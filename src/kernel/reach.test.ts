import { createServer } from 'node:net';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { reach } from './reach.ts';

const server = new URL(inject('server'));
const at = (change: Partial<URL>) => Object.assign(new URL(server), { pathname: '/ocop', ...change }).href;
const said = (url: string) =>
  reach(url).then(
    () => 'reached',
    (error: Error) => error.message,
  );

test('a database that is there is reached', async () => {
  expect(await said(server.href)).toBe('reached');
});

test('what is wrong with an address is said in words, with the way out and without the password', async () => {
  const password = 'mat-khau-bi-mat';
  const wrong: [string, string][] = [
    [at({ port: '1', password }), 'nobody listens there'],
    [at({ hostname: 'nowhere.invalid', password }), 'there is no host of that name'],
    [at({ password }), 'wrong user or password'],
    [at({}), 'there is no database of that name'],
  ];
  for (const [url, reason] of wrong) {
    const { hostname, port } = new URL(url);
    const sentence = await said(url);
    expect(sentence).toContain(`The database at ${hostname}:${port}/ocop cannot be reached (${reason}`);
    expect(sentence).toMatch(/Check DATABASE_URL, or leave it out for the embedded one\.$/);
    expect(sentence).not.toContain(password);
  }
});

test('one that never answers is given up', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await vi.waitFor(() => expect(silent.listening).toBe(true));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const answer = said(at({ port: String((silent.address() as { port: number }).port) }));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await answer).toContain('(no answer in 10 seconds)');
});

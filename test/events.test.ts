import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sentence } from '#kernel/sentences';

const rooms = readdirSync('src/domain', { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('/events.ts'),
);
const types = (
  await Promise.all(
    rooms.map((path) => import(/* @vite-ignore */ `../src/domain/${path}`) as Promise<{ events: readonly string[] }>),
  )
).flatMap(({ events }) => events);

test('every type of event has its sentence in both languages', () => {
  expect(types.length).toBeGreaterThan(20);
  const unsaid = types.flatMap((type) =>
    (['vi', 'en'] as const)
      .filter((locale) => sentence(`office.event.${type}`, {}, locale) === `office.event.${type}`)
      .map((locale) => `${type} in ${locale}`),
  );
  expect(unsaid).toEqual([]);
});

test('every type of event happens somewhere, and none is named twice', () => {
  const files = readdirSync('src/domain', { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !/(?:events|\.test)\.ts$/.test(path),
  );
  const written = files.map((path) => readFileSync(`src/domain/${path}`, 'utf8')).join('\n');
  // One action on either of two kinds writes `${kind}.told_apart`.
  const isWritten = (type: string) => written.includes(`'${type}'`) || written.includes(`}.${type.split('.')[1]}\``);
  expect(types.filter((type) => !isWritten(type))).toEqual([]);
  expect(types).toHaveLength(new Set(types).size);
});

test('the log can be filtered by every type', () => {
  const filter = readFileSync('src/routes/office/history.ts', 'utf8');
  expect(rooms.filter((path) => !filter.includes(`'#domain/${path.slice(0, -3)}'`))).toEqual([]);
});

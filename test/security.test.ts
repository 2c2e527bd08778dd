import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

/** OWASP ASVS 5.0.0: how many requirements of levels 1 and 2 each section has; they are numbered from 1 on. */
const sections = `1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
  5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1
  9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4
  13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2`;

const wanted = sections.split(/\s+/).flatMap((section) => {
  const [name, count] = section.split(':');
  return Array.from({ length: Number(count) }, (_, at) => `${name}.${at + 1}`);
});

test('docs/security.md has every requirement of level 2 once, each row with a state', () => {
  const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+) +\|[^|]*\| (\S[^|]*?) +\|/gm)];
  const grouped = [...page.matchAll(/^((?:\d+\.\d+\.\d+[,:]\s)+)–/gm)].flatMap(
    ([, numbers]) => numbers!.match(/\d+\.\d+\.\d+/g) ?? [],
  );
  const listed = [...rows.map(([, number]) => number!), ...grouped];
  const byNumber = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });
  expect(listed.toSorted(byNumber)).toEqual(wanted.toSorted(byNumber));
  const states = ['met', 'partly', 'not yet', 'operator', '–'];
  expect(rows.filter(([, , state]) => !states.includes(state!)).map(([row]) => row)).toEqual([]);
});

test('every file that docs/security.md names is there', () => {
  const files = ['src', 'test', 'docs', 'migrations'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((path) => `${folder}/${String(path)}`),
  );
  files.push(...readdirSync(root));
  const named = [...page.matchAll(/`([\w./+-]+\.(?:ts|md|json))`/g)].map(([, name]) => name!);
  expect(named.length).toBeGreaterThan(50);
  // A name of several files (`policy.ts` of each room) stands for all of them; `openapi.json` is an address.
  const missing = named.filter(
    (name) => !name.startsWith('/') && !files.some((file) => file === name || file.endsWith(`/${name}`)),
  );
  expect([...new Set(missing)]).toEqual([]);
});

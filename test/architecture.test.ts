import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The rooms of the domain in their order: each may import those before it, never one after it. */
const rooms = ['areas', 'identity', 'papers', 'producers', 'criteria', 'products'];

/** What each part of the house may import of ours, besides itself. `domain` means every room. */
const allowed: Record<string, readonly string[]> = {
  kernel: ['paraglide'],
  domain: ['kernel', 'paraglide'],
  ui: ['kernel', 'paraglide'],
  api: ['kernel', 'domain', 'paraglide'],
  routes: ['kernel', 'domain', 'ui', 'paraglide'],
  demo: ['kernel', 'domain'],
};

type Source = { path: string; text: string };

function sources(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('paraglide') && !path.endsWith('.test.ts') && path !== 'src/kernel/tables.ts')
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Where the imports of a file lead: paths in the repository, packages left out. Types count like values. */
function importsOf({ path, text }: Source): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([#.][^']*)'/g)].map(([, name = '']) =>
    name.startsWith('#') ? `src/${name.slice(1)}` : normalize(join(dirname(path), name)),
  );
}

const partOf = (path: string) => path.split('/')[1] ?? '';
const roomOf = (path: string) => (partOf(path) === 'domain' ? (path.split('/')[2] ?? null) : null);

/** Why a file may not import another; null if it may. */
function fault(from: string, to: string): string | null {
  if (!to.startsWith('src/')) return `${from} reaches outside src: ${to}`;
  const [here, there] = [partOf(from), partOf(to)];
  const rights = allowed[here];
  if (!rights) return null; // the composition roots
  if (here !== there) return rights.includes(there) ? null : `${from} imports ${to}`;
  const [mine, theirs] = [roomOf(from), roomOf(to)];
  if (mine === null || mine === theirs) return null;
  return rooms.indexOf(theirs!) < rooms.indexOf(mine) && rooms.includes(theirs!) ? null : `${from} imports ${to}`;
}

test('imports follow the order of the house', () => {
  const faults = sources('src').flatMap((source) => importsOf(source).flatMap((to) => fault(source.path, to) ?? []));
  expect(faults).toEqual([]);
});

test('a planted import against the order is found', () => {
  expect(fault('src/domain/areas/rules.ts', 'src/domain/products/rules.ts')).not.toBeNull();
  expect(fault('src/kernel/text.ts', 'src/domain/areas/rules.ts')).not.toBeNull();
  expect(fault('src/api/app.ts', 'src/ui/form.ts')).not.toBeNull();
  expect(fault('src/domain/products/rules.ts', 'src/domain/areas/rules.ts')).toBeNull();
});

const sqlWords = /\bfrom 'kysely'|\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(|runtime\.db\b|\bsql`/;

test('no face speaks SQL', () => {
  const faces = [...sources('src/routes'), ...sources('src/ui'), ...sources('src/api')];
  // The health check asks the database whether it is there, and nothing else.
  const speaking = faces.filter(({ path, text }) => path !== 'src/api/app.ts' && sqlWords.test(text));
  expect(speaking.map(({ path }) => path)).toEqual([]);
  expect(sqlWords.test("ctx.db.selectFrom('areas.unit')")).toBe(true);
});

/** The tables that a text writes, as `schema.table`. */
const writes = (text: string): string[] =>
  [
    ...text.matchAll(/(?:insertInto|updateTable|deleteFrom)\('([a-z_]+\.[a-z_]+)/g),
    ...text.matchAll(/\b(?:insert into|update|delete from)\s+([a-z_]+\.[a-z_]+)/g),
    ...text.matchAll(/(?:addFact|correctFact|supersede)\(\s*tx,\s*'([a-z_]+\.[a-z_]+)/g),
  ].map(([, table = '']) => table);

test('a room writes the tables of its own schema alone', () => {
  const strangers = sources('src/domain').flatMap(({ path, text }) =>
    writes(text)
      .filter((table) => table.split('.')[0] !== roomOf(path))
      .map((table) => `${path} writes ${table}`),
  );
  expect(strangers).toEqual([]);
  expect(writes("sql`insert into products.word (word)`; tx.db.updateTable('areas.unit')")).toEqual([
    'areas.unit',
    'products.word',
  ]);
});

test('rules, policies and schemas are pure: no database, no clock, no file', () => {
  const impure = /ctx\b|\bTx\b|kysely|new Date\(\)|Date\.now|node:fs|Math\.random/;
  const pure = sources('src/domain').filter(({ path }) =>
    /\/(rules|policy|schema|items|conditions|costs|cover|path|merge)\.ts$/.test(path),
  );
  expect(pure.length).toBeGreaterThan(12);
  expect(pure.filter(({ text }) => impure.test(text)).map(({ path }) => path)).toEqual([]);
});

test('nothing that ships reads outside the repository', () => {
  const files = sources('src').flatMap(({ path, text }) =>
    [...text.matchAll(/new URL\('(\.\.?\/[^']*)', import\.meta\.url\)/g)].map(([, name = '']) =>
      normalize(join(dirname(path), name)),
    ),
  );
  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((path) => path.startsWith('..'))).toEqual([]);
});

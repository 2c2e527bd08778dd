import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The rooms of the domain in the order that CONTRIBUTING.md gives: each may import those before it, never one after it. */
const rooms =
  /one PostgreSQL schema each, in the order ([a-z, ]+) \|/
    .exec(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))?.[1]
    ?.split(', ') ?? [];

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

test('the rooms are the folders of the domain', () => {
  const folders = readdirSync(join(root, 'src/domain'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(rooms.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
});

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
  const speaking = faces.filter(({ text }) => sqlWords.test(text));
  expect(speaking.map(({ path }) => path)).toEqual([]);
  expect(sqlWords.test("ctx.db.selectFrom('areas.unit')")).toBe(true);
});

test('a room asks only the database of its context: a query called from a write sees what the write did', () => {
  // A count that must stand even when its write fails runs beside the transaction, in kernel/limits alone.
  const past = /\bruntime\.db\b|\bdb\b[^=;]*\}\s*=\s*[\w.]*\bruntime\b/;
  expect(
    sources('src/domain')
      .filter(({ text }) => past.test(text))
      .map(({ path }) => path),
  ).toEqual([]);
  expect(past.test('const { db } = ctx.runtime;') && past.test('.execute(ctx.runtime.db)')).toBe(true);
});

/** Statements of raw SQL that write, each with the database that runs it. */
const rawWrites = (text: string): string[] =>
  [...text.matchAll(/`\s*(?:insert into|update|delete from|merge into|truncate)\s[\s\S]*?\.execute\(\s*([\w.]+)/g)].map(
    ([, on = '']) => on,
  );

test('raw SQL that writes runs in a transaction, never on the context of a read', () => {
  const strays = sources('src/domain').flatMap(({ path, text }) =>
    rawWrites(text)
      .filter((on) => !['tx', 'tx.db', 'db'].includes(on))
      .map((on) => `${path} writes on ${on}`),
  );
  expect(strays).toEqual([]);
  expect(rawWrites('sql`delete from a.b`.execute(ctx.db)')).toEqual(['ctx.db']);
});

/** The tables that a text writes, as `schema.table`. */
const writes = (text: string): string[] =>
  [
    ...text.matchAll(/(?:insertInto|updateTable|deleteFrom)\('([a-z_]+\.[a-z_]+)/g),
    ...text.matchAll(/\b(?:insert into|update|delete from)\s+([a-z_]+\.[a-z_]+)/g),
    ...text.matchAll(/(?:addFacts?|correctFact|supersede)\(\s*tx,\s*'([a-z_]+\.[a-z_]+)/g),
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

const house = sources('src');
const domain = house.filter(({ path }) => partOf(path) === 'domain');

/** Every file that runs when these do: what they import as values, and so on. */
function reached(from: readonly Source[], among: readonly Source[]): Source[] {
  const found = new Set(from);
  for (const { path, text } of found) {
    const values = text.replace(/\bimport type [^;]*;/g, '');
    for (const to of importsOf({ path, text: values })) {
      const source = among.find((one) => one.path === to || one.path === `${to}.ts`);
      if (source) found.add(source);
    }
  }
  return [...found];
}

const handle = /\b(?:ctx|Ctx|Tx|Db)\b|\btx\.|kysely|'node:/;
const chance = /new Date\(\)|Date\.now|performance\.now|Math\.random|\bnewId\b/;

test('rules, policies, schemas, what they import and what a page runs in the browser are pure', () => {
  const client = house.filter(({ path }) => /\.svelte$|\/\+(?:page|layout)\.ts$/.test(path));
  const inBrowser = reached(client, house).filter(({ path }) => /^src\/(?:domain|kernel)\//.test(path));
  const named = domain.filter(({ path }) => /\/(?:rules|policy|schema)\.ts$/.test(path));
  const pure = reached([...named, ...inBrowser], domain);
  expect(pure.map(({ path }) => path)).toContain('src/domain/criteria/path.ts'); // the page grades by itself
  expect(pure.filter(({ text }) => handle.test(text) || chance.test(text)).map(({ path }) => path)).toEqual([]);
});

test('whoever holds neither context nor file asks no clock and no chance: the same input, the same answer', () => {
  const bare = domain.filter(({ text }) => !handle.test(text));
  expect(bare.length).toBeGreaterThan(12);
  expect(bare.filter(({ text }) => chance.test(text)).map(({ path }) => path)).toEqual([]);
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

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { pointers } from '#domain/duplicates/pointers';
import { nameOf } from '#kernel/pointers';
import * as messages from '#paraglide/messages';

const root = join(import.meta.dirname, '..');
const all = messages.m as unknown as Record<string, (params: object, options: { locale: 'vi' | 'en' }) => string>;

/** The names that a sentence needs: every one that it reads from its parameters. */
function needs(key: string): string[] {
  const names = new Set<string>();
  const given = new Proxy({}, { get: (_, name) => (names.add(String(name)), '0'), has: () => true });
  for (const locale of ['vi', 'en'] as const) all[key]!(given, { locale });
  return [...names];
}

type Source = { path: string; text: string };
const sources = (folder: string): Source[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('paraglide'))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));

/**
 * Where a sentence is raised by its key (as an issue of a field, or as the reason of a refusal) without what it needs.
 * What fills it stands on the same few lines. `m['…']()` is left out: TypeScript sees to that.
 */
function unfilled({ path, text }: Source): string[] {
  return [...text.matchAll(/(?<!m\[|m\[[^\]]*)'([a-z_]+\.[a-z_.]+)'/g)].flatMap(({ 1: key = '', index }) => {
    const beside = text.slice(index, index + 160).split(/[;?]|\n\s*(?:if|const|return|:)/)[0]!;
    const missing =
      all[key] && !all[`office.event.${key}`]
        ? needs(key).filter((name) => !new RegExp(`\\b${name}\\b`).test(beside.slice(key.length)))
        : [];
    return missing.map((name) => `${path}: ${key} needs ${name}`);
  });
}

test('no sentence of a field or a refusal is raised without what it speaks of ("undefined")', () => {
  expect(['src/kernel', 'src/domain', 'src/routes', 'src/ui'].flatMap(sources).flatMap(unfilled)).toEqual([]);
});

test('a planted sentence without its parameter is found', () => {
  const planted = {
    path: 'x.ts',
    text: "place ? { path: 'place', key: 'areas.place_none' } : { key: 'fields.required' };",
  };
  expect(unfilled(planted)).toEqual(['x.ts: areas.place_none needs place']);
});

test('both languages have the same sentences', () => {
  const keys = (locale: string) =>
    readdirSync(join(root, 'messages', locale)).flatMap((file) => {
      const flat = (node: unknown, above: string): string[] =>
        typeof node === 'object' && node !== null && !Array.isArray(node)
          ? Object.entries(node).flatMap(([name, below]) => flat(below, above ? `${above}.${name}` : name))
          : [above];
      return flat(JSON.parse(readFileSync(join(root, 'messages', locale, file), 'utf8')), '');
    });
  expect(keys('en').toSorted()).toEqual(keys('vi').toSorted());
});

test('what hangs on a producer or product has its words: whoever merges two reads no name of a table', () => {
  const wordless = pointers.map((pointer) => `duplicates.hangs.${nameOf(pointer)}`).filter((key) => !all[key]);
  expect(wordless).toEqual([]);
});

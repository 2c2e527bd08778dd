import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * In the browser each component gets the texts that it names and no others. Texts in one module, as they are compiled
 * for the server, would travel to a phone whole with every page, in both languages. A module that looks texts up by keys
 * that are not written in it gets all of them: what a phone loads imports none such (its `load` hands over finished words).
 */
export function textsByComponent(): Plugin {
  const compiled = 'src/paraglide/messages';
  const own = '\0texts of ';
  const ending = '.texts.js'; // a name that ended in .svelte would be compiled as a component
  let names: Map<string, string>;
  const texts: Record<string, Map<string, string>> = {};
  return {
    name: 'texts-by-component',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'client',
    buildStart() {
      const index = readFileSync(`${compiled}/_index.js`, 'utf8');
      names = new Map([...index.matchAll(/^export { (\w+) as "(.+)" }/gm)].map(([, name, key]) => [key!, name!]));
      for (const locale of ['vi', 'en']) texts[locale] = functionsOf(readFileSync(`${compiled}/${locale}.js`, 'utf8'));
    },
    resolveId(id, importer) {
      if (id !== '#paraglide/messages' || !importer || importer.startsWith(own)) return null;
      return `${own}${importer.split('?')[0]}${ending}`;
    },
    load(id) {
      if (!id.startsWith(own)) return null;
      const keys = keysIn(readFileSync(id.slice(own.length, -ending.length), 'utf8'), [...names.keys()]);
      if (!keys) return `export { m } from '/src/paraglide/messages.js';`;
      const entries = keys.map((key) => {
        const name = names.get(key)!;
        return `${JSON.stringify(key)}: of(${texts.vi!.get(name)}, ${texts.en!.get(name)})`;
      });
      const counts = entries.some((entry) => entry.includes('registry.'));
      return `${counts ? "import * as registry from '#paraglide/registry';" : ''}
        import { getLocale } from '#paraglide/runtime';
        const of = (vi, en) => (inputs, options) => ((options?.locale ?? getLocale()) === 'en' ? en : vi)(inputs);
        export const m = { ${entries.join(',\n')} };`;
    },
  };
}

/** The functions of a compiled language by their names. */
const functionsOf = (source: string) =>
  new Map(
    [...source.matchAll(/^export const (\w+) = (?:\/\*\*.*?\*\/ )?([^]*?^});?$/gm)].map(([, name, text]) => [
      name!,
      text!.replaceAll(/\/\*\*.*?\*\/ /g, ''),
    ]),
  );

/**
 * The keys that a component names: whole ones (`m['a.b']`, `m[x ? 'a.b' : 'a.c']`), and every one that fits a key with a
 * part left open (`m[`a.${x}`]`). Null if it looks texts up in another way.
 */
function keysIn(source: string, all: readonly string[]): string[] | null {
  if (/= m;|= m as|\(m\)|\bm\[\s*\w+\s*\]|import \* as/.test(source)) return null;
  const open = [...source.matchAll(/\bm\[\s*`([^`]*)`/g)].map(([, key]) => {
    const parts = key!.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
    return new RegExp(`^${parts.join('.+')}$`);
  });
  const whole = new Set([...source.matchAll(/'([\w.]+)'/g)].map(([, text]) => text!));
  return all.filter((key) => whole.has(key) || open.some((form) => form.test(key)));
}

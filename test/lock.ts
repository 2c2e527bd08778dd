import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Completes package-lock.json after `npm install`: a registry that lacks the builds for other platforms leaves them
 * out, and `npm ci` then refuses the file. Each missing optional build is entered by its name and version.
 */
type Entry = {
  version?: string;
  optional?: boolean;
  dev?: boolean;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
};
const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };

const systems = ['linux', 'darwin', 'win32', 'freebsd', 'android', 'openharmony', 'sunos', 'aix', 'netbsd', 'openbsd'];
const processors = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'wasm32', 'mips64el'];
const named = (name: string, words: string[]) => words.filter((word) => name.split(/[-/]/).includes(word));

for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place]) continue;
    const os = named(name.replace('windows', 'win32'), systems);
    const cpu = named(name, processors);
    lock.packages[place] = {
      version,
      ...(entry.dev && { dev: true }),
      optional: true,
      ...(os.length && { os }),
      ...(cpu.length && { cpu }),
    };
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

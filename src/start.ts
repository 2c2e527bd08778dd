import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm start` runs: builds the pages if there are none or the sources are newer, then becomes the server. */
const root = join(import.meta.dirname, '..');
const stamp = join(root, 'build', 'made-from');
const sources = [
  'src/routes',
  'src/ui',
  'src/app.html',
  'src/error.html',
  'src/domain',
  'src/hooks.ts',
  'src/hooks.server.ts',
  'messages',
  'static',
  'vite.config.ts',
  'package.json',
];

process.chdir(root);
process.env.NODE_ENV ??= 'production';
const made = sources.map((source) => fingerprint(join(root, source))).join(' ');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== made) build();
await import('./server.ts');

function build() {
  const vite = join(root, 'node_modules/.bin/vite');
  if (!existsSync(vite)) {
    if (existsSync(stamp)) return; // installed for running only: what was built stands
    process.stderr.write(
      'The pages are not built and the build tools are not installed. Run npm ci, then npm start.\n',
    );
    process.exit(1);
  }
  process.stdout.write('OpenOCOP: building the pages (once, about half a minute) …\n');
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'], cwd: root });
  writeFileSync(stamp, made);
}

/** Names and sizes and times of all files below: cheap, and different as soon as one was edited. */
function fingerprint(path: string): string {
  if (!existsSync(path)) return '';
  const found = statSync(path);
  if (!found.isDirectory()) return `${found.size}@${found.mtimeMs}`;
  return readdirSync(path)
    .toSorted()
    .map((name) => `${name}:${fingerprint(join(path, name))}`)
    .join(',');
}

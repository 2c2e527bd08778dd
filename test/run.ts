import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findChromium } from './chromium.ts';

/** Everything, as CI runs it; ends with one line "N passed, N failed". */
type Count = { passed: number; failed: number };
type Step = { name: string; command: string[]; report?: string };

const reports = 'var/reports';
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const totals: Count = { passed: 0, failed: 0 };

await run({ name: 'texts', command: ['npm', 'run', '--silent', 'texts'] });
await run({ name: 'generated types', command: ['svelte-kit', 'sync'] });
await run({ name: 'build', command: ['vite', 'build', '--logLevel', 'warn'] });
await Promise.all([
  inOrder([
    { name: 'types', command: ['svelte-check', '--fail-on-warnings', '--output', 'human'] },
    { name: 'lint', command: ['oxlint', '--deny-warnings'] },
    { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
    { name: 'unused', command: ['knip', '--no-progress'] },
  ]),
  inOrder([
    { name: 'row types', command: ['node', 'test/tables.ts', '--verify'] },
    {
      name: 'rules',
      command: ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${reports}/rules.json`],
      report: `${reports}/rules.json`,
    },
  ]),
]);
process.env.CHROMIUM = findChromium();
await run({ name: 'journeys', command: ['playwright', 'test'], report: `${reports}/journeys.json` });

process.stdout.write(`${totals.passed} passed, ${totals.failed} failed\n`);
process.exit(totals.failed ? 1 : 0);

async function inOrder(steps: Step[]) {
  for (const step of steps) await run(step);
}

/** Runs a step, shows what it said only if it failed, and counts: its own report's tests, else one. */
async function run({ name, command, report }: Step) {
  const begun = performance.now();
  const { code, said } = await outcome(command);
  const count = report ? countIn(report, code) : { passed: code ? 0 : 1, failed: code ? 1 : 0 };
  totals.passed += count.passed;
  totals.failed += count.failed;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stdout.write(
    `${count.failed ? '✗' : '✓'} ${name} (${seconds} s${report ? `, ${count.passed} passed, ${count.failed} failed` : ''})\n`,
  );
  if (count.failed) process.stdout.write(`${said}\n`);
}

function outcome([file = '', ...args]: string[]): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', (error) => done({ code: 1, said: String(error) }));
    child.on('close', (code) => done({ code: code ?? 1, said }));
  });
}

/** vitest and Playwright each write a report; a run that ended badly without a failed test counts as one failure. */
function countIn(report: string, code: number): Count {
  try {
    const read = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests?: number;
      numFailedTests?: number;
      numPendingTests?: number;
      stats?: { expected: number; unexpected: number; flaky: number; skipped: number };
    };
    const passed = read.numPassedTests ?? read.stats?.expected ?? 0;
    const failed =
      (read.numFailedTests ?? 0) +
      (read.numPendingTests ?? 0) +
      (read.stats?.unexpected ?? 0) +
      (read.stats?.flaky ?? 0) +
      (read.stats?.skipped ?? 0);
    return { passed, failed: code && !failed ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

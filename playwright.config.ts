import { defineConfig } from '@playwright/test';
import { data, origin, port } from './test/journeys/place.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Journeys whose pages look different on a phone; a rule is proved once, where its people would meet it. */
const onBoth = ['pages', 'register', 'try', 'workspace'];
const onPhones = ['account', 'counter', 'data-desk', 'dossier', 'registration'];
const quiet = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export default defineConfig({
  testDir: 'test/journeys',
  testMatch: '*.e2e.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'var/reports/journeys.json' }]],
  outputDir: 'var/journeys',
  use: {
    baseURL: origin,
    locale: 'vi-VN',
    launchOptions: { executablePath, args: [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] },
  },
  projects: [
    {
      name: 'phone',
      testMatch: [...onBoth, ...onPhones].map((name) => `${name}.e2e.ts`),
      use: { viewport: { width: 360, height: 740 }, hasTouch: true },
    },
    {
      name: 'desk',
      testIgnore: onPhones.map((name) => `${name}.e2e.ts`),
      use: { viewport: { width: 1280, height: 900 } },
    },
  ],
  webServer: {
    command: `node -e "require('node:fs').rmSync('${data}', { recursive: true, force: true })" && exec node src/server.ts`,
    url: `${origin}/api/health`,
    env: { NODE_ENV: 'production', PORT: String(port), DATA_DIR: data, LOG_LEVEL: 'warn' },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    timeout: 60_000,
  },
});

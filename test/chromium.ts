import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const installed = () =>
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', chromium.executablePath()].find(
    (path) => path && existsSync(path),
  );

/**
 * A real Chromium: the system's, else Playwright's, else Debian's by apt-get when we are root.
 * @throws Error with what to do when there is none to be had
 */
export function findChromium(): string {
  const ways: (() => void)[] = [
    () => {},
    () => void execFileSync('playwright', ['install', 'chromium'], { stdio: 'ignore', timeout: 180_000 }),
    () => {
      if (process.getuid?.() !== 0) return;
      execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
      execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
    },
  ];
  for (const way of ways) {
    try {
      way();
    } catch {
      continue; // the next way may do
    }
    const found = installed();
    if (found) return found;
  }
  throw new Error(
    'No Chromium was found and none could be installed. Install one (on Debian: apt-get install chromium) and run the tests again.',
  );
}

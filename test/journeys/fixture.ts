import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, type BrowserContext, expect, type Page } from '@playwright/test';
import { data, origin } from './place.ts';

export const password = 'minh hoa ocop';

type Role = 'can-bo-xa' | 'can-bo-tinh' | 'quan-tri' | 'kiem-toan' | 'chu-the';

type State = Awaited<ReturnType<BrowserContext['storageState']>>;
type Sessions = { sessionOf: (role: Role) => Promise<State> };

/** A page that may not show an error in its console, answer 5xx, or be wider than the screen. */
export const test = base.extend<{ faultless: void; as: (role: Role) => Promise<void> }, Sessions>({
  faultless: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        // A refusal (4xx) of a page itself is told by Chromium as an error, too; so is a connection that the journey cut.
        const expected = /status of 4\d\d|ERR_INTERNET_DISCONNECTED|Failed to fetch/;
        if (message.type() === 'error' && !expected.test(message.text())) faults.push(message.text());
      });
      page.on('response', (answer) => {
        if (answer.status() >= 500) faults.push(`${answer.status()} ${answer.url()}`);
      });
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
  // A role is signed in once, also for a worker that takes the place of a failed one: sign-ins are limited by address.
  sessionOf: [
    async ({ browser }, use) => {
      await use(async (role) => {
        const kept = join(data, `session-${role}.json`);
        if (!existsSync(kept)) {
          const context = await browser.newContext({ baseURL: origin });
          const page = await context.newPage();
          await page.goto('/sign-in');
          await page.getByLabel('Số điện thoại hoặc thư điện tử').fill(`${role}@ocop.example`);
          await page.getByLabel('Mật khẩu').fill(password);
          await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
          await page.waitForURL(/\/(?:office|workspace)$/);
          await context.storageState({ path: kept });
          await context.close();
        }
        return JSON.parse(readFileSync(kept, 'utf8')) as State;
      });
    },
    { scope: 'worker' },
  ],
  as: async ({ context, sessionOf }, use) => {
    await use(async (role) => {
      await context.clearCookies();
      await context.addCookies((await sessionOf(role)).cookies);
    });
  },
});

/** Nothing serious by axe, nothing wider than the screen, one main heading and a title. */
export async function sound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(0);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  expect((await page.title()).length).toBeGreaterThan(3);
}

export { expect };

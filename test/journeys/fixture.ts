import { AxeBuilder } from '@axe-core/playwright';
import { test as base, type BrowserContext, expect, type Page } from '@playwright/test';

export const password = 'minh hoa ocop';

type Role = 'can-bo-xa' | 'can-bo-tinh' | 'quan-tri' | 'kiem-toan' | 'chu-the';

type Sessions = { sessionOf: (role: Role) => Promise<Awaited<ReturnType<BrowserContext['storageState']>>> };

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
  // Each worker signs a role in once: sign-ins are limited by address.
  sessionOf: [
    async ({ browser }, use) => {
      const kept = new Map<Role, ReturnType<Sessions['sessionOf']>>();
      const begin = async (role: Role) => {
        const context = await browser.newContext({ baseURL: 'http://localhost:3100' });
        const page = await context.newPage();
        await page.goto('/sign-in');
        await page.getByLabel('Số điện thoại hoặc thư điện tử').fill(`${role}@ocop.example`);
        await page.getByLabel('Mật khẩu').fill(password);
        await page.getByRole('main').getByRole('button', { name: 'Đăng nhập' }).click();
        await page.waitForURL(/\/(?:office|workspace)$/);
        const state = await context.storageState();
        await context.close();
        return state;
      };
      await use((role) => {
        const known = kept.get(role) ?? begin(role);
        kept.set(role, known);
        return known;
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

import type { Page } from '@playwright/test';
import { itemsOf } from '#domain/criteria/rules';
import { shippedSheets } from '#domain/criteria/sheets';
import { expect, sound, test } from './fixture.ts';

const sheet = shippedSheets.find(({ code }) => code === 'QD26-12')!;

/** The answers of a good tea that falls short of five stars at two items. */
function fourStars(): URLSearchParams {
  const query = new URLSearchParams();
  for (const item of itemsOf(sheet)) {
    const options = item.options ?? item.cases![0]!.options;
    const best = options.findIndex(({ points }) => points === item.max);
    query.set(item.code, item.cases ? `0.${best}` : String(best));
  }
  query.set('8', '0');
  query.set('9', '0');
  return query;
}

/** Opens the item from its step, chooses the option that the step names, and computes again if there is no script. */
async function takeStep(page: Page, step: { item: string; option: string }) {
  await page.locator(`#result a[href="#i-${step.item}"]`).last().click();
  await page.locator(`#i-${CSS(step.item)} label.opt`, { hasText: step.option }).click();
  const again = page.getByRole('button', { name: 'Tính lại' });
  if (await again.isVisible()) await again.click();
}

const CSS = (code: string) => code.replaceAll('.', '\\.');

for (const script of [true, false]) {
  test.describe(script ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled: script });

    test('a producer finds the sheet by everyday words and answers its first item', async ({ page }) => {
      await page.goto('/try');
      await page.getByLabel('Sản phẩm của bạn là gì?').fill('trà hoa vàng');
      await page.getByRole('main').getByRole('button', { name: 'Tìm' }).click();
      await page
        .getByRole('main')
        .getByRole('link', { name: /Trà từ thực vật khác/ })
        .first()
        .click();
      await expect(page).toHaveURL(/\/try\/QD26-12/);
      const first = itemsOf(sheet)[0]!;
      const best = first.options!.at(-1)!;
      await page.locator(`#i-${CSS(first.code)} label.opt`, { hasText: best.text.vi }).click();
      const again = page.getByRole('button', { name: 'Tính lại' });
      if (!script) await again.click();
      await expect(page.locator('#result')).toContainText(`${best.points} điểm`);
      await expect(page).toHaveURL(new RegExp(`${first.code.replace('.', '\\.')}=`));
      if (script) await sound(page);
    });

    test('the path to the next star, taken step by step, reaches it', async ({ page }) => {
      await page.goto(`/try/QD26-12?${fourStars()}`);
      const result = page.locator('#result');
      await expect(result).not.toContainText('Đạt 5 sao');
      await expect(result).toContainText('Đường ngắn nhất tới');
      for (let steps = 0; steps < 12 && !(await result.innerText()).includes('Đạt 5 sao'); steps++) {
        const link = result.locator('ol.path li').first();
        const item = (await link.locator('a').getAttribute('href'))!.replace('#i-', '');
        const said = await link.innerText();
        const option = itemsOf(sheet)
          .find(({ code }) => code === item)!
          .options!.find(({ text }) => said.includes(text.vi))!.text.vi;
        await takeStep(page, { item, option });
      }
      await expect(result).toContainText('Đạt 5 sao');
      // What was answered stays in the address: whoever opens it sees the same.
      const address = page.url();
      await page.goto('/');
      await page.goto(address);
      await expect(result).toContainText('Đạt 5 sao');
    });
  });
}

test('an answer chosen while the script is still on its way counts', async ({ page }) => {
  await page.route('**/*.js', async (route) => {
    await new Promise((go) => setTimeout(go, 1500));
    await route.continue();
  });
  await page.goto('/try/QD26-12', { waitUntil: 'commit' });
  const first = itemsOf(sheet)[0]!;
  const best = first.options!.at(-1)!;
  await page.locator(`#i-${CSS(first.code)} label.opt`, { hasText: best.text.vi }).click();
  await expect(page.locator('#result')).toContainText(`${best.points} điểm`);
  await expect(page.getByRole('button', { name: 'Tính lại' })).toBeHidden();
});

test('the sheet prints whole: every item, the result and a place to sign', async ({ page }) => {
  await page.goto(`/try/QD26-12?${fourStars()}`);
  await page.emulateMedia({ media: 'print' });
  for (const item of itemsOf(sheet)) await expect(page.locator(`#i-${CSS(item.code)}`)).toBeVisible();
  await expect(page.getByText('Ký, ghi rõ họ tên')).toBeVisible();
  await expect(page.locator('#result')).toBeVisible();
});

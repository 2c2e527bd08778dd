import type { Page } from '@playwright/test';
import { itemsOf } from '#domain/criteria/items';
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

/** The criteria that are open, by code. */
const opened = (page: Page) =>
  page.locator('details.criterion[open]').evaluateAll((all) => all.map(({ id }) => id.slice(2)));

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
      await expect(result).toContainText('Cách nhanh nhất để đạt');
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

    test('on a phone one criterion follows the other, and the open one stays open', async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 740 }); // a desk shows them all at once
      await page.goto('/try/QD26-12');
      for (const [from, to] of [
        ['1', '2'],
        ['2', '3'],
      ] as const) {
        await page
          .locator(`#c-${from}`)
          .getByRole('button', { name: /^Tiếp: / })
          .click();
        // Without a script, or before it runs, the next page is on its way meanwhile.
        await expect.poll(() => opened(page).catch(() => [])).toEqual([to]);
        await expect(page).toHaveURL(new RegExp(`at=${to}`));
        const head = page.locator(`#c-${to} > summary`);
        await expect(head).toBeInViewport();
        await expect.poll(async () => (await head.boundingBox())!.y).toBeLessThan(120);
        await expect.poll(async () => (await head.boundingBox())!.y).toBeGreaterThanOrEqual(0);
      }
      await page.locator('#i-3\\.1 label.opt').first().click();
      if (!script) await page.getByRole('button', { name: 'Tính lại' }).click();
      await expect(page).toHaveURL(/3\.1=0/);
      expect(await opened(page)).toEqual(['3']);
      await page.goto(page.url().replace(/#.*/, ''));
      expect(await opened(page)).toEqual(['3']);
    });

    test('the way leads to the next star unless another was chosen', async ({ page }) => {
      const result = page.locator('#result');
      const again = async () => {
        if (!script) await page.getByRole('button', { name: 'Tính lại' }).click();
      };
      await page.goto('/try/QD26-12?1.1=2');
      await expect(result).toContainText('Cách nhanh nhất để đạt 3 sao');
      expect(new URL(page.url()).searchParams.get('star') ?? '').toBe('');
      await page.goto(`/try/QD26-12?${fourStars()}`);
      await expect(result).toContainText('Vì sao chưa được 4 sao');
      await expect(result).toContainText('Cách nhanh nhất để đạt 4 sao');
      await page.getByLabel('Hạng muốn đạt').selectOption('5');
      await again();
      await expect(result).toContainText('Vì sao chưa được 5 sao');
      await expect(result).toContainText('Cách nhanh nhất để đạt 5 sao');
      await expect(page).toHaveURL(/star=5/);
    });

    test('nothing is said to be reached before an answer; no level reached is an answer', async ({ page }) => {
      await page.goto('/try/QD26-12');
      const result = page.locator('#result');
      await expect(result).toContainText('Chưa chấm');
      await expect(result).not.toContainText('1 sao');
      await expect(page.locator('.opt input:checked')).toHaveCount(0);
      await page.locator('#i-1\\.1 label.opt', { hasText: 'Chưa đạt mức nào' }).click();
      if (!script) await page.getByRole('button', { name: 'Tính lại' }).click();
      await expect(result).toContainText('Đã trả lời 1/32 tiêu chí');
      await expect(result).toContainText('Tạm tính: 1 sao');
      await expect(page.locator('#c-1 > summary')).toContainText('đã trả lời 1/7');
      await expect(page).toHaveURL(/1\.1=none/);
      await page.reload();
      await expect(page.locator('.opt input:checked')).toHaveCount(1);
    });
  });
}

test('English counts one as one', async ({ page }) => {
  await page.goto('/en/try/QD26-12?1.2=1');
  await expect(page.locator('#result')).toContainText('So far: 1 star');
  await expect(page.locator('#result')).toContainText(/\b1 point\b/);
  await expect(page.getByRole('main')).not.toContainText(/\b1 (?:points|stars)\b/);
});

test('each sheet of the list says whether it was compared with the signed text', async ({ page }) => {
  await page.goto('/try');
  await expect(page.locator('.tile', { hasText: 'chưa đối chiếu bản ký' })).toHaveCount(26);
});

test('a heading and a hint are said once', async ({ page }) => {
  await page.goto('/try/QD26-26?at=8');
  await expect(page.locator('#i-8 legend')).toHaveClass(/sr/);
  await expect(page.locator('#i-8').getByText('trong hai trường hợp')).toHaveCount(1);
});

test('Back leads to the criterion before and keeps every answer', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/try');
  await page.goto('/try/QD26-12');
  await expect(page.getByRole('button', { name: 'Tính lại' })).toBeHidden();
  const next = (from: string) => page.locator(`#c-${from}`).getByRole('button', { name: /^Tiếp: / });
  await next('1').click();
  await expect.poll(() => opened(page)).toEqual(['2']);
  await page.locator('#c-4 > summary').click();
  await expect.poll(() => opened(page)).toEqual(['4']);
  await page.locator('#i-4\\.1 label.opt').first().click();
  await page.goBack();
  await expect.poll(() => opened(page)).toEqual(['2']);
  await expect(page).toHaveURL(/4\.1=0.*at=2/);
  await page.goBack();
  await expect.poll(() => opened(page)).toEqual(['1']);
  await page.goForward();
  await expect.poll(() => opened(page)).toEqual(['2']);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL(/\/try$/);
});

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
  await expect(page.locator('#result details.more li').first()).toBeVisible();
  await expect(page.getByText(/Ngày in: \d\d\/\d\d\/\d{4}/)).toBeVisible();
  const pages = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
  expect(pages.match(/\/Type\s*\/Page\b/g)!.length).toBeLessThanOrEqual(4);
});

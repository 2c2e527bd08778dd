import { chromium } from '@playwright/test';
const [base, out, ...paths] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
for (const width of [360, 1280]) {
  const context = await browser.newContext({ viewport: { width, height: width === 360 ? 740 : 900 } });
  const page = await context.newPage();
  page.on('console', (m) => m.type() === 'error' && console.log('console', page.url(), m.text()));
  for (const p of paths) {
    if (p.startsWith('login:')) {
      await page.goto(base + '/sign-in');
      await page.fill('[name=login]', p.slice(6));
      await page.fill('[name=password]', 'minh hoa ocop');
      await page.click('main button.btn');
      continue;
    }
    await page.goto(base + p);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) console.log('overflow', width, p, over);
    await page.screenshot({ path: `${out}/${width}${p.replace(/[/?=&%]/g, '_').slice(0, 60)}.png`, fullPage: !process.env.VIEW });
  }
  await context.close();
}
await browser.close();

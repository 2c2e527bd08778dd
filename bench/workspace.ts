import { type Browser, chromium, type Page } from '@playwright/test';
import { people } from '../src/demo/people.ts';
import { findChromium } from '../test/chromium.ts';
import { freePort, withHouse } from './house.ts';
import { type Claim, median, report, say } from './report.ts';
import { sized } from './size.ts';

/**
 * The workspace on a cheap phone: the bytes of the first view of each of its main pages with scripts, pictures and
 * fonts, and the time until the page does what it is for, in a real Chromium with an empty cache at 400 kbit/s, 400 ms
 * a round trip and a processor slowed four times. A form counts as usable once a stroke in it is kept on the device.
 */

const rounds = sized('ROUNDS', 3, 1);
const slow = sized('SLOW', 4, 1);

/** What a page must do before it is usable; without a script of its own it is when it has arrived. */
const usable = {
  page: () => document.readyState === 'complete',
  draft: () => {
    const form = document.querySelector<HTMLFormElement>('form:has([name="version"], [name="from"], [name="name"])');
    form?.dispatchEvent(new Event('input', { bubbles: true }));
    return Object.keys(localStorage).some((key) => key.startsWith('openocop.draft.'));
  },
  upload: () => !!document.querySelector('input[type="file"]:not([name])'),
  dossier: () => !!document.querySelector('#saving'),
  sheet: () => document.readyState !== 'loading' && !document.querySelector('form.sheet > div > p.actions'),
};

type View = { says: string; path: string; when: keyof typeof usable };

await withHouse('workspace', async (house) => {
  const port = await freePort();
  await house.server(port);
  const origin = `http://localhost:${port}`;
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run']; // prettier-ignore
  const browser = await chromium.launch({ executablePath: findChromium(), args });
  house.atEnd(() => browser.close());
  const signedIn = await signIn(browser, origin);
  const views = (await viewsOf(browser, origin, signedIn)).slice(0, sized('PAGES', 12, 2));

  const claims: Claim[] = [];
  for (const { says, path, when } of views) {
    const runs: { kilobytes: number; seconds: number }[] = [];
    for (let round = 0; round < rounds; round++) runs.push(await look(browser, origin + path, when, signedIn));
    say(`${path}: ${runs.map(({ seconds }) => seconds.toFixed(2)).join(' ')} s`);
    claims.push(
      { says: `${says}: on the wire`, measured: median(runs.map(({ kilobytes }) => kilobytes)), unit: 'KB', bound: 150 }, // prettier-ignore
      { says: `${says}: usable after`, measured: median(runs.map(({ seconds }) => seconds)), unit: 's', bound: 5 },
    );
  }
  report('The workspace at 400 kbit/s, 400 ms a round trip, a processor four times slower', claims);
});

type State = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;

async function signIn(browser: Browser, origin: string): Promise<State> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/sign-in`);
  await page.locator('[name="login"]').fill(people.find(({ role }) => role === 'producer_owner')!.login);
  await page.locator('[name="password"]').fill('minh hoa ocop');
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/workspace$/);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** The pages that a producer comes to, of the first organisation and product of the demo. */
async function viewsOf(browser: Browser, origin: string, storageState: State): Promise<View[]> {
  const context = await browser.newContext({ storageState });
  const page = await context.newPage();
  await page.goto(`${origin}/workspace`);
  const first = async (form: RegExp) =>
    (await page.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))).find(
      (href) => form.test(href),
    )!;
  const producer = await first(/^\/workspace\/producers\/[0-9a-f-]+$/);
  const product = await first(/^\/workspace\/products\/[0-9a-f-]+$/);
  const of = producer.split('/').at(-1);
  await page.goto(`${origin}${product}/assess`);
  const begin = page.locator('form[action="?/begin"] button');
  if (await begin.count()) {
    await begin.click();
    await page.locator('form.sheet').waitFor();
  }
  await page.goto(`${origin}/workspace/dossiers/new?of=${product.split('/').at(-1)}`);
  await page.locator('main form button').first().click();
  await page.waitForURL(/\/draft/);
  const dossier = new URL(page.url()).pathname.replace('/draft', '');
  await context.close();
  return [
    { says: 'first screen', path: '/workspace', when: 'page' },
    { says: 'form of a contract', path: `/workspace/facts/supply_contract/new?of=${of}`, when: 'draft' },
    { says: 'form of a fact', path: `/workspace/facts/quality_system/new?of=${of}`, when: 'draft' },
    { says: 'papers', path: `${producer}/papers`, when: 'page' },
    { says: 'form of a paper', path: `${producer}/papers/new`, when: 'upload' },
    { says: 'organisation', path: producer, when: 'draft' },
    { says: 'product', path: product, when: 'draft' },
    { says: 'self-assessment', path: `${product}/assess`, when: 'sheet' },
    { says: 'draft of a dossier', path: `${dossier}/draft`, when: 'page' },
    { says: 'criterion of a dossier', path: `${dossier}/items/1`, when: 'dossier' },
    { says: 'forms of a dossier', path: `${dossier}/form`, when: 'dossier' },
  ];
}

/** One first view, with nothing kept from before. */
async function look(browser: Browser, url: string, when: View['when'], storageState: State) {
  const context = await browser.newContext({ storageState, viewport: { width: 360, height: 740 }, hasTouch: true });
  try {
    const page = await context.newPage();
    const bytes = await slowedDown(page);
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(usable[when], undefined, { polling: 50, timeout: 60_000 });
    const seconds = (await page.evaluate(() => performance.now())) / 1000;
    await page.waitForLoadState('networkidle');
    return { kilobytes: bytes() / 1000, seconds };
  } finally {
    await context.close();
  }
}

/** Makes the network and the processor of a page those of a cheap phone. @returns the bytes that came so far */
async function slowedDown(page: Page): Promise<() => number> {
  const devtools = await page.context().newCDPSession(page);
  let bytes = 0;
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await devtools.send('Network.enable');
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slow });
  const speed = (400 * 1000) / 8;
  if (slow > 1)
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: speed, uploadThroughput: speed }); // prettier-ignore
  return () => bytes;
}

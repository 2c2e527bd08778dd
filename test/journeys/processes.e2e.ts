import { spawn } from 'node:child_process';
import { expect, test } from './fixture.ts';
import { data, port } from './place.ts';

const second = port + 1000;
const other = `http://localhost:${second}`;

test('two servers on one database: what one writes, the other’s kept page shows', async ({ page, as, request }) => {
  const server = spawn('node', ['src/server.ts'], {
    env: { ...process.env, NODE_ENV: 'production', PORT: String(second), DATA_DIR: data, JOBS: 'none' },
    stdio: 'ignore',
  });
  try {
    await expect
      .poll(
        () =>
          request.get(`${other}/api/health`).then(
            (answer) => answer.ok(),
            () => false,
          ),
        { timeout: 30_000 },
      )
      .toBe(true);
    const { items } = (await (await request.get('/api/v1/products?area=06946&state=valid')).json()) as {
      items: { id: string; code: string | null }[];
    };
    const { id, code } = items[0]!;
    const kept = `${other}/products/${code ?? id}`;
    await request.get(kept);
    await request.get(kept);
    const pack = `hộp ${Date.now()} g`;
    await as('can-bo-tinh');
    await page.goto(`/office/products/${id}/edit`);
    await page.getByLabel('Quy cách').fill(pack);
    await page.getByRole('button', { name: 'Lưu' }).click();
    await expect(page.getByRole('status').first()).toHaveText('Đã lưu.');
    await expect.poll(async () => (await request.get(kept)).text(), { timeout: 2000 }).toContain(pack);
  } finally {
    const ended = new Promise((done) => server.once('close', done));
    server.kill('SIGTERM');
    await ended;
  }
});

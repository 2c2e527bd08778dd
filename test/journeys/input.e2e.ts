import { expect, test } from './fixture.ts';
import { origin } from './place.ts';

const headers = { origin, accept: 'text/html' };

test('bad addresses and bodies are told in the reader’s language, never a 5xx', async ({ request }) => {
  const asked: [string, number, RegExp][] = [
    ['/%ff', 400, /Không đọc được dữ liệu/],
    ['/products/%ff', 400, /Không đọc được dữ liệu/],
    ['/en/products/%ff', 400, /could not be read|cannot be read|unreadable/i],
    ['/products?q=%ff', 200, /Có ký tự không đọc được/],
    ['/products?q=%00', 200, /Có ký tự không đọc được/],
    ['/products?set=%D9%A3', 200, /bằng chữ số 0–9/],
    ['/products?after=eyJhIjoxfQ', 200, /Con trỏ trang không hợp lệ/],
    ['/en/products?stars=9', 200, /Must not be more than 5/],
    ['/products?nonsense=1', 200, /\d+ sản phẩm/],
    ['/products/%00', 404, /Không tìm thấy/],
    ['/try/%00', 404, /Không tìm thấy/],
    ['/products?__proto__=1', 200, /Mật ong|Sản phẩm/],
    [
      `/products?after=${Buffer.from('{"name":"\\u0000","id":"01a20dc8-58cf-7f1c-a8da-763de35c9539"}').toString('base64url')}`,
      200,
      /Con trỏ trang không hợp lệ/,
    ],
    ['/api/v1/products/%00', 404, /not_found/],
    ['/verify?code=%ff', 200, /Mã không hợp lệ/],
    ['/producers/abc', 404, /Không tìm thấy trang này/],
    ['/try/QD26-99', 404, /Không tìm thấy trang này/],
    ['/try/QD26-12?1.1=99&x=1', 200, /không đọc được nên đã bỏ qua/],
  ];
  for (const [path, status, says] of asked) {
    const answer = await request.get(path);
    expect([path, answer.status()]).toEqual([path, status]);
    expect(await answer.text(), path).toMatch(says);
  }
  const big = await request.post('/sign-in', { headers, form: { login: 'a'.repeat(10_000_000), password: 'x' } });
  expect([big.status(), await big.text()]).toEqual([413, expect.stringContaining('quá lớn')]);
  const reserved = await request.post('/sign-in?/default', { headers, form: { login: 'a' } });
  expect(reserved.status()).toBe(404);
  const broken = await request.post('/sign-in', {
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
    data: 'garbage',
  });
  expect(broken.status()).toBe(400);
  const odd = await request.post('/sign-in', {
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    data: Buffer.from([0x6c, 0x6f, 0x67, 0x69, 0x6e, 0x3d, 0xff, 0xfe]),
  });
  expect([odd.status(), await odd.text()]).toEqual([422, expect.stringContaining('Có ký tự không đọc được')]);
});

test('a form keeps what was typed and says what is wrong beside each field', async ({ page, as }) => {
  await as('can-bo-tinh');
  const { items } = (await (await page.request.get('/api/v1/products?state=valid&limit=1')).json()) as {
    items: { id: string }[];
  };
  await page.goto(`/office/products/${items[0]!.id}/recognise`);
  await page.getByLabel('Số quyết định').fill('  77/QĐ-UBND ');
  await page.getByLabel('Phần A').fill('٣٣');
  await page.getByLabel('Tổng điểm').fill('101,123');
  await page.getByLabel('Năm', { exact: true }).fill('1999');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('alert')).toContainText('Thông tin chưa hợp lệ');
  await expect(page.getByRole('alert')).toContainText('Hạng sao: Chưa nhập nội dung này.');
  await expect(page.getByLabel('Số quyết định')).toHaveValue(/77\/QĐ-UBND/);
  await expect(page.locator('#part_a-error')).toContainText('hai chữ số thập phân');
  await expect(page.locator('#total-error')).toContainText('hai chữ số thập phân');
  await expect(page.locator('#year-error')).toContainText('Không được nhỏ hơn 2013');
  await expect(page.locator('#stars-error')).toContainText('Chưa nhập');
  await page.getByRole('alert').getByRole('link').first().click();
  await expect(page).toHaveURL(/#(stars|reason|year|part_a|total)$/);
});

test('the summary names every field and leads to it; our own sentences stand before the browser’s', async ({
  page,
  as,
}) => {
  await as('can-bo-tinh');
  await page.goto('/office/producers/new');
  await page.getByLabel('Thư điện tử').first().fill('sai');
  await page.getByRole('button', { name: 'Lưu' }).click();
  const links = page.getByRole('alert').getByRole('link');
  await expect(links).toHaveText([
    /^Xã, phường, đặc khu: Chưa nhập/,
    /^Loại hình: Chọn một/,
    /^Tên: Chưa nhập/,
    /^Thư điện tử: Địa chỉ thư điện tử không hợp lệ/,
  ]);
  for (const link of await links.all()) await expect(page.locator((await link.getAttribute('href'))!)).toHaveCount(1);
});

test('amounts are grouped by three, and nothing else is read as a number', async ({ page, as }) => {
  await as('can-bo-xa');
  const { items } = (await (await page.request.get('/api/v1/products?source=register&area=06970&limit=1')).json()) as {
    items: { id: string }[];
  };
  const edit = `/office/products/${items[0]!.id}/edit`;
  await page.goto(edit);
  await page.getByLabel('Sản lượng một năm').fill('12.5');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.locator('#capacity-error')).toContainText('Chỉ nhập số nguyên');
  await expect(page.getByLabel('Sản lượng một năm')).toHaveValue('12.5');
  await page.getByLabel('Sản lượng một năm').fill('3.000');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('main')).toContainText('3.000');
  await page.goto(edit);
  await expect(page.getByLabel('Sản lượng một năm')).toHaveValue('3.000');
});

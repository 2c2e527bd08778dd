import { expect, sound, test } from './fixture.ts';

let made = 0;
const unique = () => `${process.pid}x${Date.now().toString(36)}${++made}`;

test('the life of a star: recorded, corrected, withdrawn with its ground, and a mistaken record taken back', async ({
  page,
  as,
}) => {
  await as('can-bo-xa');
  await page.goto('/office/producers/new');
  await page.getByLabel('Loại hình chủ thể').selectOption('household');
  await page.locator('#name').fill(`Hộ ${unique()}`);
  await page.getByLabel('Họ tên người đại diện').fill('Trần Thị Riêng');
  await page.getByRole('button', { name: 'Lưu' }).click();
  const producer = page.url().split('?')[0]!;
  await page.getByRole('link', { name: 'Thêm sản phẩm' }).click();
  await page.getByLabel('Tên sản phẩm').fill(`Chè thử ${unique()}`);
  await page.getByLabel('Bộ sản phẩm').selectOption('11');
  await page.getByRole('button', { name: 'Lưu' }).click();
  const product = page.url().split('?')[0]!;

  const recognise = async (decision: string, day: string) => {
    await page.goto(`${product}/recognise`);
    await page.getByLabel('Hạng sao').selectOption('3');
    await page.getByLabel('Lần công nhận').selectOption('first');
    await page.getByLabel('Số quyết định').fill(decision);
    await page.getByLabel('Ngày quyết định').fill(day);
    await page.getByRole('button', { name: 'Lưu' }).click();
    await expect(page.getByRole('main')).toContainText(decision);
  };
  await recognise('10/QĐ-UBND', '2026-08-01');
  await recognise('99/QĐ-UBND', '2026-09-01');

  // The second one was a mistake.
  await page.getByRole('link', { name: 'Sửa hoặc thu hồi công nhận' }).first().click();
  await sound(page);
  await page.getByText('Hủy bản ghi nhập nhầm').first().click();
  await page.getByRole('button', { name: 'Hủy bản ghi nhập nhầm' }).click();
  await expect(page.locator('#why-error')).toHaveText('Chọn một mục trong danh sách.');
  await page.getByLabel('Lý do').selectOption('wrong_product');
  await page.getByRole('button', { name: 'Hủy bản ghi nhập nhầm' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Đã lưu.');
  await expect(page.locator('.decision')).toHaveCount(1);

  // The first one is corrected, then withdrawn.
  await page.getByRole('link', { name: 'Sửa hoặc thu hồi công nhận' }).click();
  await page.getByLabel('Số giấy chứng nhận').fill(`GCN-${unique()}`);
  const certificate = await page.getByLabel('Số giấy chứng nhận').inputValue();
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('main')).toContainText(certificate);
  await page.getByRole('link', { name: 'Sửa hoặc thu hồi công nhận' }).click();
  // A refused correction leaves the withdrawal its fields, under ids of their own.
  await page.getByLabel('Hạng sao').selectOption('');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.locator('#stars-error')).toBeVisible();
  await expect(page.locator('#withdraw-decision_no')).toHaveCount(1);
  await expect(page.locator('#decision_no')).toHaveCount(1);
  await page.getByText('Thu hồi', { exact: true }).first().click();
  await page.locator('#withdraw-decision_no').fill('12/QĐ-UBND');
  await page.getByRole('button', { name: 'Thu hồi' }).click();
  await expect(page.getByRole('alert')).toContainText('Trường hợp thu hồi: Chưa chọn trường hợp nào.');
  await expect(page.getByRole('alert')).toContainText('Xác nhận: Đánh dấu vào ô này');
  await expect(page.locator('#withdraw-decision_no')).toHaveValue('12/QĐ-UBND');
  await sound(page);
  await page.getByLabel(/^đ\) Không còn sản xuất/).check();
  await page.getByLabel(/Tôi đã kiểm tra/).check();
  await page.getByRole('button', { name: 'Thu hồi' }).click();
  await expect(page.getByRole('status').first()).toHaveText('Đã ghi nhận thu hồi.');
  await expect(page.getByRole('main')).toContainText('đã bị thu hồi');
  await page.getByRole('link', { name: 'Sửa thông tin công nhận' }).click();
  await expect(page.getByRole('button', { name: 'Thu hồi' })).toHaveCount(0);
  await page.getByRole('link', { name: /^Chè thử/ }).click();
  await page.goto(`/verify/${certificate}`);
  await expect(page.getByRole('status')).toContainText('đã bị thu hồi ngày');
  await expect(page.getByRole('status')).toContainText('Không còn sản xuất sản phẩm');

  // Old code, facility, confirmation, new name; the representative is read by a form, and the log says so.
  await page.goto(product);
  const old = `OCOP-QN-${unique()}`;
  await page.getByLabel('Thêm mã cũ').fill(old);
  await page.getByRole('button', { name: 'Thêm', exact: true }).click();
  await expect(page.getByRole('main')).toContainText(old);
  await page.goto(producer);
  await page.getByRole('link', { name: 'Thêm cơ sở' }).click();
  await page.getByLabel('Tên cơ sở').fill('Xưởng sao chè');
  await page.getByLabel('Hoạt động tại cơ sở').selectOption('processing');
  await page.getByLabel('Xã, phường, đặc khu').fill('Ba Chẽ');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('main')).toContainText('Xưởng sao chè');
  await page.getByLabel('Tình trạng', { exact: true }).selectOption('yes');
  await page.getByRole('button', { name: 'Ghi nhận' }).click();
  await expect(page.getByRole('main')).toContainText('Còn sản xuất, xác nhận ngày');
  await page.getByRole('link', { name: 'Đổi tên, loại hình' }).click();
  await page.getByLabel('Tên mới').fill(`HTX ${unique()}`);
  await page.getByLabel('Loại hình chủ thể').selectOption('cooperative');
  await page.getByLabel('Từ ngày').fill('2026-10-01');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('HTX');
  await expect(page.getByText('Trần Thị Riêng')).toHaveCount(0);
  await page.getByRole('button', { name: 'Xem thông tin' }).click();
  await expect(page.getByText('Trần Thị Riêng')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Xem thông tin người đại diện');
  await sound(page);
});

import { expect, sound, test } from './fixture.ts';

const unique = `${process.pid}x${Date.now().toString(36)}`;

test('an idea is written, sent, returned with reasons, sent again, accepted, entered as a product and carried on', async ({
  page,
  as,
}) => {
  const name = `Trà túi lọc ${unique}`;
  await as('chu-the');
  await page.goto('/workspace/ideas');
  await sound(page);
  await page.getByRole('link', { name: 'Gửi ý tưởng sản phẩm' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Gửi ý tưởng sản phẩm');
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Tên sản phẩm dự kiến').fill(name);
  await page.getByRole('button', { name: 'Lưu nháp' }).click();
  await expect(page.getByText('Đang soạn')).toBeVisible();
  const said = ['Mô tả sản phẩm', 'Nguồn gốc ý tưởng', 'Nguyên liệu', 'Ai làm', 'Khách hàng'];
  for (const label of said) await page.getByLabel(label).fill(`${label} của xã`);
  await page.getByRole('button', { name: 'Gửi cán bộ xem xét' }).click();
  await expect(page.getByText('Đã gửi. Cán bộ sẽ xem xét')).toBeVisible();
  await sound(page);
  const own = page.url().split('?')[0]!;

  await as('can-bo-tinh');
  await page.goto('/office/ideas?status=submitted');
  await sound(page);
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Trả lại để sửa' }).click();
  await expect(page.getByRole('alert')).toContainText('Ghi lý do trả lại');
  await page.locator('#words').fill('Nêu rõ thời gian thu hái');
  await page.getByRole('button', { name: 'Trả lại để sửa' }).click();
  await expect(page.getByRole('main')).toContainText('Trả lại, kèm lý do');
  const office = page.url().split('?')[0]!;

  await as('chu-the');
  await page.goto(own);
  await expect(page.getByText('Cán bộ trả lại: Nêu rõ thời gian thu hái')).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Nguyên liệu').fill('Hái từ tháng 11 đến tháng 1');
  await page.getByRole('button', { name: 'Gửi lại' }).click();
  await expect(page.getByText('Đã gửi. Cán bộ sẽ xem xét')).toBeVisible();

  await as('can-bo-tinh');
  await page.goto(office);
  await page.getByRole('button', { name: 'Chấp nhận' }).click();
  await page.locator('select[name=set_no]').selectOption('12');
  await sound(page);
  await page.getByRole('button', { name: 'Ghi vào sổ đăng ký sản phẩm' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);

  await as('chu-the');
  await page.goto(own);
  await page.getByRole('button', { name: 'Lập phương án từ ý tưởng này' }).click();
  await expect(page.getByLabel('Nguyên liệu và vùng nguyên liệu')).toHaveValue('Hái từ tháng 11 đến tháng 1');
  await sound(page);
});

test('the province sets its rounds, council rules, cycle and days off; producers see the year; the board says what is possible', async ({
  page,
  as,
}) => {
  await as('can-bo-tinh');
  await page.goto('/office/grading/rounds?year=2031');
  await page.getByRole('button', { name: 'Lập các đợt năm 2031 theo Quyết định' }).click();
  await expect(page.getByRole('main')).toContainText('29/04/2031');
  await sound(page);
  await page.goto('/office/grading/rules');
  await page.getByLabel('Số Quy chế').fill('12/QC-HĐ');
  await page.getByRole('button', { name: 'Lưu thành bản mới' }).click();
  await expect(page.getByRole('main')).toContainText('Theo Quy chế số 12/QC-HĐ');
  await sound(page);
  await page.goto('/office/grading/cycle');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(page.getByRole('main')).toContainText('Nhận ý tưởng sản phẩm');
  await sound(page);
  await page.goto('/office/grading/calendar?year=2027');
  await expect(page.getByRole('main')).toContainText('Giỗ Tổ Hùng Vương');
  await sound(page);
  await page.goto('/office/grading');
  await sound(page);
  await page.goto('/office/grading/board?stage=missed');
  await expect(page.getByRole('main')).toContainText('Đã quá hạn nộp');
  await sound(page);

  await as('chu-the');
  await page.goto('/workspace/calendar');
  await expect(page.getByRole('main')).toContainText('Nhận ý tưởng sản phẩm');
  await sound(page);
});

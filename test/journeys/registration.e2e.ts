import { expect, sound, test } from './fixture.ts';

const sample = 'data/demo/sample-paper.pdf';
const mark = `${process.pid}-${Date.now().toString(36)}`;
const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

test('a producer registers by phone number, is checked, adds papers, a contract and a product, assesses it', async ({
  page,
  as,
  context,
}) => {
  const main = page.getByRole('main');
  const household = `Hộ Nông Thị Thử ${mark}`;
  const product = `Mật ong rừng ${mark}`;

  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Đăng ký chủ thể bằng số điện thoại' }).click();
  await page.getByLabel('Họ và tên của bạn').fill('Nông Thị Thử');
  await page.getByLabel('Số điện thoại di động').fill('12345');
  await page.getByLabel('Mật khẩu mới').fill('ngắn');
  await page.getByRole('button', { name: 'Mở tài khoản' }).click();
  await expect(page.locator('#phone-error')).toBeVisible();
  await expect(page.locator('#password-error')).toBeVisible();
  await expect(page.getByLabel('Họ và tên của bạn')).toHaveValue('Nông Thị Thử');
  await sound(page);
  await page.getByLabel('Số điện thoại di động').fill(`09${String(Date.now()).slice(-8)}`);
  await page.getByLabel('Mật khẩu mới').fill('một câu dài dễ nhớ');
  await page.getByRole('button', { name: 'Mở tài khoản' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Đăng ký chủ thể');
  await sound(page);
  expect((await page.goto('/workspace'))?.status()).toBe(403); // an account alone opens no room
  await page.goto('/account/producer');
  await page.getByLabel('Loại hình chủ thể').selectOption('household');
  await page.getByLabel('Tên hộ, hợp tác xã hoặc doanh nghiệp').fill(household);
  await page.getByLabel('Xã, phường, đặc khu').fill('Ba Chẽ');
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await expect(main).toContainText('Đang chờ cán bộ xã kiểm tra');
  await sound(page);
  const own = await context.cookies();
  const back = async () => {
    await context.clearCookies();
    await context.addCookies(own);
  };

  await context.clearCookies();
  await page.goto(`/producers?q=${encodeURIComponent(household)}`);
  await expect(main.getByRole('link', { name: household })).toHaveCount(0);

  await as('can-bo-xa');
  await page.goto('/office');
  await page.getByRole('link', { name: /đăng ký làm chủ thể chờ kiểm tra/ }).click();
  await sound(page);
  await page.getByRole('link', { name: household }).click();
  await page.getByRole('button', { name: 'Yêu cầu bổ sung' }).click();
  await expect(page.locator('#reason-error')).toContainText('Chưa nhập');
  await sound(page);
  await page.getByLabel('Lý do hoặc nội dung cần bổ sung').fill('Ghi rõ thôn');
  await page.getByRole('button', { name: 'Yêu cầu bổ sung' }).click();
  await expect(page).toHaveURL(/\/office\/applications\?done=saved/);

  await back();
  await page.goto('/account/producer');
  await expect(main).toContainText('Cán bộ: Ghi rõ thôn');
  await expect(page.getByLabel('Tên hộ, hợp tác xã hoặc doanh nghiệp')).toHaveValue(household);
  await page.getByLabel('Thôn, số nhà, đường').fill('Thôn Nà Làng');
  await page.getByRole('button', { name: 'Gửi lại' }).click();
  await expect(main).toContainText('Đang chờ cán bộ xã kiểm tra');

  await as('can-bo-xa');
  await page.goto('/office/applications');
  await page.getByRole('link', { name: household }).click();
  await page.getByRole('button', { name: 'Chấp nhận, đưa vào sổ đăng ký' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(household);

  await back();
  await page.goto('/account/producer');
  await page.getByRole('link', { name: 'Vào trang của chủ thể' }).click();
  await expect(main).toContainText(household);
  await sound(page);

  // Papers: one that ends soon, then the one that takes its place.
  await main.getByRole('link', { name: 'Giấy tờ', exact: true }).click();
  await page.getByRole('link', { name: 'Thêm giấy tờ' }).click();
  await page.getByLabel('Loại giấy tờ').selectOption('food_safety');
  await page.getByLabel('Số', { exact: true }).fill(`${mark}/ATTP`);
  await page.getByLabel('Ngày hết hạn in trên giấy').fill(inDays(10));
  await page.getByLabel('Tệp', { exact: true }).setInputFiles(sample);
  await expect(page.getByText('Đã nhận tệp sample-paper.pdf.')).toBeVisible();
  await sound(page);
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(main).toContainText('Xin cấp bản mới');
  await sound(page);
  await page.goto('/workspace');
  await expect(main).toContainText(`Sắp hết hạn: Giấy chứng nhận`);
  await main.getByRole('link', { name: 'Giấy tờ', exact: true }).click();
  await page.getByRole('link', { name: /^Thay bằng bản mới/ }).click();
  await expect(main).toContainText('Bản cũ được giữ lại');
  await expect(page.getByLabel('Loại giấy tờ')).toHaveValue('food_safety');
  await page.getByLabel('Số', { exact: true }).fill(`${mark}/ATTP-2`);
  await page.getByLabel('Ngày hết hạn in trên giấy').fill(inDays(1000));
  await page.getByRole('button', { name: 'Lưu' }).click();
  await expect(main).toContainText('Đã có bản mới thay.');

  // A contract, and the paper that goes with it.
  await page.getByRole('link', { name: household }).click();
  await page.getByRole('link', { name: 'Thêm: Hợp đồng liên kết' }).click();
  await page.getByLabel('Bên cung cấp nguyên liệu').fill(`Nhóm hộ ${mark}`);
  await page.getByLabel('Nguyên liệu*', { exact: true }).fill('Mật thô');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page
    .locator('#supply_contract')
    .getByRole('link', { name: `Nhóm hộ ${mark}` })
    .click();
  await page.getByLabel('Chọn giấy tờ đã nộp').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Thêm', exact: true }).click();
  await expect(page).toHaveURL(/done=saved/);
  await page
    .locator('#supply_contract')
    .getByRole('link', { name: `Nhóm hộ ${mark}` })
    .click();
  await expect(page.locator('#papers')).toContainText('/ATTP');
  await sound(page);

  // A product is in the register once an officer agrees.
  await page.goto('/workspace');
  await page.getByRole('link', { name: 'Thêm sản phẩm' }).click();
  await page.getByLabel('Tên sản phẩm').fill(product);
  await page.getByLabel('Bộ sản phẩm').selectOption('4');
  await page.getByLabel('Lý do đề nghị').fill('Sản phẩm mới của hộ');
  await sound(page);
  await page.getByRole('button', { name: 'Gửi đề nghị' }).click();
  await expect(main).toContainText('Đã gửi đề nghị');
  await as('can-bo-xa');
  await page.goto('/office/proposals');
  await page.getByRole('row', { name: household }).getByRole('link').first().click();
  await expect(main).toContainText(product);
  await page.getByRole('button', { name: 'Đồng ý' }).click();
  await expect(page).toHaveURL(/\/office\/proposals\?done=saved/);

  await back();
  await page.goto('/workspace');
  await page.getByRole('link', { name: product, exact: true }).click();
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Ảnh', { exact: true }).setInputFiles('docs/pictures/try.png');
  await expect(page.getByText('Đã nhận tệp try.png.')).toBeVisible();
  await page.getByRole('button', { name: 'Thêm ảnh' }).click();
  await expect(page.locator('#alt-error')).toContainText('Chưa nhập');
  await page.locator('#alt').fill('Lọ mật ong trên bàn gỗ');
  await page.getByRole('button', { name: 'Thêm ảnh' }).click();
  await expect(main.getByRole('img', { name: 'Lọ mật ong trên bàn gỗ' })).toBeVisible();
  await sound(page);
  await page.getByRole('link', { name: 'Xem trang công khai' }).click();
  await expect(main.getByRole('img', { name: 'Lọ mật ong trên bàn gỗ' })).toBeVisible();
  await sound(page);
  await page.goto('/workspace');
  await page.getByRole('link', { name: `Tự chấm sản phẩm: ${product}` }).click();
  await page.getByRole('button', { name: 'Bắt đầu tự chấm' }).click();
  await page.locator('fieldset.item').first().getByRole('radio').nth(1).check();
  await expect(page.locator('#saving')).toHaveText('Đã lưu mọi câu trả lời.');
  await sound(page);
});

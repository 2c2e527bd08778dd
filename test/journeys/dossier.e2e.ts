import type { Page } from '@playwright/test';
import { expect, sound, test } from './fixture.ts';
import { origin } from './place.ts';

const first = 'Cao ba kích Suối Ngàn';
const starred = 'Trà túi lọc lá trà hoa vàng';
const sample = 'data/demo/sample-paper.pdf';
const saved = (page: Page) => expect(page.locator('#saving')).toHaveText('Đã lưu.');

/** Fields that a person has typed already in other dossiers: sent as the page's own script sends them. */
async function send(page: Page, dossier: string, fields: Record<string, string>) {
  const headers = { accept: 'application/json', 'x-sveltekit-action': 'true', origin };
  const answer = await page.request.post(`${dossier}/form?/save`, { form: { versions: '{}', ...fields }, headers });
  expect((await answer.json()) as object).toMatchObject({ type: 'success' });
}

/** Opens a line of what is missing and comes back to the check. */
const mend = (page: Page, text: RegExp) => page.locator('#missing').getByRole('link', { name: text }).first().click();

test('a dossier on a phone: opened, answered, proved, filed, followed, completed; then an upgrade with only the changes typed', async ({
  page,
  as,
}) => {
  await as('chu-the');
  await page.goto('/workspace/dossiers');
  await sound(page);
  await page.getByRole('link', { name: first, exact: true }).click();
  await expect(page.locator('#regrading')).toContainText('không có hạng sao còn hiệu lực');
  await page.getByRole('button', { name: 'Lập hồ sơ đánh giá lần đầu' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(first);
  await expect(page.locator('#to-type')).toContainText('ô phải nhập');
  await sound(page);
  const dossier = new URL(page.url()).pathname.replace('/draft', '');

  // One criterion by hand: it saves itself, evidence is cited and uploaded.
  await page.getByRole('link', { name: '1. Tổ chức sản xuất' }).click();
  await saved(page);
  const item = page.locator('[id="i-1.1"]');
  await item.getByRole('radio').nth(2).check();
  await item.getByLabel('Thuyết minh').fill('Ba kích trồng tại Ba Chẽ, có hợp đồng với 42 hộ.');
  await saved(page);
  await page.reload();
  await expect(item.getByRole('radio').nth(2)).toBeChecked();
  await expect(item.getByLabel('Thuyết minh')).toHaveValue(/42 hộ/);
  await item.getByText('Thêm minh chứng').click();
  await item.getByLabel('Viện dẫn giấy tờ').selectOption({ index: 1 });
  await item.getByRole('button', { name: 'Viện dẫn' }).click();
  await expect(item.getByRole('button', { name: /^Bỏ minh chứng/ })).toHaveCount(1);
  await item.getByText('Thêm minh chứng').click();
  await item.getByLabel('Tải tệp lên').setInputFiles(sample);
  await expect(item.getByText('Đã nhận tệp sample-paper.pdf.')).toBeVisible();
  await item.getByRole('button', { name: 'Thêm tệp' }).click();
  await expect(item.getByRole('link', { name: 'sample-paper.pdf' })).toBeVisible();
  await sound(page);

  // The rest, but for one answer and one field of the form, as if it had been typed; the check leads to what is missing.
  await page.goto(`${dossier}/file`);
  const open = await page
    .locator('#missing')
    .getByRole('link', { name: /^Chưa nhập: Tiêu chí/ })
    .allTextContents();
  const codes = open.map((text) => /Tiêu chí ([0-9.]+)/.exec(text)![1]!).filter((code) => code !== '1.2');
  const forms = ['position', 'standard', 'history', 'structure', 'production', 'quality', 'market', 'revenue'];
  await send(page, dossier, {
    ...Object.fromEntries(codes.flatMap((code) => [[`answer/${code}`, '0'], [`why/${code}`, `Vì ${code}`]])),
    ...Object.fromEntries(forms.map((name) => [`form/${name}`, `Nội dung ${name}`])),
  }); // prettier-ignore
  await page.reload();
  await sound(page);
  await mend(page, /^Chưa nhập: Tiêu chí 1\.2/);
  await page.locator('[id="i-1.2"]').getByRole('radio').nth(0).check();
  await saved(page);
  await page.goto(`${dossier}/file`);
  await mend(page, /^Chưa nhập: Kế hoạch/);
  await page.getByLabel(/^Kế hoạch/).fill('Mở rộng 2 ha vùng trồng.');
  await saved(page);
  await expect(page.getByRole('main')).toContainText('Hợp tác xã Dược liệu Suối Ngàn'); // known, never asked
  await page.getByRole('button', { name: 'Xem thông tin người đại diện' }).click();
  await expect(page.locator('#representative')).toContainText('Người đại diện 1 (minh họa)');
  await page.goto(`${dossier}/file`);
  if (
    await page
      .locator('#missing')
      .getByRole('link', { name: /Điện thoại/ })
      .count()
  ) {
    await mend(page, /^Sổ đăng ký chưa có: Điện thoại/);
    await page.getByLabel('Điện thoại').fill('0912345678');
    await page
      .locator('form', { has: page.getByLabel('Điện thoại') })
      .getByRole('button', { name: 'Lưu' })
      .click();
    await expect(page.getByRole('status').first()).toHaveText('Đã lưu.');
    await page.goto(`${dossier}/file`);
  }
  for (const link of await page.locator('#missing').getByRole('link').all())
    expect(await link.textContent()).toMatch(/bắt buộc có minh chứng/i);
  while (await page.locator('#missing').count()) {
    const wanted = /Tiêu chí ([0-9.]+)/.exec(
      (await page.locator('#missing').getByRole('link').first().textContent())!,
    )![1]!;
    await page.locator('#missing').getByRole('link').first().click();
    const asked = page.locator(`[id="i-${wanted}"]`);
    await asked.getByText('Thêm minh chứng').click();
    await asked.getByLabel('Viện dẫn giấy tờ').selectOption({ label: await paperIn(asked) });
    await asked.getByRole('button', { name: 'Viện dẫn' }).click();
    await expect(asked.getByRole('button', { name: /^Bỏ minh chứng/ })).toHaveCount(1);
    await page.goto(`${dossier}/file`);
  }
  await expect(page.getByRole('main')).toContainText('có giá trị pháp lý như bản giấy');
  await page.getByRole('button', { name: 'Nộp hồ sơ' }).click();
  await expect(page.locator('#sure')).toContainText('cam đoan');
  await page.getByLabel(/^Tôi cam đoan/).check();
  await page.getByRole('button', { name: 'Nộp hồ sơ' }).click();
  await expect(page.locator('#where')).toContainText('Hồ sơ đang ở UBND cấp xã: đã nộp.');
  await expect(page.locator('#where')).toContainText(/Bắt đầu .*, hạn /);
  await sound(page);

  // The commune receives it, counts the samples and asks once for two things.
  await as('can-bo-xa');
  await page.goto('/office/dossiers');
  await page.getByRole('link', { name: first }).click();
  await page.getByRole('button', { name: 'Tiếp nhận và cấp số phiếu' }).click();
  await expect(page.locator('#where')).toContainText(/[0-9]+\/PĐK-22-06970-20[0-9]{2}/);
  await page.locator('summary', { hasText: 'Sản phẩm mẫu' }).click();
  await page.getByLabel('Số lượng').fill('6');
  await page.getByRole('button', { name: 'Ghi', exact: true }).click();
  await expect(page.locator('#count-error')).toContainText('Nhiều nhất là 5');
  await page.getByLabel('Số lượng').fill('5');
  await page.getByRole('button', { name: 'Ghi', exact: true }).click();
  await expect(page.locator('#samples')).toContainText('Đã nhận 5');
  await page.locator('summary', { hasText: 'Yêu cầu bổ sung' }).click();
  await page.getByLabel('Các việc cần bổ sung').fill('1.2: Chứng nhận vùng trồng\nẢnh nhà xưởng');
  await page.getByLabel('Bổ sung trước hết ngày').fill('2199-01-01');
  await page.getByRole('button', { name: 'Yêu cầu bổ sung' }).click();
  await expect(page.locator('#where')).toContainText('Đến lượt: chủ thể');
  await sound(page);

  // One dated list, answered in place; what was filed stays beside what is said anew.
  await as('chu-the');
  await page.goto(dossier);
  const things = page.locator('section[id^="request-"] .fact');
  await things.nth(0).getByLabel('Mức mới').selectOption({ index: 2 });
  await things.nth(0).getByLabel('Trả lời', { exact: true }).fill('Vùng đạt VietGAP từ tháng này.');
  await things.nth(0).getByRole('button', { name: 'Lưu trả lời' }).click();
  await expect(things.nth(0)).toContainText('đã trả lời');
  await page.getByRole('button', { name: 'Gửi bổ sung' }).click();
  await expect(page.getByRole('alert')).toContainText('Nhập câu trả lời');
  await things.nth(1).getByLabel('Tải tệp lên').setInputFiles(sample);
  await things.nth(1).getByRole('button', { name: 'Lưu trả lời' }).click();
  await expect(things.nth(1)).toContainText('đã trả lời');
  await sound(page);
  await page.getByRole('button', { name: 'Gửi bổ sung' }).click();
  await expect(page.locator('#where')).toContainText('Đến lượt: UBND cấp xã');
  await page.getByRole('link', { name: 'Nội dung hồ sơ' }).click();
  await expect(page.locator('[id="i-1.2"]')).toContainText('Bản đã nộp');
  await sound(page);

  // The upgrade of a product whose dossier was graded: five fields, counted, and nothing else.
  await page.goto('/workspace/dossiers');
  await page.getByRole('link', { name: starred, exact: true }).last().click();
  await expect(page.locator('#first')).toContainText('đang có hạng sao còn hiệu lực');
  await page.getByRole('button', { name: 'Lập hồ sơ nâng hạng' }).click();
  await expect(page.locator('#to-type')).toContainText('Còn 5 ô phải nhập');
  await sound(page);
  const upgrade = new URL(page.url()).pathname;
  const raised = await page
    .locator('#looks')
    .getByRole('link', { name: /^Chưa đủ mức .*: Tiêu chí/ })
    .allTextContents();
  expect(raised).toHaveLength(2);
  for (const text of raised) {
    const code = /Tiêu chí ([0-9.]+)/.exec(text)![1]!;
    await page.goto(upgrade);
    await page.locator('#looks').getByRole('link', { name: text, exact: true }).click();
    const one = page.locator(`[id="i-${code}"]`);
    await expect(one).toContainText('Lấy từ hồ sơ trước');
    await saved(page);
    await one.locator('label.opt').filter({ hasNotText: 'Chưa đạt mức nào' }).last().getByRole('radio').check();
    await one.getByLabel('Thuyết minh').fill('Đã đầu tư thêm trong năm.');
    await saved(page);
  }
  await page.goto(upgrade);
  await expect(page.locator('#to-type')).toContainText('Còn 1 ô phải nhập');
  await page
    .locator('#looks')
    .getByRole('link', { name: /^Chưa nhập: Thay đổi/ })
    .click();
  await saved(page); // the page's script runs: what is typed from now on is noticed
  await page.getByLabel(/^Thay đổi và kết quả/).fill('Sản lượng tăng, bao bì mới.');
  await expect(page.locator('#saving')).not.toHaveText('Đã lưu.');
  await saved(page);
  await page.goto(upgrade);
  await expect(page.locator('#to-type')).toContainText('Không còn ô nào phải nhập');
  await expect(page.locator('#result')).toContainText('4 sao');
});

/** The first paper to cite among papers and facts. */
async function paperIn(item: ReturnType<Page['locator']>): Promise<string> {
  const labels = await item.getByLabel('Viện dẫn giấy tờ').locator('option').allTextContents();
  return labels.find((label) => /^(?:Phiếu|Giấy|Bản)/.test(label))!;
}

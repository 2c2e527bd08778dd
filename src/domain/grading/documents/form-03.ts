import { type Block, type Paper, paragraphs } from '#kernel/documents/model';
import { type Law, lawNotes, type Office, type Signer, signature } from './words.ts';

export type Form03Facts = {
  office: Office;
  number: string | null;
  day: string | null;
  province: string;
  producer: string;
  form: string | null;
  address: string | null;
  representative: { name: string | null; sex: string | null; ethnicity: string | null; residence: string | null };
  product: string;
  /** What the commune found, in its own words. */
  material: string | null;
  labour: string | null;
  idea: string | null;
  identity: string | null;
  /** Whether the commune proposes that the province grades it. */
  proposes: boolean;
  /** Why not, where it does not. */
  reason: string | null;
  signer: Signer;
  law: Law;
};

const said = (text: string, words: string | null): Block[] => [
  { kind: 'heading', level: 2, text },
  ...paragraphs(words),
];

/** Mẫu số 03, Báo cáo đánh giá một số nội dung của hồ sơ, by the commune (26/2026/QĐ-TTg, annex III). */
export function form03(of: Form03Facts, made: Date): Paper {
  const who = of.representative;
  return {
    kind: 'paper',
    form: 'Mẫu số 03',
    ...of.office,
    number: of.number,
    day: of.day,
    title: 'Báo cáo',
    abstract: `Đánh giá một số nội dung của hồ sơ sản phẩm “${of.product}”`,
    body: [
      { kind: 'heading', level: 1, text: 'I. THÔNG TIN CHUNG' },
      {
        kind: 'fields',
        fields: [
          ['Tên chủ thể', of.producer],
          ['Loại hình tổ chức', of.form],
          ['Địa chỉ', of.address],
          ['Người đại diện theo pháp luật', who.name],
          ['Giới tính', who.sex],
          ['Dân tộc', who.ethnicity],
          ['Địa chỉ thường trú', who.residence],
          ['Sản phẩm', of.product],
        ],
      },
      { kind: 'heading', level: 1, text: 'II. KẾT QUẢ ĐÁNH GIÁ' },
      ...said('1. Sử dụng nguyên liệu địa phương', of.material),
      ...said('2. Sử dụng lao động địa phương', of.labour),
      ...said('3. Nguồn gốc ý tưởng sản phẩm', of.idea),
      ...said('4. Bản sắc, trí tuệ địa phương', of.identity),
      { kind: 'heading', level: 1, text: 'III. ĐỀ NGHỊ' },
      {
        kind: 'text',
        text: of.proposes
          ? `${of.office.agency} đề nghị Ủy ban nhân dân tỉnh ${of.province} xem xét, đánh giá, phân hạng sản phẩm “${of.product}” theo quy định./.`
          : `${of.office.agency} chưa đề nghị đánh giá, phân hạng sản phẩm “${of.product}”. Lý do: ${of.reason ?? '……………………'}`,
      },
    ],
    signatures: [signature(of.signer, ['TM. Ủy ban nhân dân'])],
    recipients: ['Ủy ban nhân dân tỉnh (để báo cáo)', 'Cơ quan quản lý OCOP cấp tỉnh', 'Chủ thể', 'Lưu: VT'],
    notes: lawNotes(of.law, made),
  };
}

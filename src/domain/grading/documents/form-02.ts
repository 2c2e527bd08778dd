import { type Block, type Paper, paragraphs } from '#kernel/documents/model';
import { type Law, lawNotes, shortDay } from './words.ts';

/** One item of the sheet as the producer answered it. */
export type Answered = {
  code: string;
  name: string;
  max: number;
  points: number | null;
  /** The option that was chosen, in the words of the sheet; null: none. */
  option: string | null;
  why: string | null;
  evidence: readonly string[];
};

export type Form02Facts = {
  producer: string;
  form: string;
  address: string | null;
  phone: string | null;
  email: string | null;
  representative: { name: string | null; sex: string | null; ethnicity: string | null; residence: string | null };
  registeredOn: string | null;
  registrationNo: string | null;
  product: string;
  pack: string | null;
  standard: string | null;
  checks: readonly { text: string; ticked: boolean }[];
  history: string | null;
  structure: string | null;
  production: string | null;
  quality: string | null;
  market: string | null;
  revenue: string | null;
  /** Parts of the sheet in its order. */
  parts: readonly { name: string; max: number; items: readonly Answered[] }[];
  /** For upgrades and regradings: what changed since; null where the form does not ask. */
  changes: { text: string | null } | null;
  plan: string | null;
  place: string;
  signedOn: string | null;
  law: Law;
};

const heading = (text: string, level: 1 | 2 = 1): Block => ({ kind: 'heading', level, text });

/** A heading of its own with what was written below it. */
const said = (head: string, text: string | null): Block[] => [heading(head, 2), ...paragraphs(text)];

const sum = (items: readonly Answered[]) => items.reduce((points, item) => points + (item.points ?? 0), 0);

/** Part III: a table for each part of the sheet, its items in the order of the criteria. */
const scored = ({ name, max, items }: Form02Facts['parts'][number]): Block[] => [
  heading(`${name} (tối đa ${max} điểm)`, 2),
  {
    kind: 'table',
    columns: [
      { head: 'Tiêu chí', width: 4.2 },
      { head: 'Điểm tối đa', width: 1.1, align: 'center' },
      { head: 'Tự chấm', width: 1.1, align: 'center' },
      { head: 'Thuyết minh', width: 5 },
      { head: 'Minh chứng', width: 4 },
    ],
    rows: items.map((item) => [
      `${item.code}. ${item.name}`,
      String(item.max),
      item.points === null ? '' : String(item.points),
      [item.option, item.why].filter(Boolean).join('\n'),
      item.evidence.map((one) => `- ${one}`).join('\n'),
    ]),
    total: ['Cộng', String(max), String(sum(items)), '', ''],
  },
];

/** Mẫu số 02, Báo cáo tự đánh giá về sản phẩm (26/2026/QĐ-TTg, annex III). */
export function form02(of: Form02Facts, made: Date): Paper {
  const who = of.representative;
  return {
    kind: 'paper',
    form: 'Mẫu số 02',
    above: null,
    agency: of.producer,
    place: of.place,
    day: of.signedOn,
    title: 'Báo cáo tự đánh giá về sản phẩm',
    abstract: of.product,
    body: [
      heading('I. THÔNG TIN CHUNG'),
      {
        kind: 'fields',
        fields: [
          ['Tên chủ thể', of.producer],
          ['Loại hình tổ chức', of.form],
          ['Địa chỉ', of.address],
          ['Điện thoại', of.phone],
          ['Email', of.email],
          ['Người đại diện theo pháp luật', who.name],
          ['Giới tính', who.sex],
          ['Dân tộc', who.ethnicity],
          ['Địa chỉ thường trú', who.residence],
          ['Ngày thành lập hoặc đăng ký kinh doanh', shortDay(of.registeredOn) || null],
          ['Số giấy đăng ký', of.registrationNo],
          ['Tên sản phẩm', of.product],
          ['Quy cách', of.pack],
          ['Tiêu chuẩn áp dụng', of.standard],
        ],
      },
      { kind: 'checks', checks: of.checks },
      ...said('Lịch sử hình thành', of.history),
      ...said('Cơ cấu tổ chức', of.structure),
      heading('II. KẾT QUẢ THỰC HIỆN PHƯƠNG ÁN SẢN XUẤT, KINH DOANH'),
      ...said('Vùng nguyên liệu, công nghệ, sơ chế, chế biến, đóng gói', of.production),
      ...said('Thay đổi về chất lượng, tiêu chuẩn, bao bì, nhãn', of.quality),
      ...said('Thị trường phân phối', of.market),
      ...said('Doanh thu, lợi nhuận', of.revenue),
      heading('III. TỰ ĐÁNH GIÁ THEO BỘ TIÊU CHÍ'),
      ...of.parts.flatMap(scored),
      {
        kind: 'text',
        text: [{ bold: `Tổng điểm tự đánh giá: ${sum(of.parts.flatMap(({ items }) => items))} điểm.` }],
      },
      ...(of.changes ? said('Thay đổi và kết quả từ khi được công nhận', of.changes.text) : []),
      heading('IV. KẾ HOẠCH SẢN XUẤT, KINH DOANH'),
      ...paragraphs(of.plan),
    ],
    signatures: [{ as: ['ĐẠI DIỆN CHỦ THỂ'], how: '(Ký, ghi rõ họ tên, đóng dấu nếu có)', name: who.name }],
    notes: lawNotes(of.law, made),
  };
}

import type { Paper } from '#kernel/documents/model';
import { type Law, lawNotes, shortDay } from './words.ts';

/** One of the two blocks that an office fills in on receipt. */
type Receipt = { number: string | null; receivedOn: string | null };

export type Form01Facts = {
  province: string;
  year: number;
  producer: string;
  representative: string | null;
  position: string | null;
  address: string | null;
  phone: string | null;
  email: string | null;
  product: string;
  /** Set, group and subgroup as annex I names them. */
  group: string | null;
  set: string;
  kind: 'first' | 'upgrade' | 'regrading';
  /** How many units are handed in; null where the decision asks for none, or does not say. */
  samples: number | null;
  signedOn: string | null;
  commune: Receipt;
  provinceDesk: Receipt;
  law: Law;
};

const receipt = (head: string, { number, receivedOn }: Receipt) =>
  [
    { kind: 'text', text: [{ bold: head }] },
    {
      kind: 'fields',
      fields: [
        ['Phiếu số', number],
        ['Ngày nhận', shortDay(receivedOn) || null],
        ['Người tiếp nhận (ký, ghi rõ họ tên)', null],
      ],
    },
  ] as const;

/** Mẫu số 01, Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP (26/2026/QĐ-TTg, annex III). */
export function form01(of: Form01Facts, made: Date): Paper {
  return {
    kind: 'paper',
    form: 'Mẫu số 01',
    above: `Tỉnh ${of.province}`,
    agency: of.producer,
    place: of.province,
    day: of.signedOn,
    title: 'Phiếu đăng ký đánh giá, phân hạng sản phẩm OCOP',
    abstract: `Năm ${of.year}`,
    body: [
      { kind: 'heading', level: 1, text: '1. Thông tin về chủ thể' },
      {
        kind: 'fields',
        fields: [
          ['Tên đơn vị', of.producer],
          ['Người đại diện theo pháp luật', of.representative],
          ['Chức vụ', of.position],
          ['Địa chỉ liên hệ', of.address],
          ['Điện thoại', of.phone],
          ['Email', of.email],
        ],
      },
      { kind: 'heading', level: 1, text: '2. Thông tin về sản phẩm' },
      {
        kind: 'fields',
        fields: [
          ['Tên sản phẩm', of.product],
          ['Ngành', of.group],
          ['Nhóm, phân nhóm (Phụ lục I)', of.set],
        ],
      },
      { kind: 'heading', level: 1, text: '3. Đăng ký đánh giá, phân hạng' },
      {
        kind: 'checks',
        checks: [
          { text: 'Lần đầu', ticked: of.kind === 'first' },
          { text: 'Nâng hạng', ticked: of.kind === 'upgrade' },
          { text: 'Đánh giá lại', ticked: of.kind === 'regrading' },
        ],
      },
      { kind: 'heading', level: 1, text: '4. Tài liệu kèm theo' },
      {
        kind: 'list',
        items: [
          'Báo cáo tự đánh giá về sản phẩm theo bộ tiêu chí (Mẫu số 02) và tài liệu minh chứng: 01 bản gốc và 01 bản điện tử.',
          of.samples
            ? `Sản phẩm mẫu: ${String(of.samples).padStart(2, '0')} đơn vị sản phẩm.`
            : 'Sản phẩm mẫu: không yêu cầu.',
        ],
      },
      {
        kind: 'text',
        text: 'Chúng tôi cam đoan những thông tin nêu trên là đúng sự thật và chịu trách nhiệm trước pháp luật về nội dung của hồ sơ.',
      },
      ...receipt('Phần ghi của Ủy ban nhân dân cấp xã', of.commune),
      ...receipt('Phần ghi của cơ quan quản lý OCOP cấp tỉnh', of.provinceDesk),
    ],
    signatures: [{ as: ['ĐẠI DIỆN CHỦ THỂ'], how: '(Ký, ghi rõ họ tên, đóng dấu nếu có)', name: of.representative }],
    notes: lawNotes(of.law, made),
  };
}

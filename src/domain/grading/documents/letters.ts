import type { Paper } from '#kernel/documents/model';
import { counted, dayInWords, type Law, lawNotes, type Office, points, type Signer, signature } from './words.ts';

type Signed = { office: Office; number: string | null; day: string | null; signer: Signer; law: Law };

export const letterKinds = [
  'recognised',
  'not_recognised',
  'eliminated',
  'sent_to_ministry',
  'returned_by_ministry',
  'withdrawn',
  'complaint_accepted',
  'complaint_settled',
] as const;

export type LetterFacts = Signed & {
  kind: (typeof letterKinds)[number];
  producer: string;
  product: string;
  stars: number | null;
  decision: { number: string; day: string | null } | null;
  /** Why, in the office's words. */
  reason: string | null;
};

const byDecision = ({ decision }: LetterFacts) =>
  decision ? ` tại Quyết định số ${decision.number}${decision.day ? ` ${dayInWords(decision.day)}` : ''}` : '';

/** What each letter says of the product. */
const said: Readonly<Record<LetterFacts['kind'], (of: LetterFacts) => string>> = {
  recognised: (of) => `được công nhận đạt hạng ${of.stars} sao${byDecision(of)}`,
  not_recognised: (of) => `chưa đủ điều kiện công nhận sản phẩm OCOP từ 3 sao trở lên${of.stars ? ` (kết quả: ${of.stars} sao)` : ''}`, // prettier-ignore
  eliminated: () => 'không tiếp tục được đánh giá, phân hạng trong đợt này',
  sent_to_ministry: () =>
    'được đề nghị Bộ Nông nghiệp và Môi trường đánh giá, phân hạng sản phẩm OCOP cấp quốc gia (5 sao)',
  returned_by_ministry: () => 'được Bộ Nông nghiệp và Môi trường chuyển kết quả về tỉnh để xem xét theo thẩm quyền',
  withdrawn: (of) => `bị thu hồi giấy chứng nhận${byDecision(of)}`,
  complaint_accepted: () => 'có đơn khiếu nại về kết quả đánh giá, phân hạng đã được thụ lý',
  complaint_settled: () => 'có đơn khiếu nại về kết quả đánh giá, phân hạng đã được giải quyết',
};

/** Thông báo tới chủ thể (26/2026/QĐ-TTg, article 7.3: the office tells communes and producers in writing). */
export function noticeLetter(of: LetterFacts, made: Date): Paper {
  return {
    kind: 'paper',
    ...of.office,
    number: of.number,
    day: of.day,
    title: 'Thông báo',
    abstract: `Về sản phẩm “${of.product}”`,
    to: [of.producer],
    body: [
      {
        kind: 'text',
        text: `${of.office.agency} thông báo: sản phẩm “${of.product}” của ${of.producer} ${said[of.kind](of)}.`,
      },
      ...(of.reason ? [{ kind: 'text', text: `Lý do: ${of.reason}` } as const] : []),
      { kind: 'text', text: `${of.office.agency} thông báo để chủ thể biết, thực hiện./.` },
    ],
    signatures: [signature(of.signer)],
    recipients: ['Như trên', 'Ủy ban nhân dân xã, phường, đặc khu nơi có sản phẩm', 'Lưu: VT'],
    notes: lawNotes(of.law, made),
  };
}

export type MinistryRequestFacts = Signed & {
  province: string;
  regrading: boolean;
  lines: readonly { product: string; producer: string; commune: string | null; total: number | null }[];
  /** The decision that approved the result; null: none yet, as for a regrading. */
  approved: { number: string; day: string } | null;
  samples: boolean;
};

/** Văn bản đề nghị Bộ đánh giá, phân hạng 5 sao, with what goes along (article 6 and data/criteria/dossier-forms.json). */
export function ministryRequest(of: MinistryRequestFacts, made: Date): Paper {
  const along = of.regrading
    ? ['Báo cáo của cơ quan tham mưu về OCOP cấp tỉnh']
    : ['Báo cáo của Tổ tư vấn cấp tỉnh', 'Báo cáo của Hội đồng cấp tỉnh', `Quyết định phê duyệt kết quả${of.approved ? ` số ${of.approved.number} ${dayInWords(of.approved.day)}` : ''}`]; // prettier-ignore
  return {
    kind: 'paper',
    ...of.office,
    number: of.number,
    day: of.day,
    about: `V/v đề nghị ${of.regrading ? 'đánh giá lại' : 'đánh giá, phân hạng'} sản phẩm OCOP 5 sao`,
    to: ['Bộ Nông nghiệp và Môi trường'],
    body: [
      {
        kind: 'text',
        text: `Căn cứ Quyết định số ${of.law.decision} của Thủ tướng Chính phủ và kết quả đánh giá của tỉnh, ${of.office.agency} đề nghị Bộ Nông nghiệp và Môi trường ${of.regrading ? 'đánh giá lại' : 'đánh giá, phân hạng'} ${counted(of.lines.length)} sản phẩm sau:`,
      },
      {
        kind: 'table',
        columns: [
          { head: 'TT', width: 1, align: 'center' },
          { head: 'Sản phẩm', width: 5 },
          { head: 'Chủ thể', width: 5 },
          { head: 'Xã, phường', width: 3.5 },
          { head: 'Điểm của tỉnh', width: 2, align: 'right' },
        ],
        rows: of.lines.map((line, at) => [
          String(at + 1), line.product, line.producer, line.commune ?? '', points(line.total),
        ]), // prettier-ignore
      },
      { kind: 'text', text: 'Hồ sơ gửi kèm (01 bộ giấy và 01 bộ điện tử):' },
      {
        kind: 'list',
        items: [
          ...along,
          'Hồ sơ sản phẩm',
          'Kết quả kiểm tra, kiểm nghiệm bổ sung (nếu có)',
          ...(of.samples ? ['Sản phẩm mẫu'] : []),
        ],
      },
      { kind: 'text', text: `${of.office.agency} trân trọng đề nghị Bộ xem xét, quyết định./.` },
    ],
    signatures: [signature(of.signer)],
    recipients: ['Như trên', 'Cơ quan tham mưu về OCOP cấp tỉnh', 'Lưu: VT'],
    notes: lawNotes(of.law, made),
  };
}

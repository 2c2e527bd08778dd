import type { Paper } from '#kernel/documents/model';
import { commonGrounds, counted, dayInWords, grounds, type Law, lawNotes, type Office, points, shortDay, type Signer, signature } from './words.ts'; // prettier-ignore

type Line = {
  product: string;
  code: string | null;
  producer: string;
  commune: string | null;
  stars: number;
  /** In hundredths of a point. */
  total: number | null;
};
type Signed = { office: Office; number: string | null; day: string | null; signer: Signer; law: Law };

export type RecognitionFacts = Signed & {
  level: 'province' | 'ministry';
  /** What the decision says it is about; null: the usual words. */
  subject: string | null;
  /** The request that the decision rests on, such as the council's; null: none is named. */
  request: string | null;
  validityMonths: number;
  lines: readonly Line[];
};

/** Who decides, as the head and the articles of the decision name them. */
const chairOf = ({ level }: { level: 'province' | 'ministry' }) =>
  level === 'province' ? 'Chủ tịch Ủy ban nhân dân tỉnh' : 'Bộ trưởng Bộ Nông nghiệp và Môi trường';

const listColumns = [
  { head: 'TT', width: 1, align: 'center' },
  { head: 'Tên sản phẩm', width: 5 },
  { head: 'Mã sản phẩm', width: 3.2 },
  { head: 'Chủ thể', width: 5 },
  { head: 'Xã, phường', width: 3 },
] as const;

/** Quyết định công nhận kết quả đánh giá, phân hạng, with its list (26/2026/QĐ-TTg, articles 4.1 and 7.3e). */
export function recognitionDecision(of: RecognitionFacts, made: Date): Paper {
  const byStars = [5, 4, 3].flatMap((stars) => {
    const count = of.lines.filter((line) => line.stars === stars).length;
    return count ? [`${counted(count)} sản phẩm hạng ${stars} sao`] : [];
  });
  return {
    kind: 'paper',
    ...of.office,
    number: of.number,
    day: of.day,
    title: 'Quyết định',
    abstract: of.subject ?? 'Về việc công nhận kết quả đánh giá, phân hạng sản phẩm OCOP',
    body: [
      { kind: 'text', align: 'center', text: [{ bold: chairOf(of).toLocaleUpperCase('vi') }] },
      ...grounds([...commonGrounds(of.law, of.level), ...(of.request ? [of.request] : [])]),
      { kind: 'text', align: 'center', text: [{ bold: 'QUYẾT ĐỊNH:' }] },
      {
        kind: 'text',
        text: [
          { bold: 'Điều 1. ' },
          `Công nhận kết quả đánh giá, phân hạng và cấp giấy chứng nhận cho ${counted(of.lines.length)} sản phẩm OCOP, gồm ${byStars.join(', ')} (Danh sách kèm theo).`,
        ],
      },
      {
        kind: 'text',
        text: [
          { bold: 'Điều 2. ' },
          `Giấy chứng nhận có giá trị ${of.validityMonths} tháng kể từ ngày ban hành. Chủ thể có sản phẩm được công nhận duy trì các điều kiện, tiêu chí đã được đánh giá; sử dụng nhãn hiệu chứng nhận OCOP Việt Nam theo quy định.`,
        ],
      },
      { kind: 'text', text: [{ bold: 'Điều 3. ' }, 'Quyết định này có hiệu lực kể từ ngày ký.'] },
      {
        kind: 'text',
        text: [
          { bold: 'Điều 4. ' },
          'Thủ trưởng các cơ quan, đơn vị có liên quan và các chủ thể có sản phẩm được công nhận chịu trách nhiệm thi hành Quyết định này.',
        ],
      },
    ],
    signatures: [signature(of.signer)],
    recipients: ['Như Điều 4', 'Ủy ban nhân dân các xã, phường, đặc khu có sản phẩm', 'Lưu: VT'],
    notes: [],
    annex: {
      landscape: true,
      title: 'Danh sách sản phẩm OCOP được công nhận',
      abstract: `(Kèm theo Quyết định số ${of.number ?? '……………'} ${of.day ? dayInWords(of.day) : 'ngày …… tháng …… năm ………'})`,
      body: [
        {
          kind: 'table',
          columns: [...listColumns, { head: 'Tổng điểm', width: 2, align: 'right' }, { head: 'Hạng sao', width: 1.6, align: 'center' }], // prettier-ignore
          rows: of.lines.map((line, at) => [
            String(at + 1), line.product, line.code ?? '', line.producer, line.commune ?? '', points(line.total), String(line.stars),
          ]), // prettier-ignore
        },
      ],
      notes: lawNotes(of.law, made),
    },
  };
}

export type WithdrawalFacts = Signed & {
  level: 'province' | 'ministry';
  /** What was found: the conclusion, the commune's confirmation; null: none is named. */
  conclusion: string | null;
  lines: readonly (Omit<Line, 'total'> & {
    /** The ground in the words of article 8. */
    ground: string;
    certificate: { number: string; issuedOn: string | null } | null;
  })[];
};

/** Quyết định thu hồi giấy chứng nhận (26/2026/QĐ-TTg, article 8). */
export function withdrawalDecision(of: WithdrawalFacts, made: Date): Paper {
  const [one] = of.lines.length === 1 ? of.lines : [];
  return {
    kind: 'paper',
    ...of.office,
    number: of.number,
    day: of.day,
    title: 'Quyết định',
    abstract: one
      ? `Về việc thu hồi giấy chứng nhận sản phẩm OCOP đối với sản phẩm ${one.product}`
      : 'Về việc thu hồi giấy chứng nhận sản phẩm OCOP',
    body: [
      { kind: 'text', align: 'center', text: [{ bold: chairOf(of).toLocaleUpperCase('vi') }] },
      ...grounds([...commonGrounds(of.law, of.level), ...(of.conclusion ? [of.conclusion] : [])]),
      { kind: 'text', align: 'center', text: [{ bold: 'QUYẾT ĐỊNH:' }] },
      {
        kind: 'text',
        text: [
          { bold: 'Điều 1. ' },
          `Thu hồi giấy chứng nhận đối với ${counted(of.lines.length)} sản phẩm OCOP sau đây:`,
        ],
      },
      {
        kind: 'table',
        columns: [
          { head: 'TT', width: 1, align: 'center' },
          { head: 'Tên sản phẩm, chủ thể', width: 5 },
          { head: 'Giấy chứng nhận', width: 3.6 },
          { head: 'Hạng sao', width: 1.4, align: 'center' },
          { head: 'Lý do thu hồi', width: 5 },
        ],
        rows: of.lines.map((line, at) => [
          String(at + 1),
          `${line.product}${line.code ? ` (${line.code})` : ''}\n${line.producer}`,
          line.certificate ? `Số ${line.certificate.number}${line.certificate.issuedOn ? `\nngày ${shortDay(line.certificate.issuedOn)}` : ''}` : '', // prettier-ignore
          String(line.stars),
          line.ground,
        ]),
      },
      {
        kind: 'text',
        text: [
          { bold: 'Điều 2. ' },
          'Kể từ ngày Quyết định này có hiệu lực, chủ thể không sử dụng kết quả phân hạng và nhãn hiệu chứng nhận OCOP trên sản phẩm, bao bì, tài liệu và phương tiện quảng bá.',
        ],
      },
      {
        kind: 'text',
        text: [
          { bold: 'Điều 3. ' },
          'Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các cơ quan, đơn vị có liên quan và chủ thể có sản phẩm nêu tại Điều 1 chịu trách nhiệm thi hành Quyết định này.',
        ],
      },
    ],
    signatures: [signature(of.signer)],
    recipients: ['Như Điều 3', 'Ủy ban nhân dân xã, phường, đặc khu nơi có sản phẩm', 'Lưu: VT'],
    notes: lawNotes(of.law, made),
  };
}

import { type Block, type Paper, paragraphs } from '#kernel/documents/model';
import type { SessionFacts } from './council-sheets.ts';
import { counted, dayInWords, type Law, lawNotes, type Office, points, type Signer, shortDay, signature } from './words.ts'; // prettier-ignore

type Outcome = { product: string; producer: string; mean: number | null; stars: number | null; note: string | null };

/** Points in hundredths and stars, product by product. */
const outcomes = (lines: readonly Outcome[]): Block => ({
  kind: 'table',
  columns: [
    { head: 'TT', width: 1, align: 'center' },
    { head: 'Sản phẩm', width: 5 },
    { head: 'Chủ thể', width: 5 },
    { head: 'Điểm', width: 1.8, align: 'right' },
    { head: 'Hạng sao', width: 1.5, align: 'center' },
    { head: 'Ghi chú', width: 3.5 },
  ],
  rows: lines.map((one, at) => [
    String(at + 1), one.product, one.producer, points(one.mean), one.stars === null ? '' : String(one.stars), one.note ?? '',
  ]), // prettier-ignore
});

const head = (text: string): Block => ({ kind: 'heading', level: 1, text });

export type MinutesFacts = SessionFacts & {
  place: string;
  present: readonly { name: string; role: string | null; department: string | null }[];
  absent: readonly { name: string; reason: string | null }[];
  /** Members who declared a conflict, and for which product. */
  conflicts: readonly { name: string; product: string }[];
  members: number;
  /** What was said, in the secretary's words. */
  discussion: string | null;
  /** Products that were scored again because members differed by more than the limit. */
  rescored: readonly { product: string; reason: string }[];
  results: readonly Outcome[];
  ended: string | null;
  chair: string | null;
  secretary: string | null;
};

/** Biên bản họp Hội đồng đánh giá, phân hạng. */
export function minutes(of: MinutesFacts, made: Date): Paper {
  return {
    kind: 'paper',
    above: of.office.agency,
    agency: of.council,
    number: null,
    place: of.office.place,
    day: of.session.day,
    title: 'Biên bản',
    abstract: `Họp ${of.council}, ${of.session.name}`,
    body: [
      {
        kind: 'fields',
        fields: [
          ['Thời gian', dayInWords(of.session.day)],
          ['Địa điểm', of.place],
          ['Chủ trì', of.chair],
          ['Thư ký', of.secretary],
        ],
      },
      head('I. THÀNH PHẦN'),
      {
        kind: 'text',
        text: `Hội đồng được thành lập theo Quyết định số ${of.decision.number} ${dayInWords(of.decision.day)}, gồm ${counted(of.members)} thành viên; có mặt ${counted(of.present.length)} thành viên:`,
      },
      {
        kind: 'list',
        items: of.present.map((one) => [one.name, one.role, one.department].filter(Boolean).join(', ')),
      },
      ...(of.absent.length
        ? [{ kind: 'text', text: `Vắng mặt: ${of.absent.map(({ name, reason }) => (reason ? `${name} (${reason})` : name)).join('; ')}.` } as const] // prettier-ignore
        : []),
      ...(of.conflicts.length
        ? [{ kind: 'text', text: `Không tham gia chấm điểm do có xung đột lợi ích: ${of.conflicts.map(({ name, product }) => `${name} đối với sản phẩm “${product}”`).join('; ')}.` } as const] // prettier-ignore
        : []),
      head('II. NỘI DUNG'),
      ...paragraphs(of.discussion),
      ...of.rescored.map(
        ({ product, reason }) => ({ kind: 'text', text: `Sản phẩm “${product}” được thảo luận và chấm lại: ${reason}` }) as const, // prettier-ignore
      ),
      head('III. KẾT QUẢ'),
      outcomes(of.results),
      {
        kind: 'text',
        text: `Biên bản được các thành viên thông qua${of.ended ? `; phiên họp kết thúc lúc ${of.ended}` : ''}./.`,
      },
    ],
    signatures: [
      { as: ['THƯ KÝ HỘI ĐỒNG'], how: '(Ký, ghi rõ họ tên)', name: of.secretary },
      { as: ['CHỦ TỌA'], how: '(Ký, ghi rõ họ tên)', name: of.chair },
    ],
    notes: lawNotes(of.law, made),
  };
}

export type AdvisoryFacts = {
  office: Office;
  number: string | null;
  day: string | null;
  group: string;
  /** Number and day of the decision that made the group. */
  decision: { number: string; day: string };
  products: readonly {
    product: string;
    producer: string;
    /** Completeness, the visit, the tests and what the group proposes, each in its words. */
    review: string | null;
    visit: string | null;
    tests: string | null;
    proposal: string | null;
  }[];
  head: string | null;
  law: Law;
};

/** Báo cáo của Tổ tư vấn gửi Hội đồng (26/2026/QĐ-TTg, article 7.3). */
export function advisoryReport(of: AdvisoryFacts, made: Date): Paper {
  return {
    kind: 'paper',
    above: of.office.agency,
    agency: of.group,
    number: of.number,
    place: of.office.place,
    day: of.day,
    title: 'Báo cáo',
    abstract: 'Kết quả xem xét hồ sơ đề nghị đánh giá, phân hạng sản phẩm OCOP',
    to: ['Chủ tịch Hội đồng đánh giá, phân hạng sản phẩm OCOP'],
    body: [
      {
        kind: 'text',
        text: `${of.group} được thành lập theo Quyết định số ${of.decision.number} ${dayInWords(of.decision.day)} đã xem xét ${counted(of.products.length)} hồ sơ sản phẩm và báo cáo như sau:`,
      },
      ...of.products.flatMap((one, at): Block[] => [
        head(`${at + 1}. ${one.product} (${one.producer})`),
        {
          kind: 'fields',
          fields: [
            ['Kết quả xem xét hồ sơ', one.review],
            ['Khảo sát thực tế', one.visit],
            ['Kiểm nghiệm bổ sung', one.tests],
            ['Đề xuất', one.proposal],
          ],
        },
      ]),
      { kind: 'text', text: `${of.group} kính trình Hội đồng xem xét./.` },
    ],
    signatures: [{ as: ['TỔ TRƯỞNG'], how: '(Ký, ghi rõ họ tên)', name: of.head }],
    recipients: ['Như trên', 'Thành viên Hội đồng', 'Lưu: Tổ tư vấn'],
    notes: lawNotes(of.law, made),
  };
}

export type ProposalFacts = {
  office: Office;
  number: string | null;
  day: string | null;
  /** Whom it asks: "Chủ tịch Ủy ban nhân dân tỉnh Quảng Ninh". */
  to: string;
  council: string;
  session: { name: string; day: string };
  results: readonly Outcome[];
  signer: Signer;
  law: Law;
};

/** Tờ trình đề nghị công nhận kết quả, to the chair of the province. */
export function proposal(of: ProposalFacts, made: Date): Paper {
  const certified = of.results.filter(({ stars }) => (stars ?? 0) >= 3).length;
  return {
    kind: 'paper',
    ...of.office,
    number: of.number,
    day: of.day,
    title: 'Tờ trình',
    abstract: 'Về việc công nhận kết quả đánh giá, phân hạng sản phẩm OCOP',
    to: [of.to],
    body: [
      {
        kind: 'text',
        text: `Thực hiện Quyết định số ${of.law.decision}${of.law.issued ? ` ${dayInWords(of.law.issued)}` : ''} của Thủ tướng Chính phủ, ngày ${shortDay(of.session.day)} ${of.council} đã tổ chức ${of.session.name}, đánh giá ${counted(of.results.length)} sản phẩm, trong đó ${counted(certified)} sản phẩm đạt từ 3 sao trở lên. Kết quả cụ thể như sau:`,
      },
      outcomes(of.results),
      {
        kind: 'text',
        text: `${of.office.agency} kính trình ${of.to} xem xét, quyết định (có dự thảo Quyết định, biên bản, bảng tổng hợp và báo cáo của Tổ tư vấn kèm theo)./.`,
      },
    ],
    signatures: [signature(of.signer)],
    recipients: ['Như trên', 'Thành viên Hội đồng', 'Lưu: VT'],
    notes: lawNotes(of.law, made),
  };
}

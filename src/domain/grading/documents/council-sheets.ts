import type { Block, Paper } from '#kernel/documents/model';
import { type Law, lawNotes, type Office, points, shortDay } from './words.ts';

/** The council, its session and the product, as each of its papers begins. */
export type SessionFacts = {
  office: Office;
  council: string;
  /** Number and day of the decision that made the council. */
  decision: { number: string; day: string };
  session: { name: string; day: string };
  law: Law;
};

export type MemberSheetFacts = SessionFacts & {
  product: string;
  code: string | null;
  producer: string;
  member: { name: string; role: string | null; department: string | null };
  parts: readonly {
    name: string;
    max: number;
    items: readonly {
      code: string;
      name: string;
      max: number;
      points: number | null;
      option: string | null;
      comment: string | null;
    }[];
  }[];
  /** Rules that stop the product, in the words of the sheet. */
  broken: readonly string[];
  remark: string | null;
  /** When it was sealed and the hash under which the log keeps it; null for one that is not submitted. */
  sealed: { day: string; hash: string } | null;
};

const sum = (items: readonly { points: number | null }[]) => items.reduce((all, one) => all + (one.points ?? 0), 0);

/** Phiếu đánh giá của thành viên Hội đồng. */
export function memberSheet(of: MemberSheetFacts, made: Date): Paper {
  const all = of.parts.flatMap(({ items }) => items);
  return {
    kind: 'paper',
    above: of.office.agency,
    agency: of.council,
    place: of.office.place,
    day: of.sealed?.day ?? null,
    title: 'Phiếu đánh giá sản phẩm OCOP',
    abstract: of.product,
    body: [
      {
        kind: 'fields',
        fields: [
          ['Thành viên Hội đồng', of.member.name],
          ['Chức danh trong Hội đồng', of.member.role],
          ['Cơ quan, đơn vị', of.member.department],
          ['Phiên họp', `${of.session.name}, ngày ${shortDay(of.session.day)}`],
          ['Chủ thể', of.producer],
          ['Mã sản phẩm', of.code],
        ],
      },
      ...of.parts.flatMap(({ name, max, items }): Block[] => [
        { kind: 'heading', level: 2, text: `${name} (tối đa ${max} điểm)` },
        {
          kind: 'table',
          columns: [
            { head: 'Tiêu chí', width: 5 },
            { head: 'Tối đa', width: 1.1, align: 'center' },
            { head: 'Điểm', width: 1.1, align: 'center' },
            { head: 'Mức đạt', width: 5 },
            { head: 'Nhận xét', width: 3.5 },
          ],
          rows: items.map((item) => [
            `${item.code}. ${item.name}`,
            String(item.max),
            item.points === null ? '' : String(item.points),
            item.option ?? '',
            item.comment ?? '',
          ]),
          total: ['Cộng', String(max), String(sum(items)), '', ''],
        },
      ]),
      { kind: 'text', text: [{ bold: `Tổng điểm: ${sum(all)} điểm.` }] },
      ...(of.broken.length
        ? [{ kind: 'text', text: 'Nội dung không đạt theo quy định của phiếu:' } as const, { kind: 'list', items: of.broken } as const]
        : []), // prettier-ignore
      ...(of.remark ? [{ kind: 'text', text: `Nhận xét chung: ${of.remark}` } as const] : []),
    ],
    signatures: [{ as: ['THÀNH VIÊN HỘI ĐỒNG'], how: '(Ký, ghi rõ họ tên)', name: of.member.name }],
    notes: [
      ...(of.sealed ? [`Phiếu đã nộp và niêm phong ngày ${shortDay(of.sealed.day)}; mã SHA-256: ${of.sealed.hash}.`] : ['Phiếu chưa nộp.']), // prettier-ignore
      ...lawNotes(of.law, made),
    ],
  };
}

export type SummaryFacts = SessionFacts & {
  /** Members whose scores stand in the table, in its order. */
  members: readonly string[];
  /** Points in hundredths; null where a member did not score the product (absent, or a conflict). */
  products: readonly {
    product: string;
    producer: string;
    commune: string | null;
    scores: readonly (number | null)[];
    mean: number | null;
    stars: number | null;
    note: string | null;
  }[];
  chair: string | null;
  secretary: string | null;
};

/** Bảng tổng hợp kết quả đánh giá của Hội đồng, landscape: a column for each member. */
export function summaryTable(of: SummaryFacts, made: Date): Paper {
  const width = Math.max(1.5, Math.min(1.7, 14 / of.members.length));
  return {
    kind: 'paper',
    landscape: true,
    above: of.office.agency,
    agency: of.council,
    place: of.office.place,
    day: of.session.day,
    title: 'Bảng tổng hợp kết quả đánh giá, phân hạng sản phẩm OCOP',
    abstract: of.session.name,
    body: [
      {
        kind: 'table',
        columns: [
          { head: 'TT', width: 0.9, align: 'center' },
          { head: 'Sản phẩm', width: 4 },
          { head: 'Chủ thể', width: 3.6 },
          ...of.members.map((_, at) => ({ head: `TV ${at + 1}`, width, align: 'right' }) as const),
          { head: 'Điểm TB', width: 1.6, align: 'right' },
          { head: 'Hạng sao', width: 1.3, align: 'center' },
          { head: 'Ghi chú', width: 2.6 },
        ],
        rows: of.products.map((one, at) => [
          String(at + 1),
          one.product,
          [one.producer, one.commune].filter(Boolean).join('\n'),
          ...of.members.map((_, member) => points(one.scores[member] ?? null) || '–'),
          points(one.mean),
          one.stars === null ? '' : String(one.stars),
          one.note ?? '',
        ]),
      },
      {
        kind: 'text',
        text: [{ italic: `Thành viên (TV): ${of.members.map((name, at) => `${at + 1}. ${name}`).join('; ')}. Dấu “–”: không chấm.` }], // prettier-ignore
      },
    ],
    signatures: [
      { as: ['THƯ KÝ HỘI ĐỒNG'], how: '(Ký, ghi rõ họ tên)', name: of.secretary },
      { as: ['CHỦ TỊCH HỘI ĐỒNG'], how: '(Ký, ghi rõ họ tên)', name: of.chair },
    ],
    notes: lawNotes(of.law, made),
  };
}

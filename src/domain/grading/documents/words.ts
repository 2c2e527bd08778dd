import type { Block, Signature } from '#kernel/documents/model';

/** Who issues a paper: the agency above it, its own name, and the place that stands before the day. */
export type Office = { above: string | null; agency: string; place: string };

/** Who signs: "CHỦ TỊCH", "KT. CHỦ TỊCH" over "PHÓ CHỦ TỊCH" … in one text, a comma or line between. */
export type Signer = { title: string | null; name: string | null };

/** The law that a paper rests on, and what is known of the score sheet that it uses. */
export type Law = {
  /** "26/2026/QĐ-TTg" */
  decision: string;
  /** YYYY-MM-DD; null where the software does not know it. */
  issued: string | null;
  /** The sheet with its version, and who has compared it with the signed text; undefined: it uses none. */
  sheet?: { name: string; version: number; compared: { name: string; on: string } | null };
};

/** "ngày 05 tháng 02 năm 2026", as running text writes a day. */
export function dayInWords(day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `ngày ${date} tháng ${Number(month) > 2 ? Number(month) : month} năm ${year}`;
}

/** A decision of the law as running text names it: its number and day. */
const cited = ({ decision, issued }: Pick<Law, 'decision' | 'issued'>): string =>
  issued ? `${decision} ${dayInWords(issued)}` : decision;

/** "05/02/2026" */
export const shortDay = (day: string | null): string => (day ? day.split('-').toReversed().join('/') : '');

/** "82,50" of 8250 hundredths, as results keep points: two decimals and a comma. */
export const points = (hundredths: number | null): string =>
  hundredths === null ? '' : (hundredths / 100).toFixed(2).replace('.', ',');

/** A whole number with a zero before it below ten, as papers write counts: "05 sản phẩm". */
export const counted = (count: number): string => String(count).padStart(2, '0');

/** Official titles stand in capitals, one line each. */
export const signature = ({ title, name }: Signer, over: readonly string[] = []): Signature => ({
  as: [...over, ...(title ?? '').split(/\s*[,\n]\s*/).filter(Boolean)].map((line) => line.toLocaleUpperCase('vi')),
  name,
});

const minute = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Asia/Ho_Chi_Minh',
});

/**
 * What every paper says at its end: the version of the law, when it was made, and that a score sheet was not compared
 * with the signed text where nobody has done so.
 */
export function lawNotes({ decision, issued, sheet }: Law, made: Date): string[] {
  const parts = Object.fromEntries(minute.formatToParts(made).map(({ type, value }) => [type, value]));
  const when = `${parts.hour}:${parts.minute} ngày ${parts.day}/${parts.month}/${parts.year}`;
  return [
    `Lập theo Quyết định số ${cited({ decision, issued })}; tạo bằng phần mềm OpenOCOP lúc ${when}.`,
    ...(sheet
      ? [
          `${sheet.name}, phiên bản ${sheet.version}: ${
            sheet.compared
              ? `${sheet.compared.name} đã đối chiếu với bản ký ngày ${shortDay(sheet.compared.on)}.`
              : 'CHƯA ĐỐI CHIẾU với bản ký của Quyết định; cần đối chiếu trước khi sử dụng chính thức.'
          }`,
        ]
      : []),
  ];
}

/** The grounds of a decision, each an italic paragraph that ends with a semicolon, the last with a full stop. */
export const grounds = (lines: readonly string[]): Block[] =>
  lines.map((line, at) => ({ kind: 'text', text: [{ italic: `${line}${at + 1 === lines.length ? '.' : ';'}` }] }));

/** The grounds that every decision about OCOP begins with: a province's also the law on local government. */
export const commonGrounds = ({ decision, issued }: Law, level: 'province' | 'ministry'): string[] => [
  ...(level === 'province' ? ['Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025'] : []),
  `Căn cứ Quyết định số ${cited({ decision, issued })} của Thủ tướng Chính phủ ban hành Bộ tiêu chí và quy trình đánh giá, phân hạng sản phẩm Mỗi xã một sản phẩm (OCOP)`,
];

/** Words of a line: plain, bold or italic pieces. */
export type Rich = string | readonly (string | { bold: string } | { italic: string })[];

/** A column of a table: its head, its share of the width, where its cells stand. */
export type Column = { head: string; width: number; align?: 'left' | 'center' | 'right' };

/** One piece of the body of a paper. */
export type Block =
  /** A heading: level 1 for a part ("I. …"), 2 for what stands below it. */
  | { kind: 'heading'; text: string; level: 1 | 2 }
  /** A paragraph, its first line indented; `align` for a line that stands in the middle. */
  | { kind: 'text'; text: Rich; align?: 'center' }
  /** Lines that each begin with a dash. */
  | { kind: 'list'; items: readonly Rich[] }
  /** Labels with what is known of them; what is not known is a dotted line to fill in by hand. */
  | { kind: 'fields'; fields: readonly (readonly [label: string, value: string | null])[] }
  /** Boxes, ticked or not. */
  | { kind: 'checks'; checks: readonly { text: string; ticked: boolean }[] }
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly string[])[]; total?: readonly string[] };

/** Who signs: the lines above the signature ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), how, and the name below. */
export type Signature = { as: readonly string[]; how?: string; name: string | null };

/** What follows a paper on pages of its own, such as the list of a decision. */
export type Annex = { landscape?: boolean; title: string; abstract: string; body: readonly Block[]; notes: readonly string[] }; // prettier-ignore

/**
 * An official paper, as Decree 30/2020 (annex I) lays it out: motto, agency under the agency above it, number and
 * symbol, place and day, title and abstract, body, signatures, recipients. It knows no OCOP and no file format.
 */
export type Paper = {
  kind: 'paper';
  /** For wide tables. */
  landscape?: boolean;
  /** The number of a form, printed above everything ("Mẫu số 01"). */
  form?: string;
  above: string | null;
  agency: string;
  /** "12/QĐ-UBND"; null leaves the place of the number open; undefined for papers that bear none. */
  number?: string | null;
  /** What a letter without a title is about ("V/v …"), under its number. */
  about?: string;
  place: string;
  /** YYYY-MM-DD; null leaves the day open. */
  day: string | null;
  title?: string;
  abstract?: string;
  /** Whom it is addressed to ("Kính gửi"). */
  to?: readonly string[];
  body: readonly Block[];
  signatures: readonly Signature[];
  recipients?: readonly string[];
  /** Small lines at the very end: the law's version, when it was made. */
  notes: readonly string[];
  annex?: Annex;
};

/** A paper to hang on a wall, on one page: stars, whom and what it honours, a code that leads to its check. */
export type Diploma = {
  kind: 'diploma';
  above: string | null;
  agency: string;
  title: string;
  stars: number;
  /** What it is for, the name in large letters, and the lines below it. */
  lead: string;
  name: string;
  lines: readonly (readonly [label: string, value: string])[];
  number: string;
  place: string;
  day: string | null;
  signature: Signature;
  /** Where its QR code leads, and the words beside it. */
  verify: { address: string; words: string };
  notes: readonly string[];
};

export type OfficialDocument = Paper | Diploma;

export type Format = 'pdf' | 'docx';

/** The lines that Decree 30/2020 puts above every paper. */
export const nation = { name: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', motto: 'Độc lập - Tự do - Hạnh phúc' };

/** A dotted line for what is written in by hand. */
export const blank = '………………………………';

/** "Quảng Ninh, ngày 05 tháng 02 năm 2026": days and the months January and February have two digits (annex I). */
export function placeAndDay(place: string, day: string | null): string {
  if (!day) return `${place}, ngày …… tháng …… năm ………`;
  const [year = '', month = '', date = ''] = day.split('-');
  return `${place}, ngày ${date} tháng ${Number(month) > 2 ? Number(month) : month} năm ${year}`;
}

/** Text that a person typed, one paragraph for each of its lines. */
export const paragraphs = (text: string | null): Block[] =>
  (text ?? blank)
    .split(/\n+/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => ({ kind: 'text', text: line }));

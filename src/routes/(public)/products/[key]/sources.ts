import type { Locale } from '#ui/format.ts';

// Quotations name their sources in English; the kinds of source are few. Names and addresses stay as they are.
const words: [RegExp, string][] = [
  [/^Quảng Ninh news page read through the search tool.*$/, 'trang tin Quảng Ninh, không lưu địa chỉ'],
  [/^news article\b/, 'bài báo'],
  [/^public marketplace listing\b/, 'gian hàng trên sàn thương mại điện tử'],
  [/\babout May (\d{4})/, 'khoảng tháng 5 năm $1'],
  [/\babout (\d{4})/, 'khoảng năm $1'],
  [/\(article (\d+)\)/, '(bài $1)'],
  [/\(trade-promotion articles\)/, '(các bài xúc tiến thương mại)'],
];

/** A source of a quotation in the reader's language. */
export const sourceIn = (source: string, locale: Locale): string =>
  locale === 'en' ? source : words.reduce((text, [english, ours]) => text.replace(english, ours), source);

import { isDay } from '#kernel/fields';
import { fold } from '#kernel/text';
import type { producerKinds } from '#domain/producers/rules';

type Kind = (typeof producerKinds)[number];

/** True for what a spreadsheet shows where a formula failed: #REF!, #N/A, #VALUE!. */
export const isBroken = (text: string): boolean =>
  /^#(?:REF|N\/A|VALUE|NAME|DIV\/0|NULL|NUM|SPILL|CALC)[!?]?$/i.test(text);

/** Days of a spreadsheet are counted from 30/12/1899; only those of our century and the last are taken for days. */
const serialDay = (serial: number): string =>
  new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);

const dayPatterns = [
  /^(?<d>[0-9]{1,2})\s*[/.-]\s*(?<m>[0-9]{1,2})\s*[/.-]\s*(?<y>[0-9]{4}|[0-9]{2})$/,
  /^(?<y>[0-9]{4})[/.-](?<m>[0-9]{1,2})[/.-](?<d>[0-9]{1,2})(?:[T ].*)?$/,
  /^(?:ngay )?(?<d>[0-9]{1,2}) thang (?<m>[0-9]{1,2}) nam (?<y>[0-9]{4})$/,
];

/**
 * A day in the shapes that worksheets have: 14/8/2023, 14.08.23, "ngày 14 tháng 8 năm 2023", 2023-08-14, or the number
 * of days that a spreadsheet stores (45152). What is no day of the calendar (8/14/2023, 31/2/2024) is not turned round.
 * @returns null if the text is none
 */
export function readDay(text: string): string | null {
  const bare = text.trim();
  if (/^[0-9]{5}(?:[.,][0-9]+)?$/.test(bare)) {
    const serial = Math.floor(Number(bare.replace(',', '.')));
    return serial > 25_000 && serial < 80_000 ? serialDay(serial) : null;
  }
  const worded = /thang/.test(fold(bare)) ? fold(bare) : bare;
  for (const pattern of dayPatterns) {
    const parts = pattern.exec(worded)?.groups;
    if (!parts) continue;
    const year = parts.y!.length === 2 ? `20${parts.y}` : parts.y!;
    const day = `${year}-${parts.m!.padStart(2, '0')}-${parts.d!.padStart(2, '0')}`;
    return isDay(day) ? day : null;
  }
  return null;
}

const counted: Record<string, number> = { mot: 1, hai: 2, ba: 3, bon: 4, nam: 5 };

/** Stars from "4 sao", "4*", "****", "★★★★", "bốn sao", "hạng 4 sao"; null if the text tells none, 0 for "chưa có", "không", "tiềm năng". */
export function readStars(text: string): number | null {
  const bare = text.replace(/\s+/g, '');
  const drawn = /^[*★⭐✭]{1,5}$/u.exec(bare);
  if (drawn) return [...bare].filter((sign) => sign !== '\ufe0f').length;
  const folded = fold(text);
  if (/^(?:khong|chua|tiem nang|chua co|chua danh gia|0)\b/.test(folded)) return 0;
  const digit = /^(?:hang |dat |ocop )*([1-5])(?: 0)?(?: ?sao| stars?)?$/.exec(folded)?.[1];
  if (digit) return Number(digit);
  const word = /^(?:hang |dat )*(mot|hai|ba|bon|nam) sao$/.exec(folded)?.[1];
  return word ? counted[word]! : null;
}

/** A whole number as worksheets write it: 120.000, 120,000, 120 000 đ, 120000.0; null for anything else. */
export function readWhole(text: string): number | null {
  const bare = text.trim().replace(/\s*(?:đ|₫|vnđ|vnd|đồng)\.?$/i, '');
  if (/^[0-9]{1,3}(?:[.,\s\u00a0][0-9]{3})+$/.test(bare)) return Number(bare.replace(/[^0-9]/g, ''));
  return /^[0-9]{1,15}(?:[.,]0+)?$/.test(bare) ? Number(bare.split(/[.,]/)[0]) : null;
}

/** A year: 2023, "2.023", "năm 2023". */
export function readYear(text: string): number | null {
  const bare = fold(text.trim().replace(/^([12])[.,]([0-9]{3})$/, '$1$2'));
  return Number(/^(?:nam )?((?:19|20)[0-9]{2})$/.exec(bare)?.[1]) || null;
}

/** The phone numbers of a cell; a spreadsheet that took one for a number has dropped its leading zero. */
export const readPhones = (text: string): string[] =>
  text
    .split(/[;,/\n]| - | hoặc /)
    .map((part) => part.replace(/[^0-9+]/g, ''))
    .map((digits) => (/^[1-9][0-9]{8}$/.test(digits) ? `0${digits}` : digits))
    .filter(Boolean);

const kindWords: readonly [Kind, RegExp][] = [
  ['cooperative_group', /^(?:to hop tac|tht|to hop tac xa)\b/],
  ['cooperative', /^(?:hop tac xa|htx|lien hiep htx|lien hiep hop tac xa)\b/],
  ['company', /^(?:cong ty|cty|tnhh|co phan|doanh nghiep|dntn|dn|company)\b/],
  ['household', /^(?:ho kinh doanh|hkd|ho ca the|ho san xuat|ho gia dinh|ca nhan|household)\b/],
  ['farm', /^(?:trang trai|farm)\b/],
  ['association', /^(?:hiep hoi|hoi|association)\b/],
  ['operation_centre', /^(?:trung tam dieu hanh|operation centre)\b/],
];

/** The kind of producer that words tell ("HTX", "Cty TNHH", "hộ kinh doanh"), or our own word for it; null if they tell none. */
export function readKind(text: string): Kind | null {
  const folded = fold(text);
  const known = kindWords.find(([kind, pattern]) => pattern.test(folded) || text.trim() === kind)?.[0];
  if (known) return known;
  // With its mark: "Hồ" begins a family's name.
  return /^hộ(?:\s|$)/.test(text.normalize('NFC').trim().toLowerCase()) ? 'household' : null;
}

/** The level that an authority's name tells: "UBND tỉnh", "UBND huyện Hải Hà", "Bộ NN&PTNT"; null if it tells none. */
export function readLevel(text: string): 'district' | 'province' | 'ministry' | null {
  const folded = fold(text);
  if (/^(?:bo|ministry)\b|trung uong|quoc gia/.test(folded)) return 'ministry';
  if (/\b(?:huyen|quan|thi xa|district)\b/.test(folded)) return 'district';
  return /\b(?:tinh|province)\b|thanh pho (?:ho chi minh|ha noi|hai phong|da nang|can tho|hue)/.test(folded)
    ? 'province'
    : null;
}

/** The product set that a text names: its number ("4", "Bộ 4", "4. Mật ong…"), or its whole name; null if neither. */
export function readSet(text: string, sets: readonly { no: number; name: string }[]): number | null {
  const folded = fold(text);
  const no = Number(/^(?:bo |bo san pham |nhom )?(?:so )?([0-9]{1,2})\b/.exec(folded)?.[1]);
  if (no && sets.some((set) => set.no === no)) return no;
  const named = sets.filter(({ name }) => fold(name) === folded);
  return named.length === 1 ? named[0]!.no : null;
}

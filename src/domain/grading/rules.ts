import type { Answer, Item } from '#domain/criteria/schema';
import type { AnswerValue } from './schema.ts';

/**
 * Which facts of the register speak for an item, by the words of its printed name. The sheets of 26/2026/QĐ-TTg name the
 * same item alike in every set, but number it differently. What is left out has no home in the register.
 */
const evidence: readonly [RegExp, readonly string[]][] = [
  [/^Nguồn gốc sản phẩm|Nguồn nguyên liệu|Chất lượng nguyên liệu/, ['sourcing_area', 'supply_contract']],
  [/^Liên kết (?:chuỗi )?sản xuất/, ['supply_contract']],
  [/Chứng nhận chất lượng vùng/, ['quality_system', 'sourcing_area']],
  [/Gia tăng giá trị|Công nghệ sản xuất|Năng lực sản xuất/, ['advanced_processing', 'modern_technology']],
  [/bao bì/i, ['packaging']],
  [/nhãn/i, ['label', 'trace_code']],
  [/Sở hữu trí tuệ/, ['registered_right']],
  [/phân phối chính|Tổ chức phân phối/, ['sales_place', 'listing']],
  [/Quảng bá sản phẩm|Tổ chức quảng bá/, ['listing', 'fair_readiness']],
  [/an toàn|Bảo đảm chất lượng|Kiểm tra định kỳ/i, ['safety_commitment', 'quality_system']],
  [/Quản lý và nhân viên/, ['training']],
  [/câu chuyện/i, ['story']],
];

/** The kinds of fact (`story`: the product's story) that the register can hold beside an item. */
export const evidenceFor = (item: Pick<Item, 'name'>): string[] => [
  ...new Set(evidence.flatMap(([words, kinds]) => (words.test(item.name.vi) ? kinds : []))),
];

export type Saved = Record<string, { value: AnswerValue; version: number }>;

/** Saved answers taken apart: items, and the rules that are stated as broken. */
export function partsOf(saved: Saved): { answers: Record<string, Answer>; broken: string[] } {
  const all = Object.entries(saved);
  return {
    answers: Object.fromEntries(
      all.flatMap(([item, { value }]) => (typeof value === 'boolean' ? [] : [[item, value] as const])),
    ),
    broken: all.flatMap(([item, { value }]) => (value === true ? [item] : [])),
  };
}

/** True if two answers are the same choice. */
export const isSame = (a: AnswerValue, b: AnswerValue): boolean =>
  typeof a === 'object' && a && typeof b === 'object' && b ? a.case === b.case && a.option === b.option : a === b;

import { itemsOf } from '#domain/criteria/items';
import type { Item, Sheet } from '#domain/criteria/schema';
import { evidenceFor } from '#domain/grading/rules';
import type { Standing } from '#domain/grading/dossiers/rules';

/** The four contents of form 03 (26/2026/QĐ-TTg, article 7.2a). */
export const contents = ['material', 'labour', 'idea', 'identity'] as const;
export type Content = (typeof contents)[number];

export const verdicts = ['met', 'partly', 'not_met'] as const;
export type Verdict = (typeof verdicts)[number];

export const proposals = ['grade', 'grade_after', 'eliminate'] as const;
export type Proposal = (typeof proposals)[number];

/** Which items of a sheet a content concerns, by their printed names: every set numbers them differently. */
const itemNames: Readonly<Record<Content, RegExp>> = {
  material: /^Nguồn gốc sản phẩm|Nguồn nguyên liệu|Chất lượng nguyên liệu|Chứng nhận chất lượng vùng/,
  labour: /^Lao động địa phương|^Đại diện pháp luật/,
  idea: /^Nguồn gốc ý tưởng/,
  identity: /^Trí tuệ, bản sắc địa phương|^Tính độc đáo|^Câu chuyện sản phẩm|^Thiết kế độc đáo/,
};

/** The facts of the register that speak for a content, beside those of its items. */
const ownFacts: Readonly<Record<Content, readonly string[]>> = {
  material: ['sourcing_area', 'supply_contract'],
  labour: ['training'],
  idea: ['story', 'registered_right'],
  identity: ['story', 'registered_right'],
};

/** The items of a sheet that a content concerns. */
export const itemsOfContent = (sheet: Sheet, content: Content): Item[] =>
  itemsOf(sheet).filter(({ name }) => itemNames[content].test(name.vi));

/** The kinds of fact that the register can hold beside a content: its own, and those of its items. */
export const factsOfContent = (sheet: Sheet, content: Content): string[] => [
  ...new Set([...ownFacts[content], ...itemsOfContent(sheet, content).flatMap(evidenceFor)]),
];

/** The contents about which nothing was found yet: none may be left when a dossier is proposed (article 7.2a). */
export const unfound = (found: readonly { content: string }[]): Content[] =>
  contents.filter((content) => !found.some((one) => one.content === content));

/** Where a dossier goes that is sent back: the province returns it to the commune, the ministry to the province. */
export const sentBackTo = ({ level }: Pick<Standing, 'level'>): Standing =>
  level === 'ministry' ? { level: 'province', status: 'received' } : { level: 'commune', status: 'filed' };

/** A rule of a sheet by which a dossier is out before anybody scores it (forged, unlicensed, foreign material). */
export type OutRule = { id: string; text: { vi: string; en: string } };

/** The rules by which a dossier of this sheet is eliminated: those of the whole dossier, and those of an item. */
export const outRules = (sheet: Sheet): OutRule[] => [
  ...sheet.disqualifiedWhen.map(({ id, vi, en }) => ({ id, text: { vi, en } })),
  ...itemsOf(sheet).flatMap(({ rules }) =>
    rules.flatMap(({ id, kind, text }) => (kind === 'eliminateIf' ? [{ id, text }] : [])),
  ),
];

/** Who reports to the council's chair: for a regrading the OCOP office (article 7.6c), else the advisory group (7.3). */
export const authorFor = (kind: string): 'group' | 'office' => (kind === 'regrading' ? 'office' : 'group');

/** True if a report may be written now: the group once the dossier was handed to it, the office once it has it. */
export const mayReportIn = (author: 'group' | 'office', status: string): boolean =>
  status === 'reviewing' || (author === 'office' && status === 'received');

import { AlignmentType, BorderStyle, type IRunOptions, Paragraph, Table, TableCell, TableLayoutType, TableRow, TextRun, VerticalAlign, WidthType } from 'docx'; // prettier-ignore
import { blank, type Block, type Column, type Rich } from './model.ts';

type Look = Omit<IRunOptions, 'text' | 'children'>;

/** Points as Word counts them: half points. */
export const size = (points: number) => points * 2;

/** A rich line as runs of Word. */
export const runs = (words: Rich, look: Look = {}): TextRun[] =>
  (typeof words === 'string' ? [words] : words).map((one) =>
    typeof one === 'string'
      ? new TextRun({ ...look, text: one })
      : 'bold' in one
        ? new TextRun({ ...look, text: one.bold, bold: true })
        : new TextRun({ ...look, text: one.italic, italics: true }),
  );

export const line = (words: Rich, look: Look = {}) => new Paragraph({ children: runs(words, look) });
export const middle = (words: Rich, look: Look = {}) =>
  new Paragraph({ alignment: AlignmentType.CENTER, children: runs(words, look) });

/** The indent of a first line and the space after a paragraph, in twentieths of a point. */
const indent = { firstLine: 567 };
const spacing = { after: 120 };
const paragraph = (words: Rich, look: Look = {}) =>
  new Paragraph({ alignment: AlignmentType.JUSTIFIED, indent, spacing, children: runs(words, look) });

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const open = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };

/** Parts that stand side by side, without a frame. */
export function columns(parts: readonly Paragraph[][], width: number, shares = parts.map(() => 1)): Table {
  const whole = shares.reduce((one, other) => one + other, 0);
  const widths = shares.map((share) => Math.round((width * share) / whole));
  const cells = parts.map(
    (children, at) => new TableCell({ children, borders: open, width: { size: widths[at]!, type: WidthType.DXA } }),
  );
  return new Table({
    rows: [new TableRow({ children: cells, cantSplit: true })],
    columnWidths: widths,
    borders: open,
    layout: TableLayoutType.FIXED,
    width: { size: width, type: WidthType.DXA },
  });
}

const sides = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT };

function tableOf({ columns: heads, rows, total }: Extract<Block, { kind: 'table' }>, width: number): Table {
  const whole = heads.reduce((sum, column) => sum + column.width, 0);
  const widths = heads.map((column) => Math.round((width * column.width) / whole));
  const cell = (text: string, at: number, column: Column | undefined, bold: boolean, head: boolean) =>
    new TableCell({
      verticalAlign: VerticalAlign.CENTER,
      margins: { left: 80, right: 80, top: 60, bottom: 60 },
      width: { size: widths[at] ?? 0, type: WidthType.DXA },
      children: text.split('\n').map((part) => new Paragraph({ alignment: head ? sides.center : sides[column?.align ?? 'left'], children: runs(part, { bold, size: size(11) }) })), // prettier-ignore
    });
  const row = (texts: readonly string[], bold: boolean, head = false) =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: texts.map((text, at) => cell(text, at, heads[at], bold, head)),
    });
  return new Table({
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    width: { size: width, type: WidthType.DXA },
    rows: [
      row(heads.map(({ head }) => head), true, true),
      ...rows.map((texts) => row(texts, false)),
      ...(total ? [row(total, true)] : []),
    ], // prettier-ignore
  });
}

/** One piece of a body for Word. @param width the width between the margins, in twentieths of a point */
export function bodyOf(block: Block, width: number): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [new Paragraph({ keepNext: true, indent, spacing: { before: 160, after: 120 }, children: runs(block.text, { bold: true }) })]; // prettier-ignore
    case 'text':
      return [block.align === 'center' ? middle(block.text) : paragraph(block.text)];
    case 'list':
      return block.items.map((item) => paragraph(typeof item === 'string' ? `- ${item}` : ['- ', ...item]));
    case 'fields':
      return block.fields.map(
        ([label, value]) => new Paragraph({ indent, spacing, children: runs(`${label}: ${value ?? blank}`) }),
      );
    case 'checks':
      return block.checks.map(({ text, ticked }) => new Paragraph({ indent, spacing, children: runs(`${ticked ? '☒' : '☐'} ${text}`) })); // prettier-ignore
    case 'table':
      return [tableOf(block, width), middle('')];
  }
}

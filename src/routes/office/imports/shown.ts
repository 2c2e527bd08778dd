import { communesByIds } from '#domain/areas/queries';
import type { LineRow } from '#domain/imports/queries';
import type { Mapping } from '#domain/imports/columns';
import type { Ctx } from '#kernel/context';
import { sentence } from '#kernel/sentences';
import { m } from '#paraglide/messages';
import { day } from '#ui/format.ts';
import { criteriaChoices, kinds, levelChoices } from '../choices.ts';
import { placeName } from '../place.ts';
import { setChoices } from '../products/sets.ts';

type Choice = { value: string | number; label: string };
type Mend = { field: string; label: string; error: string; typed: string; inSheet: string; options: Choice[] | null };
export type ShownLine = Pick<LineRow, 'no' | 'state' | 'skipped'> & {
  title: string;
  facts: { label: string; text: string }[];
  /** Each star as it was read: a worksheet writes days as numbers, too. */
  decisions: string[];
  mends: Mend[];
  notes: string[];
  hasAlike: boolean;
};

const told = ['commune', 'set', 'phone', 'r1_stars', 'r1_on', 'r1_no', 'r2_stars', 'r2_on', 'r2_no'] as const;
const alike = ['commune', 'set', 'kind'];

/** The rows of a preview as the page shows them: what the worksheet says, and beside each problem the field that mends it. */
export async function shownLines(ctx: Ctx, mapping: Mapping, lines: readonly LineRow[]): Promise<ShownLine[]> {
  const ids = lines.flatMap(({ problems }) => problems.flatMap(({ places }) => places ?? []));
  const units = new Map((await communesByIds(ctx, ids)).map((unit) => [unit.id, unit]));
  return lines.map((line) => {
    const inSheet = (field: string) => line.cells[mapping[field as 'product'] ?? -1] ?? '';
    const text = (field: string) => line.mended[field] ?? inSheet(field);
    const optionsOf = (field: string, places: readonly string[] | undefined): Choice[] | null => {
      if (field === 'set') return setChoices(ctx.locale);
      if (field === 'kind') return kinds();
      if (field.endsWith('_level')) return levelChoices();
      if (field.endsWith('_criteria')) return criteriaChoices();
      return places
        ? places.map((id) => ({ value: id, label: units.has(id) ? placeName(units.get(id)!, ctx) : id }))
        : null;
    };
    const fields = [
      ...line.problems,
      // A row that was mended, or left out, can be mended again.
      ...Object.keys(line.mended)
        .filter((field) => !line.problems.some((one) => one.field === field))
        .map((field) => ({ field, key: '', params: {}, places: undefined })),
    ];
    return {
      no: line.no,
      state: line.state,
      skipped: line.skipped,
      title: [text('product'), text('producer')].filter(Boolean).join(' – ') || '…',
      facts: told
        .filter((field) => text(field))
        .map((field) => ({ label: m[`imports.field.${field}`](), text: text(field) })),
      decisions: line.decisions.map(({ stars, decided_on, decision_no }) =>
        [m['common.stars']({ n: stars }), decision_no, day(decided_on, ctx.locale)].filter(Boolean).join(', '),
      ),
      mends: fields.map(({ field, key, params, places }) => ({
        field,
        label: m[`imports.field.${field as 'product'}`](),
        error: key && sentence(key, { ...params }, ctx.locale),
        typed: text(field),
        inSheet: inSheet(field),
        options: optionsOf(field, places),
      })),
      notes: line.notes.map(({ key, params }) => sentence(key, { ...params }, ctx.locale)),
      hasAlike: fields.some(({ field }) => alike.includes(field)),
    };
  });
}

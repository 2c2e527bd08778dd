import { decision } from '#domain/criteria/sheets';
import type { Ctx, Tx } from '#kernel/context';
import { fold } from '#kernel/text';
import { type About, aboutFields } from './about.ts';
import { columnFields, type Mapping } from './columns.ts';
import { judge, knownTo } from './matching.ts';
import type { Places } from './places.ts';
import { placeText, readRow } from './reading.ts';
import { Row } from './row.ts';

const sets = decision.sets.map(({ no, name }) => ({ no, name: name.vi }));

/** A row of the file with what was mended of it. */
export type Given = { no: number; cells: string[]; mended?: Record<string, string> | undefined; skipped: boolean };

/**
 * Reads rows against the register: what each would enter, what hinders it, whether it is there already. Rows without
 * product and producer (titles of sections, sums) are passed over.
 */
export async function readLines(
  ctx: Ctx | Tx,
  { mapping, about, scopes, places }: { mapping: Mapping; about: About; scopes: readonly string[]; places: Places },
  given: readonly Given[],
) {
  const rows = given
    .map((one) => ({ ...one, row: new Row(one.cells, mapping, one.mended ?? {}, about) }))
    .filter(({ row }) => !isPassed(row));
  await places.learn(rows.map(({ row }) => placeText(row)).filter(Boolean));
  const read = rows.map((one) => ({
    ...one,
    draft: readRow(one.row, { today: ctx.today, sets, place: (text) => places.at(text) }),
  }));
  const known = await knownTo(
    ctx,
    read.flatMap(({ draft }) => draft ?? []),
  );
  return read.map(({ no, cells, mended, skipped, row, draft }) => {
    const judged = draft ? judge(draft, known, scopes) : null;
    const problems = [...row.problems, ...(judged?.problems ?? [])];
    const state = skipped ? 'skipped' : problems.length ? 'problem' : judged!.state;
    return {
      no,
      cells: JSON.stringify(cells),
      mended: JSON.stringify(mended ?? {}),
      skipped,
      state,
      draft: JSON.stringify(draft),
      problems: JSON.stringify(problems),
      notes: JSON.stringify(row.notes),
    };
  });
}

/** What the title may say for every row tells nothing of one. */
const isOfAll = (field: string) => (aboutFields as readonly string[]).includes(field);

/** True for the title of a section, a sum, and what else names no producer and says nothing of a product but one text. */
function isPassed(row: Row): boolean {
  if (row.text('producer')) return false;
  const product = row.text('product');
  return (
    !product ||
    /^(?:tong|cong)\b/.test(fold(product)) ||
    columnFields.every((field) => field === 'product' || isOfAll(field) || !row.text(field))
  );
}

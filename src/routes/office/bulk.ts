import { AppError } from '#kernel/errors';
import { errorSentence, issueSentences } from '#kernel/sentences';
import type { Locale } from '#kernel/context';

/** As many rows as are decided at once. */
const most = 100;

/** What became of one row. */
export type Outcome = { name: string; done: boolean; message: string };

/** A ticked row: what the list called it, and what it names (`kind:id:version`, `id:version`). */
type Row = { name: string; parts: string[] };

/**
 * The rows that were ticked, each as `what|name`: the name only tells the reader again which row it was.
 * @throws AppError input.invalid at `rows` for none, or for too many
 */
function rowsOf(ticked: string | string[] | undefined): Row[] {
  const values = [ticked ?? []].flat().filter(Boolean);
  if (!values.length || values.length > most)
    throw new AppError('input.invalid', {
      issues: [{ path: 'rows', key: 'office.bulk.choose', params: { max: most } }],
    });
  return values.map((value) => {
    const [what = '', ...name] = value.split('|');
    return { name: name.join('|').slice(0, 200), parts: what.split(':') };
  });
}

/**
 * Decides each ticked row by itself: one that somebody changed meanwhile is told as such and stops no other.
 * @param done what is said of a row that went well
 */
export async function decideEach(
  ticked: string | string[] | undefined,
  locale: Locale,
  done: string,
  decide: (parts: string[]) => Promise<unknown>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, parts } of rowsOf(ticked)) {
    try {
      await decide(parts);
      outcomes.push({ name, done: true, message: done });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const [issue] = Object.values(issueSentences(error, locale));
      outcomes.push({ name, done: false, message: issue ?? errorSentence(error, locale) });
    }
  }
  return outcomes;
}

/** Whoever sends rows back says why, once for all of them. @throws AppError input.invalid at `reason` */
export function reasonOf(fields: Record<string, string | string[]>): string {
  const reason = String(fields.reason ?? '').trim();
  if (!reason) throw new AppError('input.invalid', { issues: [{ path: 'reason', key: 'fields.required' }] });
  return reason;
}

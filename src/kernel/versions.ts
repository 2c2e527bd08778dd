import { authorOf, type Tx } from './context.ts';

/** A row that people edit: each change counts `version` up and says who and when. */
export type Versioned = { version: number; changed_by: string | null; changed_at: Date };

/** What a change sets besides its values. */
export const nextVersion = (tx: Tx, row: Versioned) => ({
  version: row.version + 1,
  changed_by: authorOf(tx),
  changed_at: tx.now,
});

/** The fields that differ, as `{ name: [before, after] }`, for the log. */
export function changesOf(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, [unknown, unknown]> {
  const changed = Object.keys(after).filter(
    (name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  );
  return Object.fromEntries(changed.map((name) => [name, [before[name] ?? null, after[name] ?? null]]));
}

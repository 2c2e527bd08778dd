import { AppError, type Issue } from '#kernel/errors';
import type { About } from './about.ts';
import type { ColumnField, Mapping } from './columns.ts';

/** A column, or what a row can be asked for beside its columns. */
export type Field = ColumnField | 'r1_level' | 'r1_criteria' | 'r2_level' | 'r2_criteria';

/** What hinders a row, at the field where it is mended; `places` are the communes to choose from. */
export type Problem = { field: Field; key: string; params?: Issue['params']; places?: string[] };
/** What is told of a row that can be taken all the same. */
export type Note = { key: string; params?: Issue['params'] };

/** One row while it is read: its texts by field, and what is found out about it. */
export class Row {
  readonly problems: Problem[] = [];
  readonly notes: Note[] = [];
  readonly #cells: readonly string[];
  readonly #mapping: Mapping;
  readonly #mended: Readonly<Record<string, string>>;
  readonly #about: About;

  constructor(cells: readonly string[], mapping: Mapping, mended: Readonly<Record<string, string>>, about: About = {}) {
    this.#cells = cells;
    this.#mapping = mapping;
    this.#mended = mended;
    this.#about = about;
  }

  /** What stands in a field: as it was mended, else as the worksheet has it, else as its title says. A dash says "nothing". */
  text(field: Field): string {
    const column = this.#mapping[field as ColumnField];
    const text =
      this.#mended[field] ??
      (column === undefined ? (this.#about[field as keyof About] ?? '') : (this.#cells[column] ?? ''));
    const bare = text.normalize('NFC').replace(/\s+/g, ' ').trim();
    return /^[-–—_.]+$/.test(bare) ? '' : bare;
  }

  problem(field: Field, key: string, more: Partial<Problem> = {}): void {
    if (!this.problems.some((one) => one.field === field)) this.problems.push({ field, key, ...more });
  }

  note(key: string, params?: Issue['params']): void {
    this.notes.push({ key, ...(params && { params }) });
  }

  /** What a rule or a schema says of it, at the column that it came from. */
  problemsOf(issues: readonly Issue[], fields: Readonly<Record<string, Field>>): void {
    for (const { path, key, params } of issues)
      this.problem(fields[path.split('.')[0]!] ?? 'product', key, params && { params });
  }
}

/** The issues of a rule that refuses by throwing; an error of another kind goes on. */
export function issuesIn(act: () => void): readonly Issue[] {
  try {
    act();
    return [];
  } catch (error) {
    if (error instanceof AppError && error.issues.length) return error.issues;
    throw error;
  }
}

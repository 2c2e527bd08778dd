import type { OpenFact } from '#domain/producers/dated';
import type { Ctx } from '#kernel/context';
import { instant } from '#ui/format.ts';
import { kindName, labelOf, shown, spanOf } from './fields.ts';
import type { listed } from './registry.ts';

/** What a fact says, line by line, in words. */
export type Line = { label: string; value: string };

type Row = { valid_from: string | null; valid_to: string | null } & Record<string, unknown>;

const linesOf = (row: Row, fields: readonly string[], names: Record<string, string>, { locale }: Ctx): Line[] =>
  fields
    .map((name) => ({ label: labelOf(name), value: shown(name, row[name], names, locale) }))
    .filter(({ value }) => value !== '');

/** The facts of an owner in words, so that a page needs no text of its own for the many fields that there are. */
export const toldKinds = (
  ctx: Ctx,
  { kinds, names }: Pick<Awaited<ReturnType<typeof listed>>, 'kinds' | 'names'>,
  day = ctx.today,
) =>
  kinds.map(({ name, isOfficial, fields, rows }) => ({
    name,
    title: kindName(name),
    isOfficial,
    facts: rows.map((row) => ({
      id: row.id,
      checked: row.checked,
      mark: row.mark,
      returned: row.returned,
      ended: row.valid_to !== null && row.valid_to < day,
      span: spanOf(row, ctx.locale),
      lines: linesOf(row, fields, names, ctx),
    })),
  }));

type Wording = Row & {
  row_id: string;
  version: number;
  recorded_at: Date;
  superseded_at: Date | null;
  recorder: string | null;
};

/** What was recorded of a fact, in words, the newest wording first. */
export const toldWordings = (
  ctx: Ctx,
  wordings: readonly Wording[],
  fields: readonly string[],
  names: Record<string, string>,
) =>
  wordings.map((row) => ({
    id: row.row_id,
    n: row.version,
    by: row.recorder ?? 'OpenOCOP',
    at: instant(row.recorded_at, ctx.locale),
    superseded: row.superseded_at && instant(row.superseded_at, ctx.locale),
    span: spanOf(row, ctx.locale),
    lines: linesOf(row, fields, names, ctx),
  }));

/** What everybody may read of the facts about an owner, in words, kind by kind. */
export const toldOpen = (ctx: Ctx, facts: readonly OpenFact[]) =>
  [...new Set(facts.map(({ kind }) => kind))].map((name) => ({
    name,
    title: kindName(name),
    facts: facts
      .filter(({ kind }) => kind === name)
      .map((fact) => ({
        id: fact.id,
        checked: fact.checked,
        span: spanOf(fact, ctx.locale),
        lines: linesOf({ ...fact, ...fact.said }, Object.keys(fact.said), {}, ctx),
      })),
  }));

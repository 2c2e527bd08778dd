import { type Mark, marksOf } from '#domain/behalf/queries';
import type { Ctx } from '#kernel/context';
import { m } from '#paraglide/messages';
import { instant } from '#ui/format.ts';

/** What is said beside a thing that an officer entered on its producer's behalf. */
export type Marked = { text: string; look: 'ok' | 'soon' | 'off' };

const looks = { waiting: 'soon', disputed: 'off', confirmed: 'ok', overtaken: 'ok' } as const;

function markOf({ state, how, ...mark }: Mark, ctx: Ctx): Marked | null {
  if (state === 'overtaken') return null;
  const said = { by: mark.entered_by_name ?? 'OpenOCOP', day: instant(mark.entered_at, ctx.locale) };
  if (state !== 'confirmed') return { text: m[`behalf.mark.${state}`](said), look: looks[state] };
  const answered = { how: m[`behalf.how.${how!}`](), answered: instant(mark.answered_at!, ctx.locale) };
  return { text: m['behalf.mark.confirmed']({ ...said, ...answered }), look: looks[state] };
}

/** The marks of these things by id, in finished words; nothing for what nobody entered on somebody's behalf. */
export async function behalfMarks(ctx: Ctx, things: readonly string[]): Promise<Record<string, Marked>> {
  const marks = [...(await marksOf(ctx, things))].map(([id, mark]) => [id, markOf(mark, ctx)] as const);
  return Object.fromEntries(marks.flatMap(([id, mark]) => (mark ? [[id, mark]] : [])));
}

import { itemsOf } from '#domain/criteria/items';
import type { Sheet } from '#domain/criteria/schema';
import { AppError } from '#kernel/errors';
import { readAnswer } from '../../../../sheet/typed.ts';

type Fields = Record<string, string | string[]>;
type Value = number | boolean | { case: number; option: number } | null;

/**
 * The answers of a form: items by their code; rules by `rule.<id>` where only what changed is sent, or as ticked boxes of
 * a whole form. `versions` holds the version of each answer that the page showed.
 * @throws AppError input.unreadable for versions that are none
 */
export function toldBy(sheet: Sheet, fields: Fields): { item: string; value: Value; version: number }[] {
  const versions = versionsOf(fields.versions);
  const answer = (item: string, value: Value) => ({ item, value, version: versions[item] ?? 0 });
  const items = itemsOf(sheet).flatMap(({ code }) => {
    const typed = fields[code];
    return typeof typed === 'string' ? [answer(code, typed === 'none' ? null : readAnswer(typed))] : [];
  });
  const rules = [
    ...sheet.disqualifiedWhen.map(({ id }) => id),
    ...itemsOf(sheet).flatMap((item) => item.rules.map(({ id }) => id)),
  ];
  const ticked = new Set([fields.broken ?? []].flat());
  return [
    ...items,
    ...rules.flatMap((id) => {
      const alone = fields[`rule.${id}`];
      if (alone !== undefined) return [answer(id, alone === 'true')];
      if (!fields.whole) return [];
      // Of a whole form an empty box says something only where it was ticked before.
      return ticked.has(id) || versions[id] ? [answer(id, ticked.has(id))] : [];
    }),
  ];
}

function versionsOf(text: string | string[] | undefined): Record<string, number> {
  try {
    return Object.fromEntries(
      Object.entries(JSON.parse(String(text ?? '{}')) as Record<string, unknown>).map(([item, n]) => [item, Number(n)]),
    );
  } catch {
    throw new AppError('input.unreadable');
  }
}

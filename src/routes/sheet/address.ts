import { itemsOf, optionOf } from '#domain/criteria/items';
import type { Answer, Item, Sheet } from '#domain/criteria/schema';
import { readAnswer } from './typed.ts';

/** What the address of the page says: answers, broken rules, items that cannot rise, the star wanted, the open criterion. */
export type Tried = {
  /** By item code; null: none of the levels is reached, which is an answer; absent: not answered yet. */
  answers: Record<string, Answer>;
  broken: string[];
  fixed: string[];
  /** Null: the next star, whichever that is. */
  star: number | null;
  at: string | null;
  ignored: boolean;
};

/** True if "none of the levels" is an answer of its own: the sheet has no option of 0 points that says so. */
export const offersNone = (item: Item): boolean => !item.options?.some(({ points }) => points === 0);

/** Names that only we write: an item by its code, or a field of the form. Others (fbclid, utm_source) are not spoken of. */
const own = /^(?:[0-9]+(?:\.[0-9]+)*|broken|fixed|star|at)$/;

/**
 * `1.1=2` answers item 1.1 by its third option; `8=1.0` takes the second case of item 8 and its first option;
 * `1.1=none` says that no level of it is reached.
 */
export function readAddress(sheet: Sheet, query: URLSearchParams): Tried {
  const items = itemsOf(sheet);
  const byCode = new Map(items.map((item) => [item.code, item]));
  const rules = new Set([
    ...sheet.disqualifiedWhen.map(({ id }) => id),
    ...items.flatMap((item) => item.rules.filter((rule) => rule.kind !== 'guidance' && !rule.when).map(({ id }) => id)),
  ]);
  const criteria = new Set(sheet.parts.flatMap((part) => part.criteria.map(({ code }) => code)));
  const tried: Tried = { answers: {}, broken: [], fixed: [], star: null, at: null, ignored: false };
  for (const [name, value] of query) {
    const item = byCode.get(name);
    if (value === '') continue;
    if (item) {
      const answer = readAnswer(value);
      if (value === 'none' && offersNone(item)) tried.answers[name] = null;
      else if (optionOf(item, answer)) tried.answers[name] = answer;
      else tried.ignored = true;
    } else if (name === 'broken' && rules.has(value)) tried.broken.push(value);
    else if (name === 'fixed' && byCode.has(value)) tried.fixed.push(value);
    else if (name === 'star' && /^[345]$/.test(value)) tried.star = Number(value);
    else if (name === 'at' && criteria.has(value)) tried.at = value;
    else if (own.test(name)) tried.ignored = true;
  }
  return tried;
}

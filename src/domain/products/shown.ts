import { fold } from '#kernel/text';

/** What a kept list of the register was asked for, and what came of it. */
type Asked = { q?: string | null; set?: number | null; area?: string | null };
type Came = { total: number; corrected: string | null };

/** What of a row decides in which lists it stands. */
export type Placed = { words: readonly string[]; set_no: number; area_path: string };

/**
 * Tags of a kept list: it is made anew when a row that it shows, or might show, was written. Every row of a list has
 * all its words, so that one of them tells; the longest is seldom in other rows. What was corrected, or not found, may
 * change with any product.
 * @param filter as it was searched, `area` being a path
 */
export function tagsOfList(filter: Asked, came: Came): string[] {
  const [longest] = wordsOf(came.corrected ?? filter.q ?? '').toSorted((a, b) => b.length - a.length);
  const one = longest
    ? wordTag(longest)
    : filter.set
      ? setTag(filter.set)
      : filter.area
        ? areaTag(filter.area)
        : 'products';
  return longest && (came.corrected || !came.total) ? ['products'] : [one];
}

/** Tags of all lists in which a row stands. */
export const tagsOfRow = ({ words, set_no, area_path }: Placed): string[] => [
  ...words.map(wordTag),
  setTag(set_no),
  ...area_path.split('/').map((_, i, steps) => areaTag(steps.slice(0, i + 1).join('/'))),
];

/** The words of a text as the register is searched: folded, at most twelve. */
export const wordsOf = (text: string): string[] => fold(text).split(' ').filter(Boolean).slice(0, 12);

const setTag = (set: number) => `set:${set}`;
const areaTag = (path: string) => `area:${path}`;

/** A short number in place of the word: a notice holds few bytes, a header only ASCII; two words of one number do no harm. */
function wordTag(word: string): string {
  let sum = 0;
  for (let i = 0; i < word.length; i++) sum = (Math.imul(sum, 31) + word.charCodeAt(i)) >>> 0;
  return `word:${sum.toString(36)}`;
}

import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { holding, isMendable } from './matching.ts';

/** What a word may have been meant as, and how many slips of the finger away that is. */
type Meant = { word: string; slips: number };

/** One word for each typed one. `doubted`: words that the register knows and that gave way all the same. */
type Way = { words: string[]; slips: number; changed: number; doubted: number };

const triedMost = 24;
const keptMost = 60;

/**
 * What was probably meant by words that no row holds together: the words with the fewest slips that some row does hold;
 * of several such, those that most rows hold.
 * A word that the register knows is doubted only if it is the only one changed. As typed if nothing is near enough.
 */
export async function nearest(ctx: Ctx, typed: readonly string[]): Promise<readonly string[]> {
  const near = await neighbours(ctx, typed);
  const ways = combined(typed.map((word) => near.get(word) ?? [{ word, slips: 0 }])).slice(0, triedMost);
  let best: { way: Way; rows: number } | undefined;
  for (const way of ways) {
    if (best && (way.doubted !== best.way.doubted || way.slips !== best.way.slips)) break;
    const rows = await rowsWith(ctx, way.words);
    if (rows > (best?.rows ?? 0)) best = { way, rows };
  }
  return best?.way.words ?? typed;
}

/** How many rows hold the words, up to 200. */
async function rowsWith(ctx: Ctx, words: readonly string[]): Promise<number> {
  const { rows } = await sql`select from products.listing listing where ${holding(words)} limit 200`.execute(ctx.db);
  return rows.length;
}

/** The words of the register near each typed one, the nearest first; of a number, a letter and a monster only itself. */
async function neighbours(ctx: Ctx, typed: readonly string[]): Promise<Map<string, Meant[]>> {
  const { rows } = await sql<{ typed: string; word: string }>`
    select given.word as typed, word.word
    from unnest(${[...new Set(typed)].filter(isMendable)}::text[]) given (word)
    join products.word on length(word.word) between length(given.word) - 1 and length(given.word) + 1
      and levenshtein_less_equal(left(word.word, 50), given.word, 2) <= 2`.execute(ctx.db);
  const near = new Map<string, Meant[]>();
  for (const row of rows) {
    const slips = slipsBetween(row.typed, row.word);
    if (slips > (row.typed.length > 4 ? 2 : 1)) continue;
    near.set(row.typed, [...(near.get(row.typed) ?? []), { word: row.word, slips }]);
  }
  for (const list of near.values()) list.sort((a, b) => a.slips - b.slips || (a.word < b.word ? -1 : 1));
  return near;
}

/** One word for each place, those with the fewest slips first; a known word gives way only alone. */
function combined(places: readonly (readonly Meant[])[]): Way[] {
  let ways: Way[] = [{ words: [], slips: 0, changed: 0, doubted: 0 }];
  for (const place of places) {
    const isKnown = place[0]?.slips === 0;
    ways = ways
      .flatMap((way) =>
        place.map(({ word, slips }) => ({
          words: [...way.words, word],
          slips: way.slips + slips,
          changed: way.changed + (slips ? 1 : 0),
          doubted: way.doubted + (slips && isKnown ? 1 : 0),
        })),
      )
      .filter(({ doubted, changed }) => !doubted || changed === 1)
      .toSorted((a, b) => a.doubted - b.doubted || a.slips - b.slips)
      .slice(0, keptMost);
  }
  return ways;
}

/** Slips between two words: a letter wrong, missing or too many, or two neighbours swapped (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    before = above;
    above = row;
  }
  return above[b.length]!;
}

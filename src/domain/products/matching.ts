import { type RawBuilder, sql } from 'kysely';

/**
 * True for a word that slips of the finger are mended in: of two to forty letters and no number. Longer ones nobody
 * types, and PostgreSQL measures the distance of no word of more than 255.
 */
export const isMendable = (word: string): boolean => /^.{2,40}$/u.test(word) && !/^[0-9]+$/.test(word);

/** A word as `to_tsquery` reads it. */
export const lexeme = (word: string): string => `'${word.replaceAll("'", "''")}'`;

/**
 * True for rows of `products.listing listing` with all these folded words, asked of their pairs (migration 0007): a
 * chain of pairs holds every word.
 */
export function holding(words: readonly string[]): RawBuilder<boolean> {
  const [first = '', ...others] = [...new Set(words)].toSorted((a, b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  if (!others.length) return sql`listing.folded @@ to_tsquery('simple', ${lexeme(first)})`;
  const pairs = others.map((word, i) => `${others[i - 1] ?? first} ${word}`);
  return sql`products.pairs(listing.folded) @> ${pairs}::text[]`;
}

import { type RawBuilder, sql } from 'kysely';

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

import { type RawBuilder, sql } from 'kysely';

/** The condition that an area lies in one of these subtrees; `path` is a column that holds its path, as in `covers`. */
export function within(path: string | RawBuilder<unknown>, scopes: readonly string[]): RawBuilder<boolean> {
  const place = typeof path === 'string' ? sql.ref(path) : path;
  return sql<boolean>`exists (select from unnest(${[...scopes]}::text[]) scope where ${place} = scope or ${place} like scope || '/%')`;
}

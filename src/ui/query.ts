/** False if what was typed to search for has no letter and no digit: then nothing can be searched by it. */
export const hasWords = (typed: string | undefined): boolean => !typed?.trim() || /[\p{L}\p{N}]/u.test(typed);

/** The query of an address with some of its parameters changed; empty ones leave it. Starts with '?' unless empty. */
export function queryWith(typed: Record<string, string>, change: Record<string, string | number | null>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...typed, ...change }))
    if (value !== null && value !== '') query.set(name, String(value));
  return query.size ? `?${query}` : '';
}

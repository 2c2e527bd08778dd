/** The named columns of a row and no other: what an answer shows is said once, and what it does not say stays inside. */
export const only = <T extends object, const K extends keyof T>(row: T, names: readonly K[]): Pick<T, K> =>
  Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<T, K>;

import { m } from '#paraglide/messages';

const messages = m as unknown as Record<string, (() => string) | undefined>;

/** The name of a field in the reader's language; null if it has none. `seasons.3` is a value of `seasons`. */
export const nameOf = (field: string): string | null => messages[`office.field.${field.split('.')[0]}`]?.() ?? null;

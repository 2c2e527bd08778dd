import { m } from '#paraglide/messages';

const messages: Record<string, unknown> = m;

// For loads and actions: no component may import this, or every text would travel to the browser (vite.messages.ts).

/** The text of a message that takes no parameters, by its key, in the reader's language; null if there is none. */
export function textOf(key: string): string | null {
  const message = messages[key];
  return typeof message === 'function' ? String(message()) : null;
}

/** The name of a field in the reader's language; null if it has none. `seasons.3` is a value of `seasons`. */
export function nameOf(field: string): string | null {
  const [name] = field.split('.');
  return textOf(`office.field.${name}`) ?? textOf(`facts.field.${name}`);
}

/** The names of fields, of those that have one. */
export const namesOf = (fields: readonly string[]): Record<string, string> =>
  Object.fromEntries(fields.flatMap((field) => [[field, nameOf(field)]]).filter(([, name]) => name));

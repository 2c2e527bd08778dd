import { m } from '#paraglide/messages';

const messages: Record<string, unknown> = m;

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

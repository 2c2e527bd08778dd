import { z } from 'zod';
import { fieldError } from './errors.ts';
import { isId } from './ids.ts';

/** The id in a cursor. */
export const CursorId = z.string().refine(isId);

/** A name in a cursor; one made by hand may hold what PostgreSQL takes for no text. */
export const CursorName = z
  .string()
  .max(400)
  .refine((name) => !name.includes('\0'));

/** The place where a page ended, as the opaque text of `next`. */
export const cursorOf = (position: object): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/** The place in a cursor of ours. @throws AppError input.invalid at `after` for one made by hand */
export function readCursor<T>(text: string, shape: z.ZodType<T>): T {
  try {
    return shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw fieldError('after', 'fields.cursor');
  }
}

import { z } from 'zod';
import { AppError } from '#kernel/errors';
import { issuesOf } from '#kernel/fields';

type Fields = Record<string, string | string[]>;

/**
 * The fields of a form whose act cannot be undone, once its box is ticked.
 * @param schema of the action that takes them: what else is wrong is told in the same answer
 * @throws AppError input.invalid at `sure`
 */
export function ticked({ sure, ...fields }: Fields, schema: z.ZodType = z.any()): Fields {
  if (sure) return fields;
  const others = schema.safeParse(fields);
  throw new AppError('input.invalid', {
    issues: [...(others.success ? [] : issuesOf(others.error)), { path: 'sure', key: 'office.sure_needed' }],
  });
}

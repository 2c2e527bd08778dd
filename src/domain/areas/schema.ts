import { z } from 'zod';
import { oneOf, optional, text, whole } from '#kernel/fields';

/** The search for units: the office's page and the API alike. */
export const AreaQuery = z.strictObject({
  q: text(200),
  level: optional(oneOf(['province', 'district', 'commune'])),
  under: optional(text(20)),
});

/** The office's list of units: by what fits best, by name or by code, and pages by number. */
export const OfficeFilter = AreaQuery.omit({ under: true }).extend({
  sort: oneOf(['best', 'name', 'code']).default('best'),
  page: whole(1, 10_000).default(1),
});

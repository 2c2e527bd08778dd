import { z } from 'zod';
import { oneOf, optional, text } from '#kernel/fields';

export const AreaQuery = z.strictObject({
  q: text(200),
  level: optional(oneOf(['province', 'district', 'commune'])),
  under: optional(text(20)),
});

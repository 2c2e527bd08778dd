import { decision } from '#domain/criteria/sheets';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = (event) => {
  cacheable(event, ['criteria']);
  return { decision: { code: decision.code, issued: decision.issued, official: decision.sourceText.official } };
};

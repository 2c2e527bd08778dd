import { decision } from '#domain/criteria/sheets';
import { currentSettings } from '#domain/settings/queries';
import { cacheable } from '#ui/public.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  cacheable(event, ['criteria', 'settings']);
  const { office_name, office_contact, help_phone } = await currentSettings(event.locals.ctx);
  return {
    office: { name: office_name, contact: office_contact, phone: help_phone },
    decision: { code: decision.code, issued: decision.issued, official: decision.sourceText.official },
  };
};

import { findSets } from '#domain/criteria/guide';
import { currentSheets } from '#domain/criteria/queries';
import { decision } from '#domain/criteria/sheets';
import { cacheable } from '#ui/public.ts';
import { hasWords } from '#ui/query.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async (event) => {
  const { ctx } = event.locals;
  cacheable(event, ['criteria'], ['q']);
  const typed = (event.url.searchParams.get('q') ?? '').slice(0, 200);
  const sheets = await currentSheets(ctx);
  const compared = new Set(sheets.filter((one) => one.compared).map(({ sheet }) => sheet.code));
  const shown = ({ code, no, name, items, group }: (typeof decision.sets)[number]) => ({
    code,
    no,
    items,
    name: name[ctx.locale],
    group,
    compared: compared.has(code),
  });
  return {
    typed,
    found: typed.trim() && hasWords(typed) ? findSets(typed).map(shown) : [],
    groups: decision.groups.map((group) => ({
      ...group,
      name: group.name[ctx.locale],
      sets: decision.sets.filter((set) => set.group === group.code).map(shown),
    })),
    compared: sheets.length === compared.size,
  };
};

import { currentSheets } from '#domain/criteria/queries';
import { itemsOf } from '#domain/criteria/items';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx } }) => ({
  sheets: (await currentSheets(ctx)).map(({ sheet, version, source, compared }) => ({
    code: sheet.code,
    no: sheet.no,
    name: sheet.name[ctx.locale],
    group: sheet.group.name[ctx.locale],
    items: itemsOf(sheet).length,
    version,
    source,
    compared,
  })),
});

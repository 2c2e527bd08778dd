import { itemsOf } from '#domain/criteria/items';
import { matrixOf } from '#domain/grading/councils/matrix';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
  const scoring = /^[0-9]{1,2}$/.test(params.scoring) ? Number(params.scoring) : 0;
  const { sheet, merged, counts, widest, members } = await matrixOf(ctx, params.id, params.dossier, scoring);
  return {
    session: params.id,
    scoring,
    merged,
    counts,
    widest: counts ? [] : widest.slice(0, 10),
    members: members.map(({ id, name, grade }) => ({ id, name, total: grade.total })),
    rows: itemsOf(sheet).map(({ code, name }) => ({
      code,
      name: name[ctx.locale],
      points: members.map(({ grade }) => grade.items[code] ?? 0),
    })),
  };
};

import type { Ctx } from '#kernel/context';
import { sentence } from '#kernel/sentences';
import { decision } from '#domain/criteria/sheets';
import type { Law, Office } from './words.ts';

type Place = { kind: string; name: string };

/** Kind and name, in Vietnamese whatever the reader's language, of the units by these paths: "tỉnh" and "Quảng Ninh". */
async function placesOf(ctx: Ctx, paths: readonly string[]): Promise<(Place | null)[]> {
  const rows = await ctx.db.selectFrom('areas.unit').select(['path', 'type', 'name']).where('path', 'in', paths).execute(); // prettier-ignore
  return paths.map((path) => {
    const row = rows.find((one) => one.path === path);
    return row ? { kind: sentence(`areas.type.${row.type}`, {}, 'vi').toLocaleLowerCase('vi'), name: row.name } : null;
  });
}

const committee = (place: Place | null) => `Ủy ban nhân dân${place ? ` ${place.kind} ${place.name}` : ''}`;

/** The People's Committee of a province, or the ministry, as the head of its decisions names it. */
export async function decidingOffice(ctx: Ctx, level: 'province' | 'ministry', path: string): Promise<Office> {
  if (level === 'ministry') return { above: null, agency: 'Bộ Nông nghiệp và Môi trường', place: 'Hà Nội' };
  const [place = null] = await placesOf(ctx, [path.split('/').slice(0, 2).join('/')]);
  return { above: null, agency: committee(place), place: place?.name ?? '……………' };
}

/** The People's Committee of a commune under its province's. @param path "VN/22/06886" */
export async function communeOffice(ctx: Ctx, path: string): Promise<Office & { province: string }> {
  const [province = null, commune = null] = await placesOf(ctx, [path.split('/').slice(0, 2).join('/'), path]);
  return { above: committee(province), agency: committee(commune), place: commune?.name ?? '……………', province: province?.name ?? '……………' }; // prettier-ignore
}

/** The law that a decision by this code is made under; older ones are known by their code alone. */
export const lawOf = (code: string): Law => ({
  decision: code,
  issued: code === decision.code ? decision.issued : null,
});

/** The law with a version of a score sheet, and who has compared that version with the signed text. */
export async function lawOfSheet(
  ctx: Ctx,
  { decision: code, sheet_code, sheet_version }: { decision: string; sheet_code: string; sheet_version: number },
  name: string,
): Promise<Law> {
  const compared = await ctx.db
    .selectFrom('criteria.comparison')
    .select(['compared_name as name', 'compared_on as on'])
    .where('code', '=', sheet_code)
    .where('version', '=', sheet_version)
    .executeTakeFirst();
  return { ...lawOf(code), sheet: { name, version: sheet_version, compared: compared ?? null } };
}

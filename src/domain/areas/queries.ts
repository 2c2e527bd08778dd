import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { exact, fold } from '#kernel/text';
import { within } from './scopes.ts';
import { bareName, type Extent, homesOf, type Level, levelIn } from './rules.ts';

export type AreaRow = {
  id: string;
  code: string;
  level: Level;
  name: string;
  type: string;
  path: string;
  parent: string | null;
  valid_from: string | null;
  valid_to: string | null;
};

const columns = sql<AreaRow>`unit.id, unit.code, unit.level, unit.name, unit.type, unit.path, unit.valid_from, unit.valid_to`;

/** The unit in force by its code or by another code that sources print; or an ended one by its id. @throws AppError not_found */
export async function areaByCode(ctx: Ctx, code: string): Promise<AreaRow> {
  const { rows } = await sql<AreaRow>`
    select ${columns}, parent.name as parent
    from areas.unit unit left join areas.unit parent on parent.id = unit.parent_id
    where unit.id = coalesce((select unit_id from areas.alias where code = ${code}), ${code})`.execute(ctx.db);
  if (!rows[0]) throw new AppError('not_found');
  return rows[0];
}

/** The path of the subtree of a unit; null if there is no such unit. */
export async function pathOf(ctx: Ctx, code: string): Promise<string | null> {
  const row = await ctx.db.selectFrom('areas.unit').select('path').where('id', '=', code).executeTakeFirst();
  return row?.path ?? null;
}

/** Communes in force under any of the paths, by name. */
export async function communesUnder(ctx: Ctx, paths: readonly string[]): Promise<AreaRow[]> {
  const { rows } = await sql<AreaRow>`
    select ${columns}, parent.name as parent
    from areas.unit unit left join areas.unit parent on parent.id = unit.parent_id
    where unit.level = 'commune' and unit.valid_to is null and ${within('unit.path', paths)}
    order by unit.name collate kernel.vi limit 400`.execute(ctx.db);
  return rows;
}

/** Communes in force by their ids. */
export async function communesByIds(ctx: Ctx, ids: readonly string[]): Promise<AreaRow[]> {
  if (!ids.length) return [];
  const { rows } = await sql<AreaRow>`
    select ${columns}, parent.name as parent
    from areas.unit unit left join areas.unit parent on parent.id = unit.parent_id
    where unit.id = any(${[...ids]}::text[]) and unit.level = 'commune' and unit.valid_to is null`.execute(ctx.db);
  return rows;
}

export type Successor = AreaRow & { extent: Extent };

/** What a unit became, and what it was made from. */
export async function successions(ctx: Ctx, id: string): Promise<{ became: Successor[]; from: Successor[] }> {
  const both = await Promise.all(
    (['old_id', 'new_id'] as const).map(async (here) => {
      const there = here === 'old_id' ? 'new_id' : 'old_id';
      const { rows } = await sql<Successor>`
        select ${columns}, parent.name as parent, succession.extent
        from areas.succession join areas.unit unit on unit.id = succession.${sql.ref(there)}
        left join areas.unit parent on parent.id = unit.parent_id
        where succession.${sql.ref(here)} = ${id} order by unit.name collate kernel.vi`.execute(ctx.db);
      return rows;
    }),
  );
  return { became: both[0]!, from: both[1]! };
}

const orders = {
  name: sql`unit.name collate kernel.vi, unit.id`,
  code: sql`unit.code, unit.id`,
};

export type FoundArea = AreaRow & { became: (AreaRow & { extent: Extent })[] };

/**
 * Units by old or new name, with or without marks, with or without the word of their type. Names as typed come first,
 * then units in force, then communes. Each ended unit carries what it became.
 */
export async function searchAreas(
  ctx: Ctx,
  text: string,
  options: {
    level?: Level | null;
    under?: string | null;
    inForce?: boolean;
    limit?: number;
    offset?: number;
    sort?: 'best' | keyof typeof orders;
  } = {},
): Promise<FoundArea[]> {
  const folded = fold(text);
  const bare = bareName(folded);
  if (!bare) return [];
  const best = sql`lower(unit.name) = ${bareExact(text)} desc, unit.folded in (${folded}, ${bare}) desc, unit.valid_to is null desc,
    array_position(array['commune', 'district', 'province'], unit.level), unit.name collate kernel.vi, unit.id`;
  const order = options.sort && options.sort !== 'best' ? orders[options.sort] : best;
  const { rows } = await sql<FoundArea>`
    select ${columns}, parent.name as parent, coalesce(
      (select json_agg(json_build_object('id', n.id, 'code', n.code, 'level', n.level, 'name', n.name, 'type', n.type, 'path', n.path,
          'parent', np.name, 'valid_from', n.valid_from, 'valid_to', n.valid_to, 'extent', s.extent) order by n.name collate kernel.vi)
       from areas.succession s join areas.unit n on n.id = s.new_id left join areas.unit np on np.id = n.parent_id
       where s.old_id = unit.id), '[]'::json) as became
    from areas.unit unit left join areas.unit parent on parent.id = unit.parent_id
    where (unit.folded in (${folded}, ${bare}) or unit.folded like ${`${escaped(bare)}%`} or unit.code = ${text.trim()})
      and (${options.level ?? null}::text is null or unit.level = ${options.level ?? null})
      and (${options.under ?? null}::text is null or unit.path = ${options.under ?? null} or unit.path like ${options.under ?? null} || '/%')
      and (${options.inForce ?? false} = false or unit.valid_to is null)
      and unit.level <> 'country'
    order by ${order} limit ${options.limit ?? 20} offset ${options.offset ?? 0}`.execute(ctx.db);
  return rows;
}

/** The same search for the office, in the order asked for, 30 to a page. */
export async function listAreas(
  ctx: Ctx,
  { q, level, sort, page }: { q: string; level: Level | null; sort: 'best' | keyof typeof orders; page: number },
): Promise<{ items: FoundArea[]; hasNext: boolean; page: number }> {
  const size = 30;
  const rows = await searchAreas(ctx, q, { level, sort, limit: size + 1, offset: (page - 1) * size });
  return { items: rows.slice(0, size), hasNext: rows.length > size, page };
}

const escaped = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

function bareExact(text: string): string {
  const words = exact(text).split(' ');
  const bare = bareName(fold(text)).split(' ').length;
  return words.slice(words.length - bare).join(' ');
}

export type Place = { kind: 'one'; area: AreaRow } | { kind: 'several'; areas: AreaRow[] } | { kind: 'none' };

/**
 * The commune of today that an address means: "xã Quảng Minh, huyện Hải Hà" by its old names, "Ba Chẽ" by the new one.
 * One old name can lie in several new units: then all are offered, never one guessed.
 * @param scopes only communes below these paths are offered
 */
export async function resolvePlace(ctx: Ctx, text: string, scopes: readonly string[]): Promise<Place> {
  const [first = '', ...above] = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const found = await searchAreas(ctx, first, { limit: 60 });
  const bare = bareName(fold(first));
  const sameName = found.filter((unit) => fold(unit.name) === bare);
  const level = levelIn(fold(first));
  // Without the word of its level a name is a commune's first; where no commune of these scopes bears it, a district's.
  const [communes, wider] = [
    sameName.filter((unit) => unit.level === 'commune'),
    sameName.filter((unit) => unit.level !== 'commune'),
  ];
  const tries = level ? [sameName.filter((unit) => unit.level === level)] : [communes, wider];
  for (const alike of tries) {
    const areas = (await homesToday(ctx, alike, above[0])).filter((unit) =>
      scopes.some((scope) => unit.path === scope || unit.path.startsWith(`${scope}/`)),
    );
    if (areas.length === 1) return { kind: 'one', area: areas[0]! };
    if (areas.length) return { kind: 'several', areas };
  }
  return { kind: 'none' };
}

/** The communes of today in which units of one name lie; `above` is what the address says after it. */
async function homesToday(ctx: Ctx, alike: readonly FoundArea[], above: string | undefined): Promise<AreaRow[]> {
  // "X, huyện Y" means the old X of that district; "X, tỉnh Z" today's X: there are no districts since 1/7/2025.
  const inside = alike.filter((unit) => above && fold(unit.parent ?? '') === bareName(fold(above)));
  const named = inside.length ? inside : alike;
  const today = new Map<string, AreaRow>();
  for (const unit of named) {
    if (!unit.valid_to && unit.level === 'commune') today.set(unit.id, unit);
    else if (!unit.valid_to)
      for (const commune of await communesUnder(ctx, [unit.path])) today.set(commune.id, commune);
    else if (unit.level === 'commune') for (const home of homesOf(unit.became)) today.set(home.id, home);
    else for (const home of await communesFrom(ctx, unit.path)) today.set(home.id, home);
  }
  return [...today.values()];
}

/** The communes of today that were made from communes of an ended district or province, by name. */
export async function communesFrom(ctx: Ctx, path: string): Promise<AreaRow[]> {
  const { rows } = await sql<AreaRow>`
    select ${columns}, parent.name as parent
    from areas.unit unit left join areas.unit parent on parent.id = unit.parent_id
    where unit.level = 'commune' and unit.id in (
      select succession.new_id from areas.unit old join areas.succession on succession.old_id = old.id
      where old.path like ${`${escaped(path)}/%`} and succession.extent <> 'area_without_residents')
    order by unit.name collate kernel.vi, unit.id limit 400`.execute(ctx.db);
  return rows;
}

export type MapPoint = { code: string; name: string; lon: number; lat: number };

/** Label points of the communes under a path, for the map. */
export const labelPoints = (ctx: Ctx): Promise<MapPoint[]> =>
  ctx.db
    .selectFrom('areas.label_point as point')
    .innerJoin('areas.unit as unit', 'unit.id', 'point.unit_id')
    .select(['unit.id as code', 'unit.name', 'point.lon', 'point.lat'])
    .orderBy('unit.id')
    .execute();

/** The provinces in force, by name. */
export async function provinces(ctx: Ctx): Promise<AreaRow[]> {
  const { rows } = await sql<AreaRow>`select ${columns}, null as parent from areas.unit unit
    where unit.level = 'province' and unit.valid_to is null order by unit.name collate kernel.vi`.execute(ctx.db);
  return rows;
}

/** The names of units by their paths. */
export async function areaNames(ctx: Ctx, paths: readonly string[]): Promise<Record<string, string>> {
  if (!paths.length) return {};
  const rows = await ctx.db
    .selectFrom('areas.unit')
    .select(['path', 'name'])
    .where('path', 'in', [...paths])
    .execute();
  return Object.fromEntries(rows.map(({ path, name }) => [path, name]));
}

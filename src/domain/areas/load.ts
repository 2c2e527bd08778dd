import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { Db } from '#kernel/db';
import { readSetting, writeSetting } from '#kernel/settings';
import { fold } from '#kernel/text';
import { type Level, parseCsv, placeUnits, type Unit, unitKey } from './rules.ts';

const folder = new URL('../../../data/areas/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

// Ba Chẽ: some sources print 06978 (data/areas/README.md).
const aliases = [{ code: '06978', unit: '06970' }];

/** Loads the administrative units, their successions and label points, unless this very data is loaded already. */
export async function loadAreas(db: Db): Promise<void> {
  const texts = ['units.csv', 'successions.csv', 'label-points-22.csv'].map(read);
  const hash = createHash('sha256').update(texts.join('\n')).digest('hex');
  if ((await readSetting(db, 'areas.hash')) === hash) return;
  const lines = parseCsv(texts[0]!).map((line) => ({
    code: line.code!,
    level: line.level as Level,
    name: line.name!,
    type: line.type!,
    parent: line.parent_code!,
    from: line.valid_from!,
    to: line.valid_to!,
  }));
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('areas'))`.execute(tx);
    const units = placeUnits(lines, await knownIds(tx));
    await writeUnits(tx, units);
    await writeSuccessions(tx, units, parseCsv(texts[1]!));
    await writePoints(tx, parseCsv(texts[2]!));
    for (const { code, unit } of aliases)
      await tx
        .insertInto('areas.alias')
        .values({ code, unit_id: unit })
        .onConflict((at) => at.doNothing())
        .execute();
    await writeSetting(tx, 'areas.hash', hash);
    await sql`select pg_notify('touched', '["*"]')`.execute(tx); // any page may show a name or a place
  });
}

async function knownIds(tx: Db): Promise<Map<string, string>> {
  const rows = await tx.selectFrom('areas.unit').select(['id', 'level', 'code', 'valid_from as from']).execute();
  return new Map(rows.map((row) => [unitKey(row), row.id]));
}

const column = (units: readonly Unit[], pick: (unit: Unit) => string | null) => units.map(pick);

async function writeUnits(tx: Db, units: readonly Unit[]) {
  const root = {
    id: 'VN',
    code: 'VN',
    level: 'country',
    name: 'Việt Nam',
    type: 'country',
    parent: null,
    path: 'VN',
    from: null,
    to: null,
  } as Unit;
  const order: Level[] = ['country', 'province', 'district', 'commune'];
  const all = [root, ...units];
  for (const level of order) {
    const some = all.filter((unit) => unit.level === level);
    await sql`
      insert into areas.unit (id, code, level, name, type, parent_id, path, valid_from, valid_to, folded)
      select * from unnest(
        ${column(some, (unit) => unit.id)}::text[], ${column(some, (unit) => unit.code)}::text[], ${column(some, (unit) => unit.level)}::text[],
        ${column(some, (unit) => unit.name)}::text[], ${column(some, (unit) => unit.type)}::text[], ${column(some, (unit) => unit.parent)}::text[],
        ${column(some, (unit) => unit.path)}::text[], ${column(some, (unit) => unit.from)}::date[], ${column(some, (unit) => unit.to)}::date[],
        ${column(some, (unit) => fold(unit.name))}::text[])
      on conflict (id) do update set
        name = excluded.name, type = excluded.type, parent_id = excluded.parent_id, path = excluded.path,
        valid_from = excluded.valid_from, valid_to = excluded.valid_to, folded = excluded.folded`.execute(tx);
  }
}

async function writeSuccessions(tx: Db, units: readonly Unit[], lines: readonly Record<string, string>[]) {
  const ended = new Map<string, Unit[]>();
  const begun = new Map<string, Unit>();
  for (const unit of units) {
    if (unit.to) ended.set(unit.code, [...(ended.get(unit.code) ?? []), unit]);
    else begun.set(unit.code, unit);
  }
  const pairs = lines.flatMap((line) => {
    const oldUnit = ended.get(line.old_code!)?.at(-1);
    // Hoành Bồ (204) joined Hạ Long (193) while both were districts.
    const newUnit = begun.get(line.new_code!) ?? ended.get(line.new_code!)?.at(-1);
    return oldUnit && newUnit && oldUnit.id !== newUnit.id
      ? [{ old: oldUnit.id, new: newUnit.id, extent: line.extent! }]
      : [];
  });
  await sql`
    insert into areas.succession (old_id, new_id, extent)
    select * from unnest(${pairs.map((pair) => pair.old)}::text[], ${pairs.map((pair) => pair.new)}::text[], ${pairs.map((pair) => pair.extent)}::text[])
    on conflict (old_id, new_id) do update set extent = excluded.extent`.execute(tx);
}

async function writePoints(tx: Db, lines: readonly Record<string, string>[]) {
  for (const line of lines) {
    const values = {
      lon: Number(line.lon),
      lat: Number(line.lat),
      area_km2: Number(line.area_km2),
      population: Number(line.population),
      former_district_code: line.former_district_code!,
    };
    await tx
      .insertInto('areas.label_point')
      .values({ unit_id: line.code!, ...values })
      .onConflict((at) => at.column('unit_id').doUpdateSet(values))
      .execute();
  }
}

/** True if a province (or the country) of this path stands today. */
export async function provinceStands(db: Db, path: string): Promise<boolean> {
  const found = await db
    .selectFrom('areas.unit')
    .select('id')
    .where('path', '=', path)
    .where('level', 'in', ['country', 'province'])
    .where('valid_to', 'is', null)
    .executeTakeFirst();
  return !!found;
}

import { sql } from 'kysely';
import type { Ctx, Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { canChangeSettings } from './policy.ts';
import { type SettingName, settingNames, type Settings, settings } from './schema.ts';

/** Every setting as it holds now. */
export async function currentSettings(ctx: Ctx | Tx): Promise<Settings> {
  const { rows } = await sql<{ name: string; value: unknown }>`
    select distinct on (name) name, value from settings.entry order by name, version desc`.execute(ctx.db);
  const set = new Map(rows.map(({ name, value }) => [name, value]));
  const held = settingNames.map((name) => [name, set.has(name) ? set.get(name) : settings[name].usual]);
  return Object.fromEntries(held) as Settings;
}

export type Wording = { version: number; value: string | number | null; set_at: Date; set_by: string | null };

/** Every setting with all that was ever said of it, the newest first. @throws AppError refused */
export async function settingsWithPast(
  ctx: Ctx,
): Promise<{ name: SettingName; input: string; value: string | number | null; past: Wording[] }[]> {
  if (!canChangeSettings(ctx.actor)) throw new AppError('refused');
  const rows = await ctx.db
    .selectFrom('settings.entry as entry')
    .leftJoin('identity.person as person', 'person.id', 'entry.set_by')
    .select(['entry.name', 'entry.version', 'entry.value', 'entry.set_at', 'person.name as set_by'])
    .orderBy('entry.version', 'desc')
    .execute();
  return settingNames.map((name) => {
    const past = rows.filter((row) => row.name === name).map(({ name: _, ...row }) => row as Wording);
    return { name, input: settings[name].input, value: past.length ? past[0]!.value : settings[name].usual, past };
  });
}

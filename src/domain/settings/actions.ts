import { action, touch } from '#kernel/action';
import { authorOf } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { issuesOf } from '#kernel/fields';
import { assertVersion } from '#domain/identity/versions';
import { canChangeSettings } from './policy.ts';
import { ChangeSetting, settings } from './schema.ts';

/**
 * Changes one setting from now on: a new row, what was said before stays.
 * @throws AppError input.invalid at `value`, version.stale if somebody changed it meanwhile
 */
export const changeSetting = action(
  { name: 'settings.change', input: ChangeSetting, may: canChangeSettings },
  async (tx, { name, version, value: said }) => {
    const parsed = settings[name].shape.safeParse(said);
    if (!parsed.success)
      throw new AppError('input.invalid', { issues: issuesOf(parsed.error).map((one) => ({ ...one, path: 'value' })) });
    const set_by = authorOf(tx);
    // Of two who change it from the same version, the second waits here for the first, and then finds its row.
    const written = await tx.db
      .insertInto('settings.entry')
      .values({ name, version: version + 1, value: JSON.stringify(parsed.data), set_at: tx.now, set_by })
      .onConflict((at) => at.doNothing())
      .returning('version')
      .executeTakeFirst();
    const [newest, before] = await tx.db
      .selectFrom('settings.entry')
      .selectAll()
      .where('name', '=', name)
      .orderBy('version', 'desc')
      .limit(2)
      .execute();
    const stands = written ? before : newest;
    const seen = {
      version: stands?.version ?? 0,
      changed_by: stands?.set_by ?? null,
      changed_at: stands?.set_at ?? tx.now,
    };
    await assertVersion(tx, seen, version, { value: stands?.value ?? settings[name].usual });
    if (!written) throw new AppError('state.conflict');
    // The words may be somebody's telephone number: the log names the setting and its version.
    await record(tx, 'setting.changed', { kind: 'setting', id: name }, { version: version + 1 });
    touch(tx, 'settings');
  },
);

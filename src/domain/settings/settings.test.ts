import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith } from '../../../test/makers/context.ts';
import { changeSetting } from './actions.ts';
import { currentSettings, settingsWithPast } from './queries.ts';

test('a setting holds from its change on; who said what when stays, and nothing is overwritten unseen', async () => {
  const { db } = await freshDatabase();
  const ctx = ctxOf(db, await personWith(db, 'administrator', { area: 'VN' }));
  expect(await currentSettings(ctx)).toEqual({
    office_name: null,
    office_contact: null,
    help_phone: null,
    mail_sender: 'OpenOCOP',
    notice_days: 60,
  });
  await changeSetting(ctx, { name: 'notice_days', version: '0', value: '45' });
  await changeSetting(ctx, { name: 'notice_days', version: '1', value: '90' });
  expect((await currentSettings(ctx)).notice_days).toBe(90);
  const [days] = (await settingsWithPast(ctx)).filter(({ name }) => name === 'notice_days');
  expect(days!.past.map(({ version, value }) => [version, value])).toEqual([
    [2, 90],
    [1, 45],
  ]);
  await expect(changeSetting(ctx, { name: 'notice_days', version: '1', value: '30' })).rejects.toMatchObject({
    code: 'version.stale',
    details: { version: 2, theirs: { value: 90 } },
  });
  await expect(changeSetting(ctx, { name: 'notice_days', version: '7', value: '30' })).rejects.toMatchObject({
    code: 'version.stale',
  });
  for (const value of ['0', '366', 'nhiều', ''])
    await expect(changeSetting(ctx, { name: 'notice_days', version: '2', value })).rejects.toMatchObject({
      issues: [{ path: 'value' }],
    });
  // Emptied, what may be empty is not said.
  await changeSetting(ctx, { name: 'office_name', version: 0, value: 'Chi cục' });
  await changeSetting(ctx, { name: 'office_name', version: 1, value: ' ' });
  expect((await currentSettings(ctx)).office_name).toBeNull();
});

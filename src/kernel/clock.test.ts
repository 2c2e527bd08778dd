import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { dayOf, openClock, untilMidnight } from './clock.ts';
import { writeSetting } from './settings.ts';

test('the day is that of Viet Nam, seven hours ahead of UTC', () => {
  expect(dayOf(new Date('2026-11-23T16:59:59Z'))).toBe('2026-11-23');
  expect(dayOf(new Date('2026-11-23T17:00:00Z'))).toBe('2026-11-24');
});

test('the next midnight is the first instant of another day', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2199-01-01'), noInvalidDate: true }), (now) => {
      const midnight = now.getTime() + untilMidnight(now);
      expect(dayOf(new Date(midnight - 1))).toBe(dayOf(now));
      expect(dayOf(new Date(midnight))).not.toBe(dayOf(now));
    }),
  );
});

test('only a clock of tests and the demo can be moved', async () => {
  const { db } = await freshDatabase();
  await writeSetting(db, 'clock.days', 30);
  const [movable, fixed] = [openClock(db, true), openClock(db, false)];
  await Promise.all([movable.read(), fixed.read()]);
  expect(Math.round((movable.now().getTime() - fixed.now().getTime()) / 86_400_000)).toBe(30);
});

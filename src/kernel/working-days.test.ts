import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysAfter, daysAfterByLaw, isWorkingDay, workingDaysAfter } from './working-days.ts';

const none = new Map<string, boolean>();
// 2026: Tết from Monday 16 to Friday 20 February; Saturday the 28th is worked for it.
const tet = new Map([
  ...['16', '17', '18', '19', '20'].map((day): [string, boolean] => [`2026-02-${day}`, false]),
  ['2026-02-28', true],
]);

test('the first day does not count, and weekends do not: asked on Friday, answered by Tuesday', () => {
  expect(workingDaysAfter('2026-11-20', 2, none)).toBe('2026-11-24');
  expect(workingDaysAfter('2026-11-21', 2, none)).toBe('2026-11-24');
  expect(workingDaysAfter('2026-11-23', 2, none)).toBe('2026-11-25');
});

test('holidays do not count; a Saturday worked for one does', () => {
  expect(workingDaysAfter('2026-02-13', 2, tet)).toBe('2026-02-24');
  expect(workingDaysAfter('2026-02-26', 2, tet)).toBe('2026-02-28');
});

test('a period in days ends on the next working day', () => {
  expect(daysAfterByLaw('2026-02-04', 10, tet)).toBe('2026-02-23');
  expect(daysAfterByLaw('2026-11-23', 10, none)).toBe('2026-12-03');
});

const aDay = fc.integer({ min: 0, max: 20_000 }).map((n) => daysAfter('2000-01-01', n));
const someDaysOff = fc.dictionary(aDay, fc.boolean()).map((days) => new Map(Object.entries(days)));

test('whatever the calendar: the end works, lies after the beginning, and so many working days lie between', () => {
  fc.assert(
    fc.property(aDay, fc.integer({ min: 1, max: 30 }), someDaysOff, (day, n, calendar) => {
      const end = workingDaysAfter(day, n, calendar);
      let counted = 0;
      for (let at = daysAfter(day, 1); at <= end; at = daysAfter(at, 1)) if (isWorkingDay(at, calendar)) counted++;
      expect([isWorkingDay(end, calendar), counted]).toEqual([true, n]);
      expect(daysAfterByLaw(day, n, calendar) >= daysAfter(day, n)).toBe(true);
    }),
  );
});

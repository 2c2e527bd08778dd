import { expect, test } from 'vitest';
import { day, instant, isDay, money, number, phone, points, seasons } from './format.ts';

test('days, numbers, money and points read as Vietnamese and as English write them', () => {
  expect([day('2028-08-14', 'vi'), day('2028-08-14', 'en'), day(null, 'vi')]).toEqual([
    '14/08/2028',
    '14 August 2028',
    '',
  ]);
  expect([number(1234567, 'vi'), number(1234567, 'en')]).toEqual(['1.234.567', '1,234,567']);
  expect([money(120_000, 'vi'), money(120_000, 'en')]).toEqual(['120.000\u00a0đ', '120,000\u00a0VND']);
  expect([points(8250, 'vi'), points(8250, 'en'), points(7, 'vi')]).toEqual(['82,50', '82.50', '0,07']);
});

test('an instant is told in the time of Viet Nam', () => {
  expect(instant('2026-11-23T20:30:00Z', 'en')).toContain('24/11/2026');
  expect(instant('2026-11-23T20:30:00Z', 'vi')).toContain('24/11/2026');
});

test('a day that does not exist is none', () => {
  expect(['2026-02-28', '2026-02-31', '31/02/2026', '', '2026-13-01'].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('a phone number reads in groups of three; what is none stays', () => {
  expect(['+84987654322', '+842033825122', '0203 3825 122', null].map(phone)).toEqual([
    '0987 654 322',
    '+842033825122',
    '0203 3825 122',
    '',
  ]);
});

test('months that follow each other are one season, over the turn of the year too', () => {
  expect([seasons([4, 5, 6, 7], 'vi'), seasons([4, 5, 6, 7], 'en')]).toEqual(['tháng 4–7', 'April–July']);
  expect([seasons([1, 2, 11, 12], 'vi'), seasons([1, 2, 11, 12], 'en')]).toEqual(['tháng 11–2', 'November–February']);
  expect([seasons([9, 4, 5], 'vi'), seasons([9], 'en'), seasons([], 'vi')]).toEqual([
    'tháng 4–5, tháng 9',
    'September',
    '',
  ]);
  expect(seasons([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 'vi')).toBe('tháng 1–12');
});

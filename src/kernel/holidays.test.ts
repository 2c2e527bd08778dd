import { expect, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { systemCtx } from '../../test/makers/context.ts';
import { inTransaction } from './action.ts';
import { calendarFrom, dropHoliday, holidaysOf, loadHolidays, shippedHolidays, writeHoliday } from './holidays.ts';
import { daysAfter, workingDaysAfter } from './working-days.ts';

// The Vietnamese lunar calendar (UTC+7) after Hồ Ngọc Đức: new moons and the sun's longitude by Meeus's series.
const rad = Math.PI / 180;
const sin = (degrees: number) => Math.sin(degrees * rad);

/** The day (Julian, midnight of Ha Noi) of the k-th new moon since 1900. */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t ** 2 - 0.000000155 * t ** 3 + 0.00033 * sin(166.56 + 132.87 * t - 0.009173 * t ** 2); // prettier-ignore
  const m = 359.2242 + 29.10535608 * k - 0.0000333 * t ** 2 - 0.00000347 * t ** 3;
  const p = 306.0253 + 385.81691806 * k + 0.0107306 * t ** 2 + 0.00001236 * t ** 3;
  const f = 21.2964 + 390.67050646 * k - 0.0016528 * t ** 2 - 0.00000239 * t ** 3;
  const c = (0.1734 - 0.000393 * t) * sin(m) + 0.0021 * sin(2 * m) - 0.4068 * sin(p) + 0.0161 * sin(2 * p) - 0.0004 * sin(3 * p) + 0.0104 * sin(2 * f) - 0.0051 * sin(m + p) - 0.0074 * sin(m - p) + 0.0004 * sin(2 * f + m) - 0.0004 * sin(2 * f - m) - 0.0006 * sin(2 * f + p) + 0.001 * sin(2 * f - p) + 0.0005 * sin(2 * p + m); // prettier-ignore
  const delta = -0.000278 + 0.000265 * t + 0.000262 * t ** 2;
  return Math.floor(mean + c - delta + 0.5 + 7 / 24);
}

/** Which twelfth of its way the sun is in at the midnight of a day. */
function sunAt(julian: number): number {
  const t = (julian - 2451545.5 - 7 / 24) / 36525;
  const m = 357.5291 + 35999.0503 * t - 0.0001559 * t ** 2 - 0.00000048 * t ** 3;
  const l = 280.46645 + 36000.76983 * t + 0.0003032 * t ** 2 + (1.9146 - 0.004817 * t - 0.000014 * t ** 2) * sin(m) + (0.019993 - 0.000101 * t) * sin(2 * m) + 0.00029 * sin(3 * m); // prettier-ignore
  return Math.floor((((l % 360) + 360) % 360) / 30);
}

const julianOf = (day: string) => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000) + 2440588;
const dayOfJulian = (julian: number) => new Date((julian - 2440588) * 86_400_000).toISOString().slice(0, 10);

/** The first day of the eleventh month, that of the winter solstice. */
function eleventh(year: number): number {
  const k = Math.floor((julianOf(`${year}-12-31`) - 2415021) / 29.530588853);
  const moon = newMoon(k);
  return sunAt(moon) >= 9 ? newMoon(k - 1) : moon;
}

/** The day of the sun's calendar of a day in the first months of a lunar year; none of 2019–2035 leaps before the third. */
function lunarDay(year: number, month: 1 | 3, day: number): string {
  const before = eleventh(year - 1);
  const k = Math.floor(0.5 + (before - 2415021.076998695) / 29.530588853);
  return dayOfJulian(newMoon(k + month + 1 + leaps(k, month + 1)) + day - 1);
}

/** 1 if one of the first `n` months after the eleventh is a leap month: the sun stays in its twelfth through it. */
function leaps(k: number, n: number): number {
  const isLong = eleventhSpan(k) > 365;
  if (!isLong) return 0;
  for (let i = 1; i <= n; i++) if (sunAt(newMoon(k + i)) === sunAt(newMoon(k + i + 1))) return 1;
  return 0;
}
const eleventhSpan = (k: number) => {
  const year = Number(dayOfJulian(newMoon(k)).slice(0, 4));
  return eleventh(year + 1) - newMoon(k);
};

const years = Array.from({ length: 17 }, (_, i) => 2019 + i);
const off = new Map(shippedHolidays.filter(({ working }) => !working).map(({ day, name }) => [day, name]));
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
const isWeekend = (day: string) => [0, 6].includes(weekday(day));

test('the lunar calendar of the test is that of Viet Nam', () => {
  expect([2019, 2020, 2023, 2024, 2025, 2026, 2027].map((year) => lunarDay(year, 1, 1))).toEqual([
    '2019-02-05', '2020-01-25', '2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06',
  ]); // prettier-ignore
  expect([2020, 2023, 2026].map((year) => lunarDay(year, 3, 10))).toEqual(['2020-04-02', '2023-04-29', '2026-04-26']);
});

test("each year has the days off of the Labour Code: Tết with its first three days, the Hùng Kings' day, and four fixed days", () => {
  for (const year of years) {
    const tet = lunarDay(year, 1, 1);
    const five = [...off].filter(([day, name]) => day.startsWith(String(year)) && name.startsWith('Tết Nguyên đán'));
    expect(five, String(year)).toHaveLength(5);
    for (const i of [0, 1, 2]) expect(off.get(daysAfter(tet, i)), tet).toMatch(/^Tết Nguyên đán/);
    expect(five.map(([day]) => day)).toEqual([0, 1, 2, 3, 4].map((i) => daysAfter(five[0]![0], i)));
    expect(off.get(lunarDay(year, 3, 10))).toBe('Giỗ Tổ Hùng Vương');
    expect(['01-01', '04-30', '05-01', '09-02'].map((day) => off.get(`${year}-${day}`))).toEqual([
      'Tết Dương lịch',
      'Ngày Chiến thắng',
      'Ngày Quốc tế lao động',
      'Quốc khánh',
    ]);
    // The second day of the National Day came with the code of 2019, in force from 2021 on.
    const beside = ['09-01', '09-03'].filter((day) => off.get(`${year}-${day}`)?.startsWith('Quốc khánh'));
    expect(beside, String(year)).toHaveLength(year < 2021 ? 0 : 1);
  }
});

test('a day off at a weekend is made up for on the next working day, and an exchanged day is worked at a weekend', () => {
  for (const year of years) {
    const own = [...off].filter(([day]) => day.startsWith(String(year)));
    const atWeekend = own.filter(([day, name]) => isWeekend(day) && !name.startsWith('Nghỉ'));
    const madeUp = own.filter(([, name]) => name.startsWith('Nghỉ bù'));
    expect(madeUp, String(year)).toHaveLength(atWeekend.length);
    expect(madeUp.filter(([day]) => isWeekend(day))).toEqual([]);
    // Every making up follows a row of days off without a working day between.
    for (const [day] of madeUp) {
      const before = daysAfter(day, -1);
      expect(isWeekend(before) || off.has(before), day).toBe(true);
    }
    const worked = shippedHolidays.filter(({ day, working }) => working && day.startsWith(String(year)));
    expect(worked.every(({ day }) => weekday(day) === 6)).toBe(true);
    expect(worked).toHaveLength(own.filter(([, name]) => name.startsWith('Nghỉ hoán đổi')).length);
  }
});

test('the days that ship are loaded once: what officials removed or renamed stays as they left it', async () => {
  const { db } = await freshDatabase();
  await Promise.all([loadHolidays(db), loadHolidays(db)]);
  const ctx = systemCtx(db);
  expect(await holidaysOf(ctx, 2027)).toEqual(shippedHolidays.filter(({ day }) => day.startsWith('2027')));
  await inTransaction(ctx, async (tx) => {
    await dropHoliday(tx, '2027-02-04');
    await writeHoliday(tx, { day: '2027-02-05', working: false, name: 'Tết Nguyên đán' });
  });
  await loadHolidays(db);
  const days = (await holidaysOf(ctx, 2027)).slice(1, 3).map(({ day, name }) => [day, name]);
  expect(days).toEqual([
    ['2027-02-05', 'Tết Nguyên đán'],
    ['2027-02-06', 'Tết Nguyên đán (dự kiến)'],
  ]);
  // Fifteen working days over Tết: from Friday 29 January to the end of February.
  expect(workingDaysAfter('2027-01-29', 15, await calendarFrom(ctx, '2027-01-29'))).toBe('2027-02-25');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { criteriaVersions, certificateEnd } from '#domain/products/rules';
import { type Calendar, daysAfter, isWorkingDay } from '#kernel/working-days';
import { isOfEarlierRules, legalDate, regradingWindow, roundDays } from './clocks.ts';
import { currentProcess, processes, processOf, processOn, recogniserOf, samplesOf } from './decision.ts';

const none: Calendar = new Map();
const dayOf = (...given: Parameters<typeof legalDate>) => legalDate(...given).day;

test('the commune has 15 working days, the day of receipt not counted (article 7.2)', () => {
  // Friday 29/1/2027; Tết 2027 from Friday 5 to Thursday 11 February.
  const tet = new Map(['05', '08', '09', '10', '11'].map((day): [string, boolean] => [`2027-02-${day}`, false]));
  expect(legalDate('communeReview', '2026-11-23', none)).toEqual({ day: '2026-12-14', source: 'Điều 7 khoản 2' });
  expect(dayOf('communeReview', '2027-01-29', tet)).toBe('2027-02-26');
  expect(dayOf('communeReview', '2026-11-21', none)).toBe('2026-12-11'); // received on a Saturday: Monday is the first
});

test('a regrading is filed from 180 to 120 days before the end; a day off moves neither (article 7.6a)', () => {
  expect(regradingWindow('2027-06-30')).toEqual({
    opens: { day: '2027-01-01', source: 'Điều 7 khoản 6 điểm a' }, // a holiday
    closes: { day: '2027-03-02', source: 'Điều 7 khoản 6 điểm a' },
  });
  expect(regradingWindow('2027-07-04').closes.day).toBe('2027-03-06'); // a Saturday
  expect(dayOf('regradingLatest', '2028-06-28', none)).toBe('2028-02-29');
});

test('a regrading has its result 45 days after the file is whole; an end on a day off moves on (article 7.6g)', () => {
  expect(legalDate('regradingResult', '2027-03-02', none)).toEqual({
    day: '2027-04-16',
    source: 'Điều 7 khoản 6 điểm g',
  });
  expect(dayOf('regradingResult', '2027-03-03', none)).toBe('2027-04-19'); // Saturday 17 April: Monday
  const hung = new Map([['2027-04-16', false]]); // the Hùng Kings' day of 2027 is a Friday
  expect(dayOf('regradingResult', '2027-03-02', hung)).toBe('2027-04-19');
});

test('a withdrawal is decided within 15 days of the finding (article 8.4)', () => {
  expect(legalDate('withdrawal', '2026-11-24', none)).toEqual({ day: '2026-12-09', source: 'Điều 8 khoản 4' });
  expect(dayOf('withdrawal', '2026-11-27', none)).toBe('2026-12-14'); // Saturday 12 December
});

test('article 12.3: a certificate lives at most 180 days past its end; a day off does not lengthen a ceiling', () => {
  expect(legalDate('lateRegradingExtension', '2027-06-30', none)).toEqual({
    day: '2027-12-27',
    source: 'Điều 12 khoản 3',
  });
  expect(dayOf('lateRegradingExtension', '2027-06-28', none)).toBe('2027-12-25'); // a Saturday stays
});

test('article 12.2: what was filed before 22/5/2026 is finished by the old rules in 60 days, a regrading in 30', () => {
  expect(isOfEarlierRules('2026-05-21')).toBe(true);
  expect(isOfEarlierRules('2026-05-22')).toBe(false);
  expect(legalDate('transitionFirst', '2026-04-01', none)).toEqual({
    day: '2026-07-21',
    source: 'Điều 12 khoản 2 điểm a',
  });
  // The thirtieth day is Sunday 21 June.
  expect(legalDate('transitionRegrading', '2026-04-01', none)).toEqual({
    day: '2026-06-22',
    source: 'Điều 12 khoản 2 điểm b',
  });
});

test('"before 30/4" is 29/4 at the latest, holiday or not; the ministry\'s second round ends in the next year', () => {
  const [p1, p2, m1, m2] = currentProcess.rounds;
  expect(roundDays(p1!, 2027)).toEqual({ proposed_until: '2027-04-29', graded_until: '2027-06-29' });
  expect(roundDays(p2!, 2027)).toEqual({ proposed_until: '2027-10-29', graded_until: '2027-12-29' });
  expect(roundDays(m1!, 2027)).toEqual({ proposed_until: '2027-07-29', graded_until: '2027-09-29' });
  expect(roundDays(m2!, 2027)).toEqual({ proposed_until: '2028-01-29', graded_until: '2028-03-29' });
});

test('a certificate lives 36 months; the end that it prints wins (article 4.3)', () => {
  expect(dayOf('certificateEnd', '2024-06-30', none)).toBe('2027-06-30');
  expect(dayOf('certificateEnd', '2024-02-29', none)).toBe('2027-02-28');
  expect(dayOf('certificateEnd', '2024-06-30', none, { printed: '2027-05-31' })).toBe('2027-05-31');
  expect(certificateEnd('2024-06-30')).toBe('2027-06-30'); // as the register counts it
});

const aDay = fc.integer({ min: 0, max: 6000 }).map((n) => daysAfter('2019-01-01', n));
const daysOff = fc.dictionary(aDay, fc.boolean()).map((days): Calendar => new Map(Object.entries(days)));

/** The period counted on the fingers: one day after another. */
function counted(from: string, n: number, calendar: Calendar, isWorking: boolean): string {
  let [day, left] = [from, n];
  while (left > 0) {
    day = daysAfter(day, 1);
    if (!isWorking || isWorkingDay(day, calendar)) left -= 1;
  }
  while (!isWorkingDay(day, calendar)) day = daysAfter(day, 1);
  return day;
}

test('every period is what one counts day by day, whatever the holidays', () => {
  fc.assert(
    fc.property(aDay, daysOff, (day, calendar) => {
      for (const { id, days, unit } of currentProcess.clocks.filter((clock) =>
        ['communeReview', 'regradingResult', 'withdrawal'].includes(clock.id),
      ))
        expect(dayOf(id, day, calendar), id).toBe(counted(day, days, calendar, unit === 'workingDays'));
      const { opens, closes } = regradingWindow(day);
      expect([daysAfter(opens.day, 180), daysAfter(closes.day, 120)]).toEqual([day, day]);
      expect(dayOf('lateRegradingExtension', day, calendar)).toBe(daysAfter(day, 180));
    }),
  );
});

test('the numbers of the process are those of the decision', () => {
  const { levels, sendToMinistryFrom, returnedBelow, settings, withdrawalGrounds } = processOf('26/2026/QĐ-TTg');
  expect(levels).toEqual(['commune', 'province', 'ministry']);
  expect([sendToMinistryFrom!.points, returnedBelow!.points]).toEqual([90, 90]);
  expect(settings.map(({ key }) => key)).toContain('mergeRule');
  expect(withdrawalGrounds.map(({ code }) => code)).toEqual(['a', 'b', 'c', 'd', 'đ', 'e']);
  expect([samplesOf(currentProcess, 12), samplesOf(currentProcess, 26)]).toEqual([5, 0]);
  expect(() => processOf('977/QĐ-UBND')).toThrow(RangeError);
});

test('who recognised a star in the years before: the district until 30/6/2025, without it from 6/7/2025', () => {
  const by = (code: string, stars: number, day: string) => recogniserOf(processOf(code), stars, day)?.by ?? null;
  const thirds = ['2025-06-30', '2025-07-01', '2025-07-05', '2025-07-06'].map((day) => by('148/QĐ-TTg', 3, day));
  expect(thirds).toEqual(['district', null, null, 'province']);
  expect([by('148/QĐ-TTg', 5, '2024-01-01'), by('1048/QĐ-TTg', 3, '2020-01-01')]).toEqual(['ministry', 'province']);
  const today = [1, 2, 3, 4, 5].map((stars) => by('26/2026/QĐ-TTg', stars, '2026-11-23'));
  expect(today).toEqual([null, null, 'province', 'province', 'ministry']);
  expect(['2018-05-01', '2020-01-01', '2026-05-21', '2026-05-22'].map((day) => processOn(day).code)).toEqual([
    'cycle',
    '1048/QĐ-TTg',
    '148/QĐ-TTg',
    '26/2026/QĐ-TTg',
  ]);
});

test('the register knows the same decisions and the same life of a certificate as the data', () => {
  expect(criteriaVersions.map(({ code, from }) => [code, from])).toEqual(
    processes.map(({ code, from }) => [code, from]),
  );
  for (const { certificate } of processes) expect(certificateEnd('2020-01-01')).toBe(`${2020 + certificate.validityMonths / 12}-01-01`); // prettier-ignore
});

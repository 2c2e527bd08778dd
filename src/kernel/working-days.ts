/** Days that the rule of weekends gets wrong: true where offices work, false where they do not. */
export type Calendar = ReadonlyMap<string, boolean>;

const dayLength = 86_400_000;

/** The day `n` days after a day, YYYY-MM-DD. */
export const daysAfter = (day: string, n: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * dayLength).toISOString().slice(0, 10);

/** Monday to Friday, unless the calendar says otherwise. */
export function isWorkingDay(day: string, calendar: Calendar): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return calendar.get(day) ?? (weekday !== 0 && weekday !== 6);
}

/**
 * The last day of a period of `n` working days. The day on which it begins does not count (Civil Code 2015, art. 147).
 * @param n 1 or more
 */
export function workingDaysAfter(day: string, n: number, calendar: Calendar): string {
  let end = day;
  for (let left = n; left > 0;) {
    end = daysAfter(end, 1);
    if (isWorkingDay(end, calendar)) left--;
  }
  return end;
}

/**
 * The last day of a period of `n` days. The day on which it begins does not count (art. 147); an end on a day off moves
 * to the next working day (art. 148).
 */
export function daysAfterByLaw(day: string, n: number, calendar: Calendar): string {
  let end = daysAfter(day, n);
  while (!isWorkingDay(end, calendar)) end = daysAfter(end, 1);
  return end;
}

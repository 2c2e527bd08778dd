export type Locale = 'vi' | 'en';

// A formatter costs some 30 µs to make, so each is made once.
const numbers = { vi: new Intl.NumberFormat('vi-VN'), en: new Intl.NumberFormat('en-GB') };
const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthNames = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });
const moments = { vi: moment('vi-VN'), en: moment('en-GB') };

function moment(language: string) {
  // By its parts: the short style of vi writes the year with two digits.
  return new Intl.DateTimeFormat(language, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Ho_Chi_Minh',
  });
}

/** 14/08/2028, or 14 August 2028. An empty day is an empty text. */
export function day(value: string | null | undefined, locale: Locale): string {
  if (!value) return '';
  return locale === 'en' ? dates.format(new Date(`${value}T00:00:00Z`)) : value.split('-').toReversed().join('/');
}

/** True for a day of the calendar as a date field holds it, YYYY-MM-DD. */
export function isDay(value: string): boolean {
  const at = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  return !!at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

/** +84987654322 as people write it: 0987 654 322. What is no Vietnamese mobile number stays as it is. */
export function phone(value: string | null | undefined): string {
  const digits = /^\+84([0-9]{3})([0-9]{3})([0-9]{3})$/.exec(value ?? '');
  return digits ? `0${digits[1]} ${digits[2]} ${digits[3]}` : (value ?? '');
}

/** An instant, in the time of Viet Nam. */
export const instant = (value: Date | string, locale: Locale): string => moments[locale].format(new Date(value));

/** 1.234 or 1,234. */
export const number = (value: number, locale: Locale): string => numbers[locale].format(value);

/** 120.000 đ, from integer đồng. */
export const money = (value: number, locale: Locale): string =>
  `${number(value, locale)}\u00a0${locale === 'en' ? 'VND' : 'đ'}`;

/** Points from hundredths: 82,50 or 82.50. */
export const points = (hundredths: number, locale: Locale): string =>
  (hundredths / 100).toFixed(2).replace('.', locale === 'en' ? '.' : ',');

/** Months from 1 to 12 as people say them: "tháng 4–7, tháng 11", or "April–July, November"; a run may cross the year. */
export function seasons(months: readonly number[], locale: Locale): string {
  const sold = new Set(months);
  const before = (month: number) => ((month + 10) % 12) + 1;
  const after = (month: number) => (month % 12) + 1;
  const starts =
    sold.size === 12 ? [1] : [...sold].filter((month) => !sold.has(before(month))).toSorted((a, b) => a - b);
  const name = (month: number) => monthNames.format(new Date(Date.UTC(2000, month - 1, 1)));
  return starts
    .map((from) => {
      let to = from;
      while (sold.has(after(to)) && after(to) !== from) to = after(to);
      if (locale === 'en') return from === to ? name(from) : `${name(from)}–${name(to)}`;
      return `tháng ${from === to ? from : `${from}–${to}`}`;
    })
    .join(', ');
}

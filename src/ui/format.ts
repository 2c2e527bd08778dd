export type Locale = 'vi' | 'en';

// A formatter costs some 30 µs to make, so each is made once.
const numbers = { vi: new Intl.NumberFormat('vi-VN'), en: new Intl.NumberFormat('en-GB') };
const months = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const moments = { vi: moment('vi-VN'), en: moment('en-GB') };

function moment(language: string) {
  return new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh' });
}

/** 14/08/2028, or 14 August 2028. An empty day is an empty text. */
export function day(value: string | null | undefined, locale: Locale): string {
  if (!value) return '';
  return locale === 'en' ? months.format(new Date(`${value}T00:00:00Z`)) : value.split('-').toReversed().join('/');
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

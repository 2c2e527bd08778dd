import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from './errors.ts';
import { checkbox, code, day, grouped, isDay, money, named, optional, parse, text, whole } from './fields.ts';

const issuesOf = (schema: z.ZodType, raw: unknown) => {
  try {
    return parse(schema, raw);
  } catch (error) {
    return (error as AppError).issues.map(({ path, key }) => `${path}: ${key}`);
  }
};

test('an unknown field, a wrong type and an impossible day are named, each once', () => {
  const Shape = z.strictObject({ name: text(5), on: day(), n: whole(1, 5) });
  expect(issuesOf(Shape, { name: 'abcdef', on: '31/02/2026', n: '9', more: 1 })).toEqual([
    'name: fields.too_long',
    'on: fields.day',
    'n: fields.too_large',
    'more: fields.unknown',
  ]);
  expect(issuesOf(Shape, { name: {}, on: 5, n: null })).toEqual([
    'name: fields.required',
    'on: fields.day',
    'n: fields.number',
  ]);
});

test('digits of other scripts are no number and no code', () => {
  expect(issuesOf(whole(0, 10), '٣')).toEqual([': fields.number']);
  expect(issuesOf(code(/^[0-9-]+$/), '２２-06886')).toEqual([': fields.code']);
});

test('control characters, lone surrogates and what a broken decoder leaves are refused', () => {
  for (const broken of ['a\u0000b', 'a\ufffdb', 'a\ud800b'])
    expect(issuesOf(text(10), broken)).toEqual([': fields.unreadable']);
});

test('a name has a letter or a digit', () => {
  expect(issuesOf(named(20), '🐟🐟')).toEqual([': fields.no_letter']);
  expect(issuesOf(named(20), ' - ')).toEqual([': fields.no_letter']);
  expect(issuesOf(named(20), '')).toEqual([': fields.required']);
  expect(parse(named(20), 'Cá 🐟')).toBe('Cá 🐟');
});

test('a text is kept as NFC, trimmed', () => expect(parse(text(20), '  Mật ong '.normalize('NFD'))).toBe('Mật ong'));

test('what nobody sees is no letter of a name, and turns no words around', () => {
  expect(parse(text(20), '\u202eMật\u200b ong\ufeff\u2069')).toBe('Mật ong');
  expect(issuesOf(text(20), '\u200b\u2060')).toEqual([': fields.required']);
});

test('money is read as people write it', () => {
  expect(['1.200.000', '1 200 000 đ', '1200000₫', 1200000].map((value) => parse(money(), value))).toEqual([
    1200000, 1200000, 1200000, 1200000,
  ]);
  expect(issuesOf(money(), '-5')).toEqual([': fields.too_small']);
});

test('thousands are grouped by three; any other dot is refused, never read away', () => {
  expect(
    ['3.000', '3 000', '3\u00a0000', ' 1.234.567 ', '3000', 3000].map((value) => parse(grouped(0, 1e9), value)),
  ).toEqual([3000, 3000, 3000, 1234567, 3000, 3000]);
  for (const wrong of ['12.5', '1.2000', '1..000', '.500', '1.000.', '1,5', 12.5, 1.234])
    for (const schema of [grouped(0, 1e9), money()])
      expect([wrong, issuesOf(schema, wrong)]).toEqual([wrong, [': fields.number']]);
});

test('an empty field is null, an absent checkbox is off', () => {
  expect(parse(z.strictObject({ on: optional(day()), yes: checkbox() }), { on: ' ' })).toEqual({
    on: null,
    yes: false,
  });
});

test('a checkbox is ticked or not; another word is refused, for it might have meant yes', () => {
  const ticked = (yes: unknown) => parse(z.strictObject({ yes: checkbox() }), { yes }).yes;
  expect(['on', 'true', true].map(ticked)).toEqual([true, true, true]);
  expect([undefined, null, '', 'false', false].map(ticked)).toEqual(Array(5).fill(false));
  for (const word of ['yes', '1', 1, ['on', 'on']]) expect(() => ticked(word)).toThrow('yes fields.choice');
});

test('a day is a day of the calendar, typed either way', () => {
  expect(parse(day(), '4/8/2026')).toBe('2026-08-04');
  fc.assert(
    fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }), (date) => {
      const iso = date.toISOString().slice(0, 10);
      expect(isDay(iso)).toBe(true);
      const [y, m, d] = iso.split('-');
      expect(parse(day(), `${d}/${m}/${y}`)).toBe(iso);
    }),
  );
  for (const wrong of ['2026-02-30', '2025-02-29', '2026-13-01', '0000-00-00']) expect(isDay(wrong)).toBe(false);
});

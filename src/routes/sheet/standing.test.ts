import { expect, test } from 'vitest';
import { itemsOf } from '#domain/criteria/items';
import { grade } from '#domain/criteria/rules';
import { shippedSheets } from '#domain/criteria/sheets';
import { standing, starAhead } from './standing.ts';

const sheet = shippedSheets[11]!;
const items = itemsOf(sheet);
const best = Object.fromEntries(items.map((item) => [item.code, item.options!.length - 1]));

test('nothing is reached before an answer, and all is provisional until the last one', () => {
  expect(standing(grade(sheet, {}), 0, items.length)).toBe('Chưa chấm');
  expect(standing(grade(sheet, { 1.1: 2 }), 1, items.length)).toBe('Tạm tính: 1 sao');
  expect(standing(grade(sheet, best), items.length, items.length)).toBe('Đạt 5 sao');
  expect(standing(grade(sheet, {}, [sheet.disqualifiedWhen[0]!.id]), 0, items.length)).toBe('Hồ sơ bị loại');
});

test('the star ahead is the one wanted until it is reached, then the next one', () => {
  const three = { ...grade(sheet, best), stars: 3 as const };
  expect([null, 3, 4, 5].map((wanted) => starAhead(three, wanted))).toEqual([4, 4, 4, 5]);
  expect(starAhead(grade(sheet, {}), null)).toBe(3);
  expect(starAhead(grade(sheet, best), null)).toBe(5);
});

import { expect, test } from 'vitest';
import { frameOf } from './frames.ts';

test('every decision divides 100 points in three parts, and its stars begin at 0, 30, 50, 70 and 90 (DOMAIN 1)', () => {
  const bands = { 1: 0, 2: 30, 3: 50, 4: 70, 5: 90 };
  expect(frameOf('26/2026/QĐ-TTg')).toEqual({ maxima: { A: 40, B: 25, C: 35 }, bands });
  expect(frameOf('148/QĐ-TTg')).toEqual({ maxima: { A: 40, B: 25, C: 35 }, bands });
  expect(frameOf('1048/QĐ-TTg')).toEqual({ maxima: { A: 35, B: 25, C: 40 }, bands });
  expect(frameOf('977/QĐ-UBND')).toBeUndefined(); // its text was not found
});

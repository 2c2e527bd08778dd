import { expect, test } from 'vitest';
import { findSets } from './guide.ts';

test('a producer finds the set by the words of the market', () => {
  const first = (query: string) => findSets(query)[0]?.no;
  expect(
    [
      'chả mực',
      'nước mắm',
      'mat ong',
      'trà hoa vàng',
      'Miến dong',
      'gốm',
      'homestay',
      'ba kích khô',
      'chè xanh',
      'trứng gà',
      'honey',
    ].map(first),
  ).toEqual([8, 9, 4, 12, 6, 21, 26, 20, 11, 2, 4]);
});

test('no words show every set, unknown words none', () => {
  expect(findSets(' ')).toHaveLength(26);
  expect(findSets('xyzzy')).toEqual([]);
});

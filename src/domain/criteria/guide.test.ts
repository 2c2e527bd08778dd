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

test('sets that share one syllable with the words are not shown', () => {
  const all = (query: string) => findSets(query).map(({ no }) => no);
  expect(all('nón lá')).toEqual([21]);
  expect(all('trứng vịt muối')).toEqual([8]);
  expect(all('cây quất')).toEqual([24]);
  for (const query of ['lá', 'quạt nam', 'áo vịt khô muối']) expect(all(query)).not.toContain(8);
  for (const query of ['khô gà', 'bò khô', 'sữa chua']) expect([query, all(query)[0]]).toEqual([query, 8]);
  expect(all('tương ớt')[0]).toBe(9);
  expect(all('thuốc nam')[0]).toBe(18);
  // The thing itself is named first in Vietnamese, last in English; what follows or comes before only describes it.
  expect([all('rượu bưởi Ba Chẽ')[0], all('herbal soap')[0], all('muối sả')[0]]).toEqual([14, 19, 10]);
});

test('no words show every set, unknown words none', () => {
  expect(findSets(' ')).toHaveLength(26);
  expect(findSets('xyzzy')).toEqual([]);
});

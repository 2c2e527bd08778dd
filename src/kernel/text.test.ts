import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exact, fold } from './text.ts';

test('the same name folds to the same text however it was typed', () => {
  const typed = ['Mật ong', 'mat ong', 'MẬT ONG', 'Mật ong'.normalize('NFD'), '  mật   ong ', 'mật-ong'];
  expect(new Set(typed.map(fold))).toEqual(new Set(['mat ong']));
  expect(fold('Đặc sản Đông Triều')).toBe('dac san dong trieu');
  expect(['각', '각'.normalize('NFD')].map(fold)).toEqual(['각', '각']);
});

test('old and new tone placement are one word in the exact index', () => {
  expect([exact('Hoà'), exact('Thuỷ'), exact('khoẻ'), exact('quý')]).toEqual(['hòa', 'thủy', 'khỏe', 'quý']);
  expect(exact('hoàng hoạt')).toBe('hoàng hoạt');
});

test('folding is idempotent and leaves no mark and no sign', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const folded = fold(text);
      expect(fold(folded)).toBe(folded);
      expect(folded).not.toMatch(/[\p{M}\p{P}]|^\s|\s$|\s\s/u);
    }),
  );
});

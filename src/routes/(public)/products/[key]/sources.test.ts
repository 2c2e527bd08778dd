import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceIn } from './sources.ts';

const quoted = JSON.parse(readFileSync('data/demo/products-22.json', 'utf8')) as { products: { sources: string[] }[] };

test('no source of a quotation is told to a Vietnamese reader in English words', () => {
  expect(sourceIn('news article, about 2021', 'vi')).toBe('bài báo, khoảng năm 2021');
  const told = quoted.products.flatMap(({ sources }) => sources.map((source) => sourceIn(source, 'vi')));
  const besidesAddresses = told.map((text) => text.replace(/https?:\S+/g, ''));
  expect(besidesAddresses.filter((text) => /\b(article|about|listing|page|read|news)/.test(text))).toEqual([]);
});

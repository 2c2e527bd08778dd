import { expect, test } from 'vitest';
import { openShedding } from './shedding.ts';

test('an address has its share at once, then as it comes back; others have theirs', () => {
  let now = 0;
  const admit = openShedding(60, () => now);
  for (let i = 0; i < 60; i++) admit('10.0.0.1');
  const beyond = { code: 'limit.reached', details: { seconds: 1, minutes: 1 } };
  expect(() => admit('10.0.0.1')).toThrow(expect.objectContaining(beyond));
  admit('10.0.0.2');
  now += 999;
  expect(() => admit('10.0.0.1')).toThrow(expect.objectContaining(beyond));
  now += 1;
  admit('10.0.0.1');
  now += 3_600_000; // an hour's rest gives one full share, not sixty
  for (let i = 0; i < 60; i++) admit('10.0.0.1');
  expect(() => admit('10.0.0.1')).toThrow(expect.objectContaining(beyond));
});

test('0 lets everything in', () => {
  const admit = openShedding(0);
  for (let i = 0; i < 10_000; i++) expect(admit('10.0.0.1')).toBeUndefined();
});

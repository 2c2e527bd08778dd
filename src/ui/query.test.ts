import { expect, test } from 'vitest';
import { hasWords, queryWith } from './query.ts';

test('an address keeps what was asked, changes what is given and drops what is empty', () => {
  expect(queryWith({ q: 'mật ong', page: '3', set: '' }, { page: null, sort: 'end' })).toBe(
    '?q=m%E1%BA%ADt+ong&sort=end',
  );
  expect(queryWith({ page: '3' }, { page: null })).toBe('');
});

test('signs alone are no words to search by; nothing typed asks for nothing', () => {
  expect(['%', ' -_- ', '', undefined, 'ong', '22'].map(hasWords)).toEqual([false, false, true, true, true, true]);
});

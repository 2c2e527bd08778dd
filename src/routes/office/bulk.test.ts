import { expect, test } from 'vitest';
import { AppError } from '#kernel/errors';
import { decideEach, reasonOf } from './bulk.ts';

test('each ticked row is decided by itself: one that changed meanwhile stops no other, and says so', async () => {
  const heard: string[][] = [];
  const outcomes = await decideEach(
    ['label:1:2|Nhãn – Mật ong', 'label:2:9|Nhãn | khác'],
    'vi',
    'Đã xác nhận',
    async (parts) => {
      heard.push(parts);
      if (parts[1] === '2') throw new AppError('state.conflict', { details: { reason: 'facts.changed_meanwhile' } });
    },
  );
  expect(heard).toEqual([
    ['label', '1', '2'],
    ['label', '2', '9'],
  ]);
  expect(outcomes).toEqual([
    { name: 'Nhãn – Mật ong', done: true, message: 'Đã xác nhận' },
    { name: 'Nhãn | khác', done: false, message: expect.stringContaining('vừa được sửa') },
  ]);
});

test('none, more than a hundred, and sending back without a reason are refused before anything is done', async () => {
  const decide = () => Promise.reject(new Error('nothing may be decided'));
  const many = Array.from({ length: 101 }, (_, i) => `${i}:1|x`);
  for (const ticked of [undefined, '', many])
    await expect(decideEach(ticked, 'vi', '', decide)).rejects.toMatchObject({ issues: [{ path: 'rows' }] });
  expect(() => reasonOf({ reason: '  ' })).toThrow(AppError);
});

test('a fault of ours is no outcome of a row', async () => {
  await expect(decideEach('1:1|x', 'vi', '', () => Promise.reject(new Error('ours')))).rejects.toThrow('ours');
});

import { expect, test } from 'vitest';
import { standingOf } from './queue.ts';

test('a due day is in time, soon from the day before on, and late from the day after it on', () => {
  const words = (due: string | null) => standingOf(due, '2026-11-25').word;
  expect(['2026-11-27', '2026-11-26', '2026-11-25', '2026-11-24', null].map(words)).toEqual([
    'in_time',
    'soon',
    'soon',
    'late',
    'in_time',
  ]);
});

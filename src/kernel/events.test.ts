import { expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from '../../test/database.ts';
import { systemCtx } from '../../test/makers/context.ts';
import { inTransaction } from './action.ts';
import { recordAll, subscribe } from './events.ts';
import { newId } from './ids.ts';

test('what happened to thousands is told in few jobs, each event once to each who hears it', async () => {
  const { db } = await freshDatabase();
  subscribe({ 'a.hears': ['producer.registered'], 'b.hears': ['producer.changed'] });
  onTestFinished(() => subscribe({}));
  const ctx = systemCtx(db);
  const jobs: [string, string[]][] = [];
  const runtime = {
    ...ctx.runtime,
    enqueue: async (_: unknown, name: string, data: object) => {
      jobs.push([name, (data as { heard: { subject: { id: string } }[] }).heard.map(({ subject }) => subject.id)]);
    },
  };
  const happened = Array.from({ length: 600 }, () => ({ subject: { kind: 'producer', id: newId() }, data: {} }));
  await inTransaction({ ...ctx, runtime }, (tx) => recordAll(tx, 'producer.registered', happened));
  expect(jobs.map(([name, ids]) => [name, ids.length])).toEqual([
    ['a.hears', 250],
    ['a.hears', 250],
    ['a.hears', 100],
  ]);
  expect(jobs.flatMap(([, ids]) => ids)).toEqual(happened.map(({ subject }) => subject.id));
});

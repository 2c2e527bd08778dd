import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { expect, test } from 'vitest';
import { fileDatabase, freshDatabase } from '../../test/database.ts';
import { systemCtx } from '../../test/makers/context.ts';
import { inTransaction } from './action.ts';
import type { Ctx } from './context.ts';
import type { Db } from './db.ts';
import { record } from './events.ts';
import { newId } from './ids.ts';
import { checkpoint, compareCheckpoint, sealEvents } from './seal.ts';
import { verifyLog } from './verify-log.ts';

declare module './events.ts' {
  interface EventTypes {
    'test.done': true;
    'test.late': true;
  }
}

const write = (ctx: Ctx, n: number) =>
  inTransaction(ctx, (tx) =>
    record(tx, 'test.done', { kind: 'test', id: String(n), area: 'VN/22' }, { n, tên: 'ô "' }),
  );

async function writeMany(ctx: Ctx, count: number) {
  for (let n = 0; n < count; n++) await write(ctx, n);
}

/** Someone who owns the database and changes what was written. */
async function tamper(db: Db, ...statements: RawBuilder<unknown>[]) {
  await sql`alter table kernel.event disable trigger user; alter table kernel.seal disable trigger user`.execute(db);
  for (const statement of statements) await statement.execute(db);
  await sql`alter table kernel.event enable trigger user; alter table kernel.seal enable trigger user`.execute(db);
}

const nth = (n: number) => sql`(select event_id from kernel.seal where seq = ${n})`;

test('events are sealed in turn, several at once or many times over; the whole log verifies', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  expect(await verifyLog(ctx)).toEqual({ sealed: 0, waiting: 0, newest: null, difference: null });
  await writeMany(ctx, 7);
  expect(await verifyLog(ctx)).toMatchObject({ sealed: 0, waiting: 7, difference: null });
  expect(await sealEvents(ctx, 3)).toBe(7);
  expect(await sealEvents(ctx)).toBe(0);
  await writeMany(ctx, 2);
  await sealEvents(ctx);
  const { hash } = (await checkpoint(ctx))!;
  expect(await verifyLog(ctx)).toEqual({ sealed: 9, waiting: 0, newest: { seq: 9, hash }, difference: null });
});

test('several processes seal at once: each event once, in one chain', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  await writeMany(ctx, 40);
  await Promise.all([1, 2, 3, 4, 5].map(() => sealEvents(ctx, 2)));
  await sealEvents(ctx);
  expect(await verifyLog(ctx)).toMatchObject({ sealed: 40, waiting: 0, difference: null });
});

test('an event that commits late is sealed later; sealing waits for no writer and no writer for it', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  let written = () => {};
  const isWritten = new Promise<void>((done) => (written = done));
  const late = inTransaction(ctx, async (tx) => {
    await record(tx, 'test.late', { kind: 'test', id: 'late' });
    written();
    await held;
  });
  await isWritten;
  await writeMany(ctx, 3);
  expect(await sealEvents(ctx)).toBe(3);
  release();
  await late;
  expect(await sealEvents(ctx)).toBe(1);
  const { rows } = await sql<{ id: string }>`select event.subject_id as id from kernel.seal
    join kernel.event on event.id = event_id order by seq`.execute(db);
  expect(rows.at(-1)).toEqual({ id: 'late' });
  expect((await verifyLog(ctx)).difference).toBeNull();
});

test('an event that was rolled back leaves nothing that waits', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  const failed = inTransaction(ctx, async (tx) => {
    await record(tx, 'test.done', { kind: 'test', id: '1' });
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await verifyLog(ctx)).toMatchObject({ sealed: 0, waiting: 0, difference: null });
});

test('a person is forgotten: the name goes, the log still verifies', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  const id = newId();
  await db
    .insertInto('identity.person')
    .values({ id, name: 'Nguyễn Văn Thử', email: 'thu@example.vn', email_verified: false })
    .execute();
  await inTransaction({ ...ctx, actor: { id, name: 'Thử', grants: [] } }, (tx) =>
    record(tx, 'person.opened', { kind: 'person', id }),
  );
  await sealEvents(ctx);
  await db.deleteFrom('identity.person').where('id', '=', id).execute();
  expect((await verifyLog(ctx)).difference).toBeNull();
});

test('the log refuses to be changed by the way', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  await write(ctx, 1);
  await sealEvents(ctx);
  for (const statement of [
    sql`update kernel.event set type = 'x'`,
    sql`delete from kernel.event`,
    sql`update kernel.seal set seq = 5`,
    sql`delete from kernel.seal`,
  ])
    await expect(statement.execute(db)).rejects.toThrow('The log is immutable');
});

const columns = {
  at: sql`at = at + interval '1 microsecond'`,
  type: sql`type = type || '.'`,
  subject_kind: sql`subject_kind = 'other'`,
  subject_id: sql`subject_id = '#'`,
  area_path: sql`area_path = null`,
  actor_id: sql`actor_id = ${newId()}::uuid`,
  data: sql`data = data || '{"n": 1000}'`,
};

test('whatever column of whatever event is changed, that event is named', async () => {
  const { db } = await fileDatabase();
  const ctx = systemCtx(db);
  await writeMany(ctx, 12);
  await sealEvents(ctx);
  await tamper(db, sql`create table kept as select * from kernel.event`);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(...(Object.keys(columns) as (keyof typeof columns)[])),
      async (seq, column) => {
        await tamper(db, sql`update kernel.event set ${columns[column]} where id = ${nth(seq)}`);
        const { difference } = await verifyLog(ctx);
        await tamper(db, sql`delete from kernel.event`, sql`insert into kernel.event select * from kept`);
        expect(difference).toMatchObject({ what: 'event_changed', seq });
      },
    ),
    { numRuns: 40 },
  );
  expect((await verifyLog(ctx)).difference).toBeNull();
});

const forged = (id: string) => sql`insert into kernel.event (id, at, type, subject_kind, subject_id, data)
  values (${id}, now(), 'test.forged', 'test', '1', '{}')`;
const inserted = newId();

const tamperings: [string, RawBuilder<unknown>[], object][] = [
  ['an event is removed', [sql`delete from kernel.event where id = ${nth(4)}`], { what: 'event_removed', seq: 4 }],
  ['an event is inserted', [forged(inserted)], { what: 'event_inserted', seq: null, event: inserted }],
  [
    'the hash of a seal',
    [sql`update kernel.seal set hash = sha256('x') where seq = 4`],
    { what: 'seal_broken', seq: 4 },
  ],
  ['when a seal was made', [sql`update kernel.seal set sealed_at = sealed_at - interval '1 day' where seq = 4`], { what: 'event_changed', seq: 4 }], // prettier-ignore
  ['a seal is removed', [sql`delete from kernel.seal where seq = 4`], { what: 'seal_removed', seq: 4 }],
  ['the first seal is removed', [sql`delete from kernel.seal where seq = 1`], { what: 'seal_removed', seq: 1 }],
  ['the last seal is removed', [sql`delete from kernel.seal where seq = 8`], { what: 'event_inserted', seq: null }],
  ['two events change places', [sql`update kernel.seal set event_id = case seq when 4 then ${nth(5)} else ${nth(4)} end where seq in (4, 5)`], { what: 'event_changed', seq: 4 }], // prettier-ignore
  ['one that waits is removed', [sql`insert into kernel.unsealed values (${inserted})`], { what: 'event_removed', seq: null }], // prettier-ignore
];

test.each(tamperings)('%s: found', async (_, statements, difference) => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  await writeMany(ctx, 8);
  await sealEvents(ctx);
  await tamper(db, ...statements);
  expect((await verifyLog(ctx)).difference).toMatchObject(difference);
});

test('a checkpoint that somebody noted is compared: whoever seals a changed log anew is found by it', async () => {
  const { db } = await freshDatabase();
  const ctx = systemCtx(db);
  await writeMany(ctx, 3);
  await sealEvents(ctx);
  const noted = (await checkpoint(ctx))!;
  await writeMany(ctx, 2);
  await sealEvents(ctx);
  expect(await compareCheckpoint(ctx, noted)).toBe('same');
  expect(await compareCheckpoint(ctx, { seq: 99, hash: noted.hash })).toBe('beyond');
  await tamper(
    db,
    sql`update kernel.event set type = 'test.undone' where id = ${nth(2)}`,
    sql`insert into kernel.unsealed select event_id from kernel.seal`,
    sql`delete from kernel.seal`,
  );
  await sealEvents(ctx);
  expect((await verifyLog(ctx)).difference).toBeNull();
  expect(await compareCheckpoint(ctx, noted)).toBe('different');
});

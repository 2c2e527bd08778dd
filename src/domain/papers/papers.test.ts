import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/database.ts';
import { ctxOf, personWith, systemCtx, testDay } from '../../../test/makers/context.ts';
import { filesCtx, pdf, uploaded } from '../../../test/makers/files.ts';
import { aPaper, ownedBy, paperOf } from '../../../test/makers/papers.ts';
import { producerIn } from '../../../test/makers/products.ts';
import type { Db } from '#kernel/db';
import { newId } from '#kernel/ids';
import { checkPaper, correctPaper, depositPaper, takeBackPaper } from './actions.ts';
import { coverSubject, uncoverSubject } from './covers.ts';
import { expiringPapers, listPapers, paperById, paperDuties, papersOf } from './queries.ts';
import { addDays, addMonths, endOf, faultOf, stateOn } from './rules.ts';
import { changePaperType, paperTypes } from './types.ts';

let db: Db;
let producer: string;
beforeEach(async () => {
  ({ db } = await freshDatabase());
  producer = await producerIn(db, 'VN/22/06970');
});

const officer = (area = 'VN/22/06970') => personWith(db, 'commune_officer', { area });
const owner = () => personWith(db, 'producer_owner', { organisation: producer });
const { owner: _, ...fields } = aPaper('');

test('a paper is valid on its last day and ended on the next; it is expiring from its lead on, to the day', () => {
  const terms = { life_months: 36, lead_days: 30 };
  const paper = { issued_on: '2024-05-10', printed_end: null };
  expect(['2027-04-09', '2027-04-10', '2027-05-10', '2027-05-11'].map((day) => stateOn(day, paper, terms))).toEqual([
    'valid',
    'expiring',
    'expiring',
    'expired',
  ]);
  expect(stateOn('2027-05-10', paper, { ...terms, lead_days: 0 })).toBe('expiring');
  expect(stateOn('2027-05-09', paper, { ...terms, lead_days: 0 })).toBe('valid');
});

test('the printed end wins over the life of the type; without either nobody knows', () => {
  const life = { life_months: 36 };
  expect([
    endOf({ issued_on: '2024-05-10', printed_end: '2026-05-09' }, life),
    endOf({ issued_on: null, printed_end: '2026-05-09' }, { life_months: null }),
    endOf({ issued_on: '2024-02-29', printed_end: null }, life),
    endOf({ issued_on: '2024-05-10', printed_end: null }, { life_months: null }),
    endOf({ issued_on: null, printed_end: null }, life),
  ]).toEqual(['2026-05-09', '2026-05-09', '2027-02-28', null, null]);
});

test('a paper says its number or shows its file; its days are in order and in the calendar of people', () => {
  type Typed = Parameters<typeof faultOf>[0];
  const paper: Typed = { number: '1', file: null, issued_on: '2025-01-01', printed_end: '2026-01-01' };
  const fault = (given: Partial<Typed>) => faultOf({ ...paper, ...given }, testDay)?.path;
  expect([
    fault({}),
    fault({ number: null }),
    fault({ number: null, file: 'x' }),
    fault({ issued_on: addDays(testDay, 1) }),
    fault({ issued_on: testDay }),
    fault({ printed_end: '2025-01-01' }),
    fault({ printed_end: '2055-01-01' }),
    fault({ printed_end: '2055-01-02' }),
  ]).toEqual([undefined, 'file', undefined, 'issued_on', 'printed_end', 'printed_end', undefined, 'printed_end']);
});

test('PostgreSQL computes the end and the state as the rule does', async () => {
  const day = fc.integer({ min: 0, max: 12_000 }).map((n) => addDays('2000-01-01', n));
  await fc.assert(
    fc.asyncProperty(day, fc.option(day), fc.integer({ min: 1, max: 200 }), fc.nat(400), day, async (...given) => {
      const [issued_on, printed_end, life_months, lead_days, on] = given;
      const { rows } = await sql<{ end: string; soon: string }>`
        select ends as "end", (${on}::date + ${lead_days}::int)::date as soon from (select coalesce(${printed_end}::date,
          (${issued_on}::date + make_interval(months => ${life_months}))::date) as ends) one`.execute(db);
      const { end, soon } = rows[0]!;
      expect(endOf({ issued_on, printed_end }, { life_months })).toBe(end);
      expect(stateOn(on, { issued_on, printed_end }, { life_months, lead_days })).toBe(
        end < on ? 'expired' : end <= soon ? 'expiring' : 'valid',
      );
    }),
    { numRuns: 60 },
  );
  expect(addMonths('2025-01-31', 1)).toBe('2025-02-28');
});

test('every state is found by its filter, the first to end first', async () => {
  const ended = await paperOf(db, producer, { number: 'A', issued_on: '2023-11-22' });
  const ending = await paperOf(db, producer, { number: 'B', issued_on: '2023-11-23' });
  const valid = await paperOf(db, producer, { number: 'C', issued_on: '2026-11-23' });
  const unknown = await paperOf(db, producer, { number: 'D', type: 'test_report' });
  const ctx = systemCtx(db);
  expect((await papersOf(ctx, { kind: 'producer', id: producer })).map(({ id, state }) => [id, state])).toEqual([
    [ended, 'expired'],
    [ending, 'expiring'],
    [valid, 'valid'],
    [unknown, 'unknown'],
  ]);
  for (const [id, state] of [
    [ended, 'expired'],
    [ending, 'expiring'],
    [valid, 'valid'],
    [unknown, 'unknown'],
  ] as const)
    expect((await listPapers(ctx, { state })).items.map((row) => row.id)).toEqual([id]);
  expect((await listPapers(ctx, { q: 'b' })).items.map((row) => row.id)).toEqual([ending]);
  expect((await listPapers(ctx, { type: 'test_report' })).items).toHaveLength(1);
  expect((await listPapers(ctx, { area: 'VN/22/06994' })).items).toEqual([]);
});

test('a type’s life is data: changed, its papers end otherwise from the same moment, and what was assumed stays', async () => {
  const id = await paperOf(db, producer, { issued_on: '2024-01-01' });
  const ctx = systemCtx(db);
  const type = (await paperTypes(ctx)).find(({ code }) => code === 'food_safety')!;
  expect((await paperById(ctx, id)).end).toBe('2027-01-01');
  const { name_vi, name_en, lead_days } = type;
  await changePaperType(ctx, { id: type.id, version: 1, name_vi, name_en, lead_days, life_months: 24, offered: 'on' });
  expect((await paperById(ctx, id)).end).toBe('2026-01-01');
  const wordings = await db
    .selectFrom('papers.type')
    .select(['version', 'life_months'])
    .where('id', '=', type.id)
    .orderBy('version')
    .execute();
  expect(wordings).toEqual([
    { version: 1, life_months: 36 },
    { version: 2, life_months: 24 },
  ]);
  await changePaperType(ctx, { id: type.id, version: 2, name_vi, name_en, lead_days });
  await expect(depositPaper(ctx, aPaper(producer, { number: 'neu' }))).rejects.toMatchObject({
    issues: [{ path: 'type', key: 'fields.choice' }],
  });
});

test('officers see the papers of their place, a producer its own; a stranger’s is not there', async () => {
  const id = await paperOf(db, producer);
  const neighbour = await producerIn(db, 'VN/22/06994', 'HTX Khác');
  const seen = [await officer(), await owner(), await personWith(db, 'auditor', { area: 'VN' })];
  const unseen = [
    await officer('VN/22/06994'),
    await personWith(db, 'producer_owner', { organisation: neighbour }),
    await personWith(db, 'producer_member', {}),
    null,
  ];
  for (const actor of seen) expect((await paperById(ctxOf(db, actor), id)).id).toBe(id);
  for (const actor of unseen) {
    const ctx = ctxOf(db, actor);
    await expect(paperById(ctx, id)).rejects.toMatchObject({ code: 'not_found' });
    expect([
      (await listPapers(ctx, {})).items,
      await papersOf(ctx, { kind: 'producer', id: producer }),
      await expiringPapers(ctx),
    ]).toEqual([[], [], []]);
  }
  const correct = (actor: Parameters<typeof ctxOf>[1]) =>
    correctPaper(ctxOf(db, actor), { ...fields, id, version: 1, issuer: 'x' });
  await expect(correct(unseen[0]!)).rejects.toMatchObject({ code: 'not_found' });
  await expect(correct(unseen[1]!)).rejects.toMatchObject({ code: 'not_found' });
});

test('nobody names another place for a producer to reach its papers', async () => {
  const forged = (actor: Parameters<typeof ctxOf>[1], area: string, organisation = producer) =>
    depositPaper(ctxOf(db, actor), aPaper(producer, { owner: { ...ownedBy(producer, area), organisation } }));
  const elsewhere = await officer('VN/22/06994');
  await expect(forged(elsewhere, 'VN/22/06970')).rejects.toMatchObject({ code: 'refused' });
  await expect(forged(elsewhere, 'VN/22/06994')).rejects.toMatchObject({
    issues: [{ path: 'owner', key: 'papers.owner_unknown' }],
  });
  const own = await producerIn(db, 'VN/22/06994', 'HTX Khác');
  const stranger = await personWith(db, 'producer_owner', { organisation: own });
  await expect(forged(stranger, 'VN/22/06994', own)).rejects.toThrow(/paper_check|violates check/);
});

test('what a producer hands in waits for a check; an officer’s word stands until the producer changes it', async () => {
  const [own, checker] = [await owner(), await officer()];
  const { id } = await depositPaper(ctxOf(db, own), aPaper(producer, { checked: 'on' }));
  const ctx = ctxOf(db, checker);
  expect((await paperById(ctx, id)).verdict).toBeNull();
  expect((await paperDuties(ctx)).unchecked).toBe(1);
  await expect(checkPaper(ctxOf(db, own), { id, version: 1, verdict: 'right' })).rejects.toMatchObject({
    code: 'refused',
  });
  await expect(checkPaper(ctx, { id, version: 1, verdict: 'wrong' })).rejects.toMatchObject({
    issues: [{ path: 'note', key: 'papers.say_why' }],
  });
  await checkPaper(ctx, { id, version: 1, verdict: 'right' });
  expect(await paperById(ctx, id)).toMatchObject({ verdict: 'right', checked_by: checker.id, version: 2 });
  await expect(takeBackPaper(ctxOf(db, own), { id, version: 2, why: 'twice' })).rejects.toMatchObject({
    code: 'refused',
  });
  await correctPaper(ctxOf(db, own), { ...fields, id, version: 2, number: '13/2025' });
  expect(await paperById(ctx, id)).toMatchObject({ verdict: null, checked_by: null, number: '13/2025' });
  const late = correctPaper(ctx, { ...fields, id, version: 2 });
  await expect(late).rejects.toMatchObject({
    code: 'version.stale',
    details: { version: 3, theirs: { number: '13/2025' } },
  });
});

test('a file goes with its paper: claimed once, replaced by a new one, kept when none is given', async () => {
  const ctx = filesCtx(db, await officer());
  const upload = await uploaded(ctx);
  const { id } = await depositPaper(ctx, aPaper(producer, { number: null, file: `${upload} giay.pdf` }));
  const first = await paperById(ctx, id);
  expect(first.file).toMatchObject({ kind: 'pdf', name: 'giay.pdf' });
  await expect(depositPaper(ctx, aPaper(producer, { number: 'X', file: upload }))).rejects.toMatchObject({
    issues: [{ path: 'file', key: 'files.gone' }],
  });
  await correctPaper(ctx, { ...fields, id, version: 1 });
  expect((await paperById(ctx, id)).file_id).toBe(first.file_id);
  await correctPaper(ctx, { ...fields, id, version: 2, file: await uploaded(ctx, pdf({ catalog: '/Lang (vi)' })) });
  expect((await paperById(ctx, id)).file!.hash).not.toBe(first.file!.hash);
  const refused = uploaded(ctx, pdf({ catalog: '/OpenAction << /S /JavaScript >>' }));
  await expect(correctPaper(ctx, { ...fields, id, version: 3, file: await refused })).rejects.toMatchObject({
    issues: [{ path: 'file', key: 'files.pdf_script' }],
  });
});

test('a paper covers what it is said to cover, and a later one of the same takes its place in the warnings', async () => {
  const ctx = systemCtx(db);
  const [honey, tea] = [newId(), newId()].map((id) => ({ kind: 'product', id }));
  const old = await paperOf(db, producer, { number: 'A', issued_on: '2023-12-01', covers: [honey, tea] });
  await expect(coverSubject(ctx, { paper: old, subject: honey })).rejects.toMatchObject({
    issues: [{ key: 'papers.covered_already' }],
  });
  expect((await papersOf(ctx, honey!)).map(({ id }) => id)).toEqual([old]);
  expect((await expiringPapers(ctx)).map(({ id }) => id)).toEqual([old]);
  const later = await paperOf(db, producer, { number: 'B', issued_on: '2026-10-01', covers: [honey] });
  expect((await expiringPapers(ctx)).map(({ id }) => id)).toEqual([old]); // tea is covered by the old one alone
  await coverSubject(ctx, { paper: later, subject: tea });
  const none = { expiring: 0, expired: 0, unchecked: 2, unchecked_since: ctx.now, first_end: null, first_ended: null };
  expect([await expiringPapers(ctx), await paperDuties(ctx)]).toEqual([[], none]);
  await uncoverSubject(ctx, { paper: old, subject: tea });
  expect((await papersOf(ctx, tea!)).map(({ id }) => id)).toEqual([later]);
  await takeBackPaper(ctx, { id: later, version: 1, why: 'twice' });
  expect((await expiringPapers(ctx)).map(({ id }) => id)).toEqual([old]);
});

test('one producer has a paper of one type and number once; the log holds neither number nor issuer', async () => {
  const ctx = ctxOf(db, await officer());
  const id = await paperOf(db, producer, { number: 'BI-MAT-1', issuer: 'BI-MAT-2' });
  await expect(depositPaper(ctx, aPaper(producer, { number: 'BI-MAT-1' }))).rejects.toMatchObject({
    issues: [{ path: 'number', key: 'papers.number_taken' }],
  });
  await correctPaper(ctx, { ...fields, id, version: 1, number: 'BI-MAT-3', issued_on: '2025-03-02' });
  await checkPaper(ctx, { id, version: 2, verdict: 'wrong', note: 'BI-MAT-4' });
  const events = await db
    .selectFrom('kernel.event')
    .select('data')
    .where('type', 'like', 'paper.%')
    .orderBy('id')
    .execute();
  expect(events).toHaveLength(3);
  expect(JSON.stringify(events)).not.toContain('BI-MAT');
  expect(events[1]!.data).toEqual({
    paper: id,
    changes: { issued_on: ['2025-03-01', '2025-03-02'] },
    unquoted: ['number', 'issuer'],
  });
});

test('a producer that moves takes its papers along', async () => {
  const id = await paperOf(db, producer);
  await db
    .updateTable('producers.producer')
    .set({ commune_id: '06994', area_path: 'VN/22/06994' })
    .where('id', '=', producer)
    .execute();
  expect((await paperById(ctxOf(db, await officer('VN/22/06994')), id)).id).toBe(id);
  await expect(paperById(ctxOf(db, await officer()), id)).rejects.toMatchObject({ code: 'not_found' });
});

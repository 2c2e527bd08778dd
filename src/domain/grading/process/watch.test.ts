import { expect, test } from 'vitest';
import { fileDatabase } from '../../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../../test/makers/context.ts';
import { dossierAt } from '../../../../test/makers/dossiers.ts';
import { aProduct, aRecognition, producerIn } from '../../../../test/makers/products.ts';
import { registerProduct } from '#domain/products/actions';
import { recordRecognition } from '#domain/products/recognitions';
import { daysAfter } from '#kernel/working-days';
import { boardCounts, regradingsUnderWay, watchBoard } from './board.ts';
import { possibleOf, reminderOn, watchStage } from './watch.ts';

const old = { end: '2027-06-30', decidedOn: '2024-06-30', filed: false };
const every = { stage: null, stars: null, area: null, page: 1 };

test('a certificate is watched from 90 days before its window until a year after its end', () => {
  const stages = [
    '2026-10-02', '2026-10-03', '2026-12-31', '2027-01-01', '2027-02-15', '2027-02-16', '2027-03-02', '2027-03-03',
    '2027-06-30', '2027-07-01', '2028-06-29', '2028-06-30',
  ].map((day) => watchStage(old, day)); // prettier-ignore
  expect(stages).toEqual([
    null, 'soon', 'soon', 'open', 'open', 'closing', 'closing', 'missed', 'missed', 'expired', 'expired', null,
  ]); // prettier-ignore
  expect(watchStage({ ...old, filed: true }, '2027-03-03')).toBe('filed');
});

test('what is late may still be filed where article 12.3 lets it: a star decided before 22/5/2026', () => {
  expect(possibleOf(old, 'missed', '2027-03-03')).toBe('missed_late');
  expect(possibleOf(old, 'expired', '2027-12-27')).toBe('expired_late');
  expect(possibleOf(old, 'expired', '2027-12-28')).toBe('expired');
  expect(possibleOf({ ...old, decidedOn: '2026-05-22' }, 'missed', '2027-03-03')).toBe('missed');
});

test('twelve and six months ahead, when the window opens, 14 and 3 days before it closes, missed, ended', () => {
  const days = ['2026-06-29', '2026-06-30', '2026-12-30', '2027-01-01', '2027-02-16', '2027-02-27', '2027-03-03', '2027-07-01']; // prettier-ignore
  expect(days.map((day) => reminderOn(old, day))).toEqual([
    null, 'star_year', 'star_half', 'star_ahead', 'star_closing', 'star_last', 'star_missed_late', 'star_ended',
  ]); // prettier-ignore
  const recent = { ...old, decidedOn: '2026-06-30' };
  expect(reminderOn(recent, '2027-03-03')).toBe('star_missed');
  expect([
    reminderOn({ ...old, filed: true }, '2027-03-03'),
    reminderOn({ ...old, filed: true }, '2027-07-01'),
  ]).toEqual([null, 'star_ended']);
});

test('the board says on every day what the rule says, in the areas of whoever looks', async () => {
  const { db } = await fileDatabase();
  const producer = await producerIn(db, 'VN/22/06970');
  const { id: product } = await registerProduct(systemCtx(db), aProduct(producer));
  const recognition = { decided_on: '2024-06-30', criteria: '148/QĐ-TTg' };
  await recordRecognition(systemCtx(db), aRecognition(product, recognition));
  for (let i = -280; i <= 380; i += 1) {
    const day = daysAfter(old.end, i);
    const { items } = await watchBoard(systemCtx(db, day), every);
    expect(items[0]?.stage ?? null, day).toBe(watchStage(old, day));
  }
  const today = '2027-03-03';
  const officer = await personWith(db, 'commune_officer', { area: 'VN/22/06970' });
  const neighbour = await personWith(db, 'commune_officer', { area: 'VN/22/06994' });
  expect((await watchBoard(ctxOf(db, officer, today), every)).items).toMatchObject([
    { id: product, stage: 'missed', possible: 'missed_late', until: '2027-12-27', stars: 4, commune: 'Ba Chẽ' },
  ]);
  expect(await boardCounts(ctxOf(db, officer, today))).toEqual({ missed: 1 });
  expect((await watchBoard(ctxOf(db, neighbour, today), every)).items).toEqual([]);
  expect((await watchBoard(ctxOf(db, officer, today), { ...every, stage: 'open' })).items).toEqual([]);
  await dossierAt(db, { level: 'commune', status: 'filed' }, { product_id: product, producer_id: producer, kind: 'regrading' }); // prettier-ignore
  expect(await boardCounts(ctxOf(db, officer, today))).toEqual({ filed: 1 });
  expect(await regradingsUnderWay(systemCtx(db), [product])).toEqual(new Set([product]));
});

import { expect, test } from 'vitest';
import { fileDatabase } from '../../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../../test/makers/context.ts';
import { councilRules } from '../../../../test/makers/process.ts';
import { communes } from '../../../../test/makers/producers.ts';
import { rulesFor, rulesWithPast, setCouncilRules, usualRules } from './council-rules.ts';
import { cycleOf, cycleState, setCycle, usualCycle } from './cycle.ts';
import { processPlaces, roundOfProposal, roundsOf } from './queries.ts';
import { addRound, changeRound, closeRound, makeRounds, reopenRound } from './rounds.ts';
import { mergeSettings, roundState } from './rules.ts';

const { db } = await fileDatabase();
await communes(db);
const province = await personWith(db, 'province_officer', { area: 'VN/22' });
const ministry = await personWith(db, 'ministry_officer', { area: 'VN' });
const ctx = ctxOf(db, province);

const shown = async (area: string, year: number) =>
  (await roundsOf(ctx, area, year)).map(({ no, proposed_until, graded_until, extra, state }) => [
    no,
    proposed_until,
    graded_until,
    extra,
    state,
  ]);

test('one press makes the rounds of a year as the decision sets them; the ministry has its own', async () => {
  await makeRounds(ctx, { area: 'VN/22', year: '2026' });
  expect(await shown('VN/22', 2026)).toEqual([
    [1, '2026-04-29', '2026-06-29', false, 'late'],
    [2, '2026-10-29', '2026-12-29', false, 'grading'],
  ]);
  await expect(makeRounds(ctx, { area: 'VN/22', year: 2026 })).rejects.toMatchObject({
    code: 'state.conflict',
    details: { reason: 'process.rounds_there' },
  });
  await expect(makeRounds(ctx, { area: 'VN', year: 2026 })).rejects.toMatchObject({ code: 'refused' });
  await makeRounds(ctxOf(db, ministry), { area: 'VN', year: 2026 });
  expect((await shown('VN', 2026)).map(([, proposed]) => proposed)).toEqual(['2026-07-29', '2027-01-29']);
  // Before 26/2026 no national text set rounds: the province's own plan did.
  await expect(makeRounds(ctx, { area: 'VN/22', year: 2024 })).rejects.toMatchObject({
    details: { reason: 'process.no_rounds' },
  });
});

test('an extra round needs its basis; days are edited in its year, and a closed round stays as it was', async () => {
  const extra = { area: 'VN/22', year: 2027, proposed_until: '2027-08-15', graded_until: '2027-09-30' };
  await expect(addRound(ctx, extra)).rejects.toMatchObject({ issues: [{ path: 'basis', key: 'fields.required' }] });
  const { id } = await addRound(ctx, { ...extra, basis: 'Kế hoạch 45/KH-UBND' });
  await makeRounds(ctx, { area: 'VN/22', year: 2027 }); // the decision's own numbers were kept free
  expect((await shown('VN/22', 2027)).map(([no, , , isExtra]) => [no, isExtra])).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ]);
  // "Before 30/4": a proposal of the 29th is of the first round, one of the 30th of the next.
  const roundOn = async (day: string) => (await roundOfProposal(ctx, 'VN/22', day))?.no;
  expect([await roundOn('2027-04-29'), await roundOn('2027-04-30'), await roundOn('2027-08-16')]).toEqual([1, 3, 2]);
  const wrong = { id, version: 1, proposed_until: '2027-09-30', graded_until: '2027-09-30' };
  await expect(changeRound(ctx, wrong)).rejects.toMatchObject({ issues: [{ path: 'graded_until' }] });
  await expect(changeRound(ctx, { ...wrong, proposed_until: '2026-12-31' })).rejects.toMatchObject({
    issues: [{ path: 'proposed_until', key: 'process.outside_year', params: { year: 2027 } }],
  });
  await changeRound(ctx, { ...wrong, proposed_until: '2027-08-20' });
  await closeRound(ctx, { id, version: 2 });
  await expect(changeRound(ctx, { ...wrong, version: 3, proposed_until: '2027-08-21' })).rejects.toMatchObject({
    details: { reason: 'process.round_closed' },
  });
  await reopenRound(ctx, { id, version: 3 });
  await expect(closeRound(ctx, { id, version: 3 })).rejects.toMatchObject({ code: 'version.stale' });
});

test('a round takes proposals up to its last day, then is graded, then is late until it is closed', () => {
  const round = { proposed_until: '2026-10-29', graded_until: '2026-12-29', closed_at: null };
  const states = ['2026-10-29', '2026-10-30', '2026-12-29', '2026-12-30'].map((day) => roundState(round, day));
  expect(states).toEqual(['proposing', 'grading', 'grading', 'late']);
  expect(roundState({ ...round, closed_at: new Date(0) }, '2026-10-01')).toBe('closed');
});

test('where a province has set nothing, the defaults of the decision hold; each wording that it sets is kept', async () => {
  expect(await rulesFor(ctx, 'VN/22/06970')).toMatchObject({ area: 'VN/22', version: 0, rules: usualRules });
  expect(usualRules).toMatchObject({
    mergeRule: 'meanOfTotals',
    spreadLimit: 10,
    quorum: { of: 3, outOf: 4, chairRequired: true },
    minimumTest: 'majority',
    minimaEffect: 'capStar',
    completionStopsClock: false,
  });
  await setCouncilRules(ctx, { area: 'VN/22', version: 0, ...councilRules });
  const { rules, number } = await rulesFor(ctx, 'VN/22/06970');
  expect([number, rules.quorum, rules.planRequired, rules.ideaRequired]).toEqual([
    '12/QC-HĐ',
    { of: 2, outOf: 3, chairRequired: true },
    true,
    false,
  ]);
  await expect(setCouncilRules(ctx, { area: 'VN/22', version: 0, ...councilRules })).rejects.toMatchObject({
    code: 'version.stale',
    details: { version: 1, theirs: { spreadLimit: 8 } },
  });
  await expect(
    setCouncilRules(ctx, { area: 'VN/22', version: 1, ...councilRules, quorumOf: 4, quorumOutOf: 3 }),
  ).rejects.toMatchObject({ issues: [{ path: 'quorumOf' }] });
  await setCouncilRules(ctx, { area: 'VN/22', version: 1, ...councilRules, spreadLimit: 12 });
  expect((await rulesWithPast(ctx, 'VN/22')).map(({ version, rules: held }) => [version, held.spreadLimit])).toEqual([
    [2, 12],
    [1, 8],
  ]);
  expect((await rulesFor(ctx, 'VN')).version).toBe(0); // the ministry's council has its own
});

test('the rules become what the merging of sheets takes', () => {
  expect(mergeSettings(usualRules, 9)).toEqual({
    mergeRule: 'meanOfTotals',
    spreadLimit: 10,
    quorum: { of: 3, outOf: 4, chairRequired: true },
    members: 9,
    minimumTest: 'majority',
    minimaEffect: 'capStar',
  });
  const byVerified = { ...usualRules, minimumTest: 'verified' as const };
  expect(() => mergeSettings(byVerified, 9)).toThrow(RangeError);
  expect(mergeSettings(byVerified, 9, { answers: {}, broken: [] })).toMatchObject({ minimumTest: 'verified' });
});

test('the cycle of a year is set in one write, begins from the usual one, and is read by everybody', async () => {
  const usual = await usualCycle(ctx, 'VN/22', 2027);
  expect(usual.find(({ step }) => step === 'grading')).toMatchObject({ from_on: '2027-04-29', to_on: '2027-12-29' });
  const cycle = { area: 'VN/22', year: 2027, call_from: '01/03/2027', call_to: '2027-04-30', ideas_from: '2027-04-01' };
  await expect(setCycle(ctx, { ...cycle, version: 0 })).rejects.toMatchObject({ issues: [{ path: 'ideas_to' }] });
  await expect(setCycle(ctx, { ...cycle, version: 0, ideas_to: '2027-03-01' })).rejects.toMatchObject({
    issues: [{ path: 'ideas_to', key: 'process.ends_before' }],
  });
  await setCycle(ctx, { ...cycle, version: 0, ideas_to: '2027-06-30', ideas_note: 'Nộp tại xã' });
  const held = await cycleOf(ctxOf(db, null), 'VN/22', 2027);
  expect(held).toMatchObject({ version: 1, steps: [{ step: 'call' }, { step: 'ideas', note: 'Nộp tại xã' }] });
  await expect(setCycle(ctx, { ...cycle, version: 0, ideas_to: '2027-06-30' })).rejects.toMatchObject({
    code: 'version.stale',
  });
  await setCycle(ctx, { area: 'VN/22', year: 2027, version: 1, grading_from: '2027-07-01', grading_to: '2027-08-31' });
  expect((await cycleOf(ctx, 'VN/22', 2027)).steps.map(({ step }) => step)).toEqual(['grading']);
  const states = ['2027-02-28', '2027-03-01', '2027-04-30', '2027-05-01'].map((day) =>
    cycleState({ from_on: '2027-03-01', to_on: '2027-04-30' }, day),
  );
  expect(states).toEqual(['ahead', 'now', 'now', 'over']);
});

test('the places whose process one looks at: what one sets comes first', async () => {
  expect((await processPlaces(ctx)).map(({ path, sets }) => [path, sets])).toEqual([
    ['VN/22', true],
    ['VN', false],
  ]);
  expect((await processPlaces(ctxOf(db, ministry))).map(({ path, sets }) => [path, sets])).toEqual([
    ['VN', true],
    ['VN/22', false],
  ]);
  expect((await processPlaces(systemCtx(db))).every(({ sets }) => sets)).toBe(true);
});

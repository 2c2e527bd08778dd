import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../../test/database.ts';
import { ctxOf, personWith, systemCtx } from '../../../../test/makers/context.ts';
import { aSitting, scores, wholeSheet } from '../../../../test/makers/councils.ts';
import type { Db } from '#kernel/db';
import { closeSession, leaveUndecided, settleDossier, turnIntoMeeting } from './closing.ts';
import { draftDecision } from '#domain/grading/decisions/drafts';
import { decisionById } from '#domain/grading/decisions/queries';
import { scoredDossiers } from '#domain/grading/decisions/results';
import { declareOnPaper, keySheet } from './keyed.ts';
import { addMember, endMember } from './make-up.ts';
import { matrixOf, settledTotals, sheetsOfResult } from './matrix.ts';
import { councilById, councilDuties, dossiersFor, listCouncils, mySealed, mySessions, sessionById } from './queries.ts';
import { ownSealed, scoringRoom } from './room.ts';
import { replay } from './replay.ts';
import { sealedText } from './rules.ts';
import { openSession, setAttendance } from './sessions.ts';
import { declare, saveSheet, sealSheet } from './sheets.ts';

const conflict = (reason: string) => ({ code: 'state.conflict', details: { reason: `councils.${reason}` } });
const statusOf = async (db: Db, id: string) =>
  (await db.selectFrom('grading.dossier').select('status').where('id', '=', id).executeTakeFirstOrThrow()).status;

test('3.2 nothing of a dossier opens before the declaration, nor with a conflict; a conflict is not taken back', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db);
  const key = { session: at.session, dossier: at.dossier };
  const [, one, two] = at.seated;
  const ctx = ctxOf(db, one!.person);
  const answers = (await wholeSheet(db)).map((given) => ({ ...given, version: 0 }));
  expect((await scoringRoom(ctx, at.session, at.dossier)).open).toBeNull();
  await expect(saveSheet(ctx, { ...key, answers })).rejects.toMatchObject(conflict('undeclared'));
  await declare(ctx, { ...key, conflict: 'no' });
  expect((await scoringRoom(ctx, at.session, at.dossier)).open?.sheet.code).toBe('QD26-12');
  const other = ctxOf(db, two!.person);
  await db.updateTable('grading.dossier').set({ opened_by: two!.person.id }).where('id', '=', at.dossier).execute();
  expect((await scoringRoom(other, at.session, at.dossier)).likely).toEqual(['helped']);
  await declare(other, { ...key, conflict: 'yes', ground: 'consultant' });
  expect((await scoringRoom(other, at.session, at.dossier)).open).toBeNull();
  await expect(saveSheet(other, { ...key, answers })).rejects.toMatchObject(conflict('conflicted'));
  await expect(declare(other, { ...key, conflict: 'no' })).rejects.toMatchObject(conflict('declared'));
  const stranger = ctxOf(db, await personWith(db, 'council_member', { area: 'VN/22' }));
  await expect(scoringRoom(stranger, at.session, at.dossier)).rejects.toMatchObject({ code: 'not_found' });
});

test('3.2 a sealed sheet never changes, and its hash stands in the log without a score', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db);
  const key = { session: at.session, dossier: at.dossier };
  const [, one] = at.seated;
  const ctx = ctxOf(db, one!.person);
  await db
    .insertInto('grading.dossier_field')
    .values({ dossier_id: at.dossier, name: 'answer/1.1', value: '0', version: 1, changed_at: ctx.now })
    .execute();
  await declare(ctx, { ...key, conflict: 'no' });
  const answers = (await wholeSheet(db)).map((given) => ({ ...given, version: 0 }));
  await saveSheet(ctx, { ...key, answers: answers.slice(0, 5) });
  await expect(sealSheet(ctx, key)).rejects.toMatchObject({
    issues: expect.arrayContaining([{ path: 'comments.1.1', key: 'councils.say_why' }]) as unknown,
  });
  await saveSheet(ctx, { ...key, answers: answers.slice(5) });
  await saveSheet(ctx, { ...key, answers: [{ ...answers[0]!, comment: 'Có hợp đồng', version: 1 }] });
  // A second device that saw nothing of that overwrites nothing.
  const late = await saveSheet(ctx, { ...key, answers: [{ ...answers[0]!, value: 0 }] });
  expect(late).toMatchObject({ saved: {}, conflicts: [{ item: '1.1', version: 2 }] });
  // What the producer did not answer, too, differs from a member's answer.
  await saveSheet(ctx, { ...key, answers: answers.slice(1).map((given) => ({ ...given, comment: 'Đủ', version: 1 })) });
  await sealSheet(ctx, key);
  await expect(sealSheet(ctx, key)).rejects.toMatchObject(conflict('sealed'));
  await expect(saveSheet(ctx, { ...key, answers: [{ ...answers[0]!, version: 2 }] })).rejects.toMatchObject(conflict('sealed')); // prettier-ignore
  const sheet = await db.selectFrom('grading.member_sheet').selectAll().executeTakeFirstOrThrow();
  const given = await db.selectFrom('grading.member_answer').selectAll().execute();
  const text = sealedText({ dossier: at.dossier, member: one!.seat, scoring: 1, code: 'QD26-12', version: 1, salt: sheet.salt! }, given); // prettier-ignore
  expect(createHash('sha256').update(text).digest('hex')).toBe(sheet.seal);
  const event = await db
    .selectFrom('kernel.event')
    .select('data')
    .where('type', '=', 'sheet.sealed')
    .executeTakeFirstOrThrow();
  expect(event.data).toEqual({ dossier: at.dossier, member: one!.seat, sheet: sheet.id, seal: sheet.seal });
});

/** Everything that people of every role read of a council, as one text; seals are hashes of salted texts, so noise. */
async function allThatIsRead(db: Db, at: Awaited<ReturnType<typeof aSitting>>, onlooker: number) {
  const read: unknown[] = [];
  const telling = async (what: Promise<unknown>) =>
    read.push(await what.catch((error: { code: string }) => error.code));
  const people = [at.officer, at.secretary, at.seated[onlooker]!.person, await personWith(db, 'auditor', { area: 'VN' })];
  for (const person of people) {
    const ctx = ctxOf(db, person);
    await telling(listCouncils(ctx));
    await telling(councilById(ctx, at.council));
    await telling(sessionById(ctx, at.session));
    await telling(dossiersFor(ctx, { level: 'province', area_path: 'VN/22' }));
    await telling(mySessions(ctx));
    await telling(scoringRoom(ctx, at.session, at.dossier));
    await telling(matrixOf(ctx, at.session, at.dossier, 1));
    await telling(settledTotals(ctx, at.council));
    const { rows } = await sql<{ id: string }>`select id from grading.result`.execute(db);
    await telling(Promise.all(rows.map(({ id }) => sheetsOfResult(ctx, id))));
  }
  await telling(db.selectFrom('kernel.event').select(['type', 'subject_id', 'data']).orderBy('id').execute());
  await telling(sql`select * from notices.notice`.execute(db).then(({ rows }) => rows));
  return JSON.stringify(read);
} // prettier-ignore

test("3.2 others' scores are hidden until the session closes: no list, order, average, notice or event changes with them", async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db);
  for (const seated of at.seated.slice(1)) await scores(db, at, seated);
  await declare(ctxOf(db, at.seated[0]!.person), { session: at.session, dossier: at.dossier, conflict: 'no' });
  // The same database, but that what others scored is another thing.
  const change = async () => {
    await sql`update grading.member_answer set value = '0', comment = 'khác', version = version`.execute(db);
    await sql`update grading.member_sheet set total = 12, opinion = 'khác'`.execute(db);
  };
  const before = await allThatIsRead(db, at, 0);
  await change();
  expect(await allThatIsRead(db, at, 0)).toBe(before);
});

test('3.2 settled products stay hidden, too, until the session closes', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db, { dossiers: 2 });
  for (const seated of at.seated) await scores(db, at, seated, 2);
  const keeper = ctxOf(db, at.officer);
  expect(await settleDossier(keeper, { session: at.session, dossier: at.dossier, scoring: 1 })).toEqual({ state: 'done' }); // prettier-ignore
  await expect(matrixOf(keeper, at.session, at.dossier, 1)).rejects.toMatchObject({ code: 'not_found' });
  const before = await allThatIsRead(db, at, 0);
  await sql`update grading.result set total = 1, stars = 1, merged = '{}'`.execute(db);
  expect(await allThatIsRead(db, at, 0)).toBe(before);
});

test('3.3 a spread over the limit: the widest items first, scored again, both kept; closed once; replayed as it was', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db);
  const [chair, first, second, third, out] = at.seated;
  const key = { session: at.session, dossier: at.dossier };
  const keeper = ctxOf(db, at.secretary);
  await declare(ctxOf(db, out!.person), { ...key, conflict: 'yes', ground: 'own' });
  await scores(db, at, chair!);
  await scores(db, at, first!);
  await scores(db, at, second!, 12);
  await expect(settleDossier(keeper, { ...key, scoring: 1 })).rejects.toMatchObject({
    details: { reason: 'councils.not_all', missing: ['Ủy viên 4'] },
  });
  await scores(db, at, third!);
  expect(await settleDossier(keeper, { ...key, scoring: 1 })).toEqual({ state: 'again' });
  const { widest, merged, counts } = await matrixOf(keeper, at.session, at.dossier, 1);
  expect({ counts, breached: merged.spread.breached }).toEqual({ counts: false, breached: true });
  const widths = widest.map(({ least, most }) => most - least);
  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  // Who has a conflict sees no figure of it, even as the council's keeper.
  const both = { ...out!.person, grants: at.secretary.grants };
  await expect(matrixOf(ctxOf(db, both), at.session, at.dossier, 1)).rejects.toMatchObject({ code: 'not_found' });
  for (const seated of [chair!, first!, second!, third!]) await scores(db, at, seated, 3);
  await expect(closeSession(keeper, { session: at.session, version: 2 })).rejects.toMatchObject(conflict('not_settled'));
  expect(await settleDossier(keeper, { ...key, scoring: 2 })).toEqual({ state: 'done' });
  const closings = await Promise.allSettled(
    [at.secretary, at.officer].map((person) => closeSession(ctxOf(db, person), { session: at.session, version: 2 })),
  );
  const failed = closings.filter(({ status }) => status === 'rejected');
  expect(failed).toMatchObject([{ reason: { code: 'version.stale' } }]);
  expect(await statusOf(db, at.dossier)).toBe('scored');
  const results = await db.selectFrom('grading.result').select(['id', 'counts']).orderBy('scoring').execute();
  expect(results.map((one) => one.counts)).toEqual([false, true]);
  const past = await sheetsOfResult(keeper, results[1]!.id);
  expect(replay(past.sheets, past.rules)).toEqual(past.merged);
  await expect(
    saveSheet(ctxOf(db, chair!.person), { ...key, answers: [{ item: '1.1', value: 0, comment: null, version: 1 }] }),
  ).rejects.toMatchObject(conflict('session_is_closed'));
}); // prettier-ignore

test('3.3 the quorum, the chair among it, holds for the session and for each dossier without who has a conflict', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db, { isOpen: false });
  const keeper = ctxOf(db, at.officer);
  const absent = at.seated[0]!.seat;
  await sql`update grading.attendance set present = false where member_id = ${absent}`.execute(db);
  await expect(openSession(keeper, { session: at.session, version: 1 })).rejects.toMatchObject({
    details: { reason: 'councils.no_quorum', present: 4, needed: 4 },
  });
  await sql`update grading.attendance set present = true`.execute(db);
  await openSession(keeper, { session: at.session, version: 1 });
  const key = { session: at.session, dossier: at.dossier };
  for (const seated of at.seated.slice(1)) await scores(db, at, seated);
  await declare(ctxOf(db, at.seated[0]!.person), { ...key, conflict: 'yes', ground: 'relative' });
  await expect(settleDossier(keeper, { ...key, scoring: 1 })).rejects.toMatchObject(conflict('no_quorum_here'));
});

test('3.3 who is replaced midway: what they sealed stays and counts, and whoever follows scores the rest', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db, { dossiers: 2 });
  const keeper = ctxOf(db, at.officer);
  for (const seated of at.seated) await scores(db, at, seated);
  const person = await personWith(db, 'council_member', { area: 'VN/22' });
  const { id: seat } = await addMember(keeper, { council: at.council, name: 'Người thay', department: 'Sở Y tế', position: 'member', person: person.id, replaces: at.seated[4]!.seat }); // prettier-ignore
  await db
    .insertInto('grading.attendance')
    .values({ session_id: at.session, member_id: seat, present: true })
    .execute();
  await expect(scores(db, at, { person, seat })).rejects.toMatchObject(conflict('first_sealed'));
  await scores(db, at, { person, seat }, 0, at.products[1]!.dossier);
  expect(await settleDossier(keeper, { session: at.session, dossier: at.dossier, scoring: 1 })).toEqual({ state: 'done' }); // prettier-ignore
  const { merged } = await db.selectFrom('grading.result').select('merged').executeTakeFirstOrThrow();
  expect(merged).toMatchObject({ quorum: { present: 5 } });
});

test('3.2 a paper sheet is keyed in by two people: it needs its declaration and comments; after a difference both key anew', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db);
  const key = { session: at.session, dossier: at.dossier };
  const { seat } = at.seated[1]!;
  const [one, two] = [ctxOf(db, at.officer), ctxOf(db, at.secretary)];
  const answers = await wholeSheet(db);
  const input = { ...key, member: seat, answers };
  await expect(declareOnPaper(one, { ...key, member: seat, conflict: 'no' })).rejects.toMatchObject(conflict('declares_alone')); // prettier-ignore
  await db.updateTable('grading.council_member').set({ person_id: null }).where('id', '=', seat).execute();
  await expect(keySheet(one, input)).rejects.toMatchObject(conflict('undeclared'));
  await declareOnPaper(one, { ...key, member: seat, conflict: 'no' });
  await db
    .insertInto('grading.dossier_field')
    .values({ dossier_id: at.dossier, name: 'answer/1.1', value: '0', version: 1, changed_at: one.now })
    .execute();
  await expect(keySheet(one, input)).rejects.toMatchObject({
    issues: expect.arrayContaining([{ path: 'comments.1.1', key: 'councils.say_why' }]) as unknown,
  });
  const why = { ...input, answers: answers.map((given) => ({ ...given, comment: 'Đủ' })) };
  const wrong = {
    ...why,
    answers: why.answers.map((given) => (given.item === '1.2' ? { ...given, value: 0 } : given)),
  };
  expect(await keySheet(one, why)).toEqual({ state: 'waits', differing: [] });
  expect(await keySheet(two, wrong)).toEqual({ state: 'differs', differing: ['1.2'] });
  // Whoever tries again alone is told nothing: the first one keys anew, too.
  expect(await keySheet(two, why)).toEqual({ state: 'waits', differing: [] });
  expect(await keySheet(two, why)).toEqual({ state: 'waits', differing: [] });
  expect(await keySheet(one, why)).toEqual({ state: 'sealed', differing: [] });
  const sheet = await db.selectFrom('grading.member_sheet').select(['status', 'channel']).executeTakeFirstOrThrow();
  expect(sheet).toEqual({ status: 'sealed', channel: 'paper' });
  const paper = at.seated[2]!.seat;
  await db.updateTable('grading.council_member').set({ person_id: null }).where('id', '=', paper).execute();
  await declareOnPaper(one, { ...key, member: paper, conflict: 'yes', ground: 'relative' });
  await expect(keySheet(one, { ...why, member: paper })).rejects.toMatchObject(conflict('conflicted'));
});

test('3.2 who declared a conflict keys in no sheet of the dossier and reads no result of it before its release', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db);
  const key = { session: at.session, dossier: at.dossier };
  const out = { ...at.seated[4]!.person, grants: at.officer.grants };
  await declare(ctxOf(db, at.seated[4]!.person), { ...key, conflict: 'yes', ground: 'own' });
  const answers = await wholeSheet(db);
  await expect(keySheet(ctxOf(db, out), { ...key, member: at.seated[1]!.seat, answers })).rejects.toMatchObject(conflict('keyer_conflicted')); // prettier-ignore
  for (const seated of at.seated.slice(0, 4)) await scores(db, at, seated, 2);
  const keeper = ctxOf(db, at.officer);
  await settleDossier(keeper, { ...key, scoring: 1 });
  await closeSession(keeper, { session: at.session, version: 2 });
  await sql`update grading.result set outcome = 'graded', stars = 4, band_stars = 4`.execute(db);
  expect(await scoredDossiers(ctxOf(db, out))).toEqual([]);
  const { id } = await draftDecision(keeper, { dossiers: [at.dossier], subject: '' });
  expect((await decisionById(ctxOf(db, out), id)).lines).toEqual([]);
  expect((await decisionById(keeper, id)).lines).toHaveLength(1);
});

test('3.3 the seated chair settles and closes, reads the table and, alone, the severity', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db);
  for (const seated of at.seated) await scores(db, at, seated);
  const [chair, member] = [ctxOf(db, at.seated[0]!.person), ctxOf(db, at.seated[1]!.person)];
  const key = { session: at.session, dossier: at.dossier, scoring: 1 };
  await expect(settleDossier(member, key)).rejects.toMatchObject({ code: 'not_found' });
  expect(await settleDossier(chair, key)).toEqual({ state: 'done' });
  await expect(matrixOf(chair, at.session, at.dossier, 1)).rejects.toMatchObject({ code: 'not_found' });
  await closeSession(chair, { session: at.session, version: 2 });
  expect((await matrixOf(chair, at.session, at.dossier, 1)).members).toHaveLength(5);
  expect((await sessionById(chair, at.session)).status).toBe('closed');
  await expect(sessionById(member, at.session)).rejects.toMatchObject({ code: 'not_found' });
  expect(await settledTotals(chair, at.council)).toHaveLength(5);
  for (const ctx of [member, ctxOf(db, at.officer)]) expect(await settledTotals(ctx, at.council)).toEqual([]);
});

test('3.4 written opinions that diverge turn into a meeting, where the dossier is scored anew', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db, { mode: 'written' });
  const keeper = ctxOf(db, at.officer);
  const key = { session: at.session, dossier: at.dossier, scoring: 1 };
  for (const [i, seated] of at.seated.slice(0, 4).entries()) await scores(db, at, seated, i === 3 ? 14 : 0);
  await expect(settleDossier(keeper, key)).rejects.toMatchObject(conflict('not_all'));
  // The deadline is over: who has not answered is not waited for.
  const later = ctxOf(db, at.officer, '2026-12-02');
  expect(await settleDossier(later, key)).toEqual({ state: 'diverges' });
  const { id: meeting } = await turnIntoMeeting(later, { session: at.session, held_on: '2026-12-05' });
  await closeSession(later, { session: at.session, version: 2 });
  expect(await statusOf(db, at.dossier)).toBe('scheduled');
  const { agenda_items } = await sessionById(systemCtx(db), meeting);
  expect(agenda_items).toMatchObject([{ dossier_id: at.dossier, status: 'waiting' }]);
});

test('3.3 no session is held up by one dossier: without a quorum, or too far apart again and again, it is left undecided', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db, { dossiers: 2 });
  const keeper = ctxOf(db, at.officer);
  const next = at.products[1]!.dossier;
  for (const seated of at.seated) await scores(db, at, seated, 0, next);
  for (const seated of at.seated.slice(0, 3)) await scores(db, at, seated);
  for (const { person } of at.seated.slice(3))
    await declare(ctxOf(db, person), { session: at.session, dossier: at.dossier, conflict: 'yes', ground: 'relative' });
  await settleDossier(keeper, { session: at.session, dossier: next, scoring: 1 });
  const key = { session: at.session, dossier: at.dossier };
  await expect(settleDossier(keeper, { ...key, scoring: 1 })).rejects.toMatchObject(conflict('no_quorum_here'));
  await leaveUndecided(keeper, { ...key, reason: 'Hai thành viên có xung đột lợi ích' });
  await expect(leaveUndecided(keeper, { session: at.session, dossier: next, reason: 'x' })).rejects.toMatchObject(conflict('settled')); // prettier-ignore
  await closeSession(keeper, { session: at.session, version: 2 });
  expect([await statusOf(db, at.dossier), await statusOf(db, next)]).toEqual(['received', 'scored']);
  expect(await db.selectFrom('grading.result').select('dossier_id').execute()).toEqual([{ dossier_id: next }]);
  const { agenda_items } = await sessionById(keeper, at.session);
  expect(agenda_items[0]).toMatchObject({ status: 'done', left_because: 'Hai thành viên có xung đột lợi ích' });
  expect((await dossiersFor(keeper, { level: 'province', area_path: 'VN/22' })).map(({ id }) => id)).toEqual([at.dossier]); // prettier-ignore
});

test('3.4 written opinions: none after the last day; without a quorum then, they turn into a meeting', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db, { mode: 'written' });
  for (const seated of at.seated.slice(0, 2)) await scores(db, at, seated);
  const later = ctxOf(db, at.officer, '2026-12-02');
  const key = { session: at.session, dossier: at.dossier };
  const late = ctxOf(db, at.seated[2]!.person, '2026-12-02');
  await expect(declare(late, { ...key, conflict: 'no' })).rejects.toMatchObject(conflict('time_is_over'));
  const known = ctxOf(db, at.seated[3]!.person, '2026-12-01');
  await declare(known, { ...key, conflict: 'no' });
  const answers = (await wholeSheet(db)).map((given) => ({ ...given, version: 0 }));
  await saveSheet(known, { ...key, answers });
  const tooLate = ctxOf(db, at.seated[3]!.person, '2026-12-02');
  await expect(saveSheet(tooLate, { ...key, answers })).rejects.toMatchObject(conflict('time_is_over'));
  await expect(sealSheet(tooLate, key)).rejects.toMatchObject(conflict('time_is_over'));
  await expect(settleDossier(later, { ...key, scoring: 1 })).rejects.toMatchObject(conflict('no_quorum_here'));
  const early = ctxOf(db, at.officer);
  await expect(turnIntoMeeting(early, { session: at.session, held_on: '2026-12-05' })).rejects.toMatchObject(conflict('none_diverges')); // prettier-ignore
  const { id: meeting } = await turnIntoMeeting(later, { session: at.session, held_on: '2026-12-05' });
  await closeSession(later, { session: at.session, version: 2 });
  const { agenda_items } = await sessionById(later, meeting);
  expect(agenda_items).toMatchObject([{ dossier_id: at.dossier, status: 'waiting' }]);
});

test('3.3 who joins midway sits in the next session; whose seat ends scores no more, what they sealed counts', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db);
  const keeper = ctxOf(db, at.officer);
  for (const seated of at.seated.slice(0, 4)) await scores(db, at, seated);
  const person = await personWith(db, 'council_member', { area: 'VN/22' });
  const { id: seat } = await addMember(keeper, { council: at.council, name: 'Thêm', department: 'Sở Y tế', position: 'member', person: person.id }); // prettier-ignore
  await setAttendance(keeper, { session: at.session, present: [...at.seated.map((one) => one.seat), seat] });
  expect(await mySessions(ctxOf(db, person))).toEqual([]);
  await expect(scores(db, at, { person, seat })).rejects.toMatchObject({ code: 'not_found' });
  await endMember(keeper, { member: at.seated[3]!.seat });
  await endMember(keeper, { member: at.seated[4]!.seat });
  await expect(scores(db, at, at.seated[4]!)).rejects.toMatchObject({ code: 'not_found' });
  expect(await settleDossier(keeper, { session: at.session, dossier: at.dossier, scoring: 1 })).toEqual({ state: 'done' }); // prettier-ignore
  const { merged } = await db.selectFrom('grading.result').select('merged').executeTakeFirstOrThrow();
  expect(merged).toMatchObject({ quorum: { present: 4, needed: 4 } });
});

test('3.2 after the session closed a member reads their own sealed sheet, and nobody else that of theirs', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db);
  for (const [i, seated] of at.seated.entries()) await scores(db, at, seated, i);
  const member = ctxOf(db, at.seated[1]!.person);
  const keeper = ctxOf(db, at.officer);
  expect(await mySealed(member)).toEqual([]);
  await leaveUndecided(keeper, { session: at.session, dossier: at.dossier, reason: 'Chưa thống nhất' });
  await closeSession(keeper, { session: at.session, version: 2 });
  expect(await mySessions(member)).toEqual([]);
  expect(await mySealed(member)).toMatchObject([{ dossier_id: at.dossier, scoring: 1 }]);
  const { own } = await ownSealed(member, at.session, at.dossier);
  expect(own.seal).toHaveLength(64);
  expect(own.answers.filter(({ value }) => value === 0).map(({ item }) => item)).toContain('1.1');
  await expect(ownSealed(keeper, at.session, at.dossier)).rejects.toMatchObject({ code: 'not_found' });
});

test('what waits: a sheet until its member submits it or has a conflict, a session until it is closed', async () => {
  const { db } = await freshDatabase();
  const at = await aSitting(db);
  const [, one, two] = at.seated;
  const [scorer, conflicted] = [ctxOf(db, one!.person), ctxOf(db, two!.person)];
  expect(await councilDuties(scorer)).toEqual({ sheets: 1, due: null, sessions: 0 });
  await scores(db, at, one!);
  await declare(conflicted, { session: at.session, dossier: at.dossier, conflict: 'yes', ground: 'consultant' });
  expect([(await councilDuties(scorer)).sheets, (await councilDuties(conflicted)).sheets]).toEqual([0, 0]);
  const keeper = ctxOf(db, await personWith(db, 'council_secretary', { area: 'VN/22' }));
  expect(await councilDuties(keeper)).toEqual({ sheets: 0, due: null, sessions: 1 });
});

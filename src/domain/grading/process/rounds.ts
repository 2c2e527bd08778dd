import { action, touch } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { changesOf, nextVersion } from '#kernel/versions';
import { assertVersion } from '#domain/identity/versions';
import { roundDays } from './clocks.ts';
import { processOn } from './decision.ts';
import { canSetProcess, maySetProcess } from './policy.ts';
import { lockProcess } from './rows.ts';
import { assertRoundDays, levelOf } from './rules.ts';
import { AddRound, ChangeRound, CloseRound, MakeRounds } from './schema.ts';

/** The process that holds at the end of a year: a decision of that year sets its rounds. */
const processIn = (year: number) => processOn(`${year}-12-31`);

const subjectOf = (area: string, id = area) => ({ kind: 'round', id, area });

/**
 * Makes the rounds of a year as the decision sets them, those that are not there yet.
 * @returns how many @throws AppError refused, input.invalid at `year` where no decision sets rounds, state.conflict
 *   where all of them are there
 */
export const makeRounds = action(
  { name: 'grading.make_rounds', input: MakeRounds, may: maySetProcess },
  async (tx, { area, year }) => {
    await lockProcess(tx, area);
    const process = processIn(year);
    const set = process.rounds.filter(({ level }) => level === levelOf(area));
    const made = await tx.db
      .selectFrom('grading.round')
      .select('no')
      .where('area_path', '=', area)
      .where('year', '=', year)
      .where('extra', '=', false)
      .execute();
    const missing = set.filter(({ no }) => !made.some((one) => one.no === no));
    if (!missing.length)
      throw new AppError('state.conflict', {
        details: { reason: set.length ? 'process.rounds_there' : 'process.no_rounds' },
      });
    for (const one of missing)
      await insert(tx, { area, year, no: one.no, ...roundDays(one, year, process), decision: process.code });
    await record(tx, 'rounds.made', subjectOf(area), { year, rounds: missing.map(({ no }) => no) });
    touch(tx, 'rounds');
    return { made: missing.length };
  },
);

/** Adds a round that the council rules and the plan provide. @returns its id @throws AppError refused, input.invalid */
export const addRound = action(
  { name: 'grading.add_round', input: AddRound, may: maySetProcess },
  async (tx, { area, year, basis, ...days }) => {
    await lockProcess(tx, area);
    assertRoundDays(year, days);
    const process = processIn(year);
    const { last } = await tx.db
      .selectFrom('grading.round')
      .select(({ fn }) => fn.max('no').as('last'))
      .where('area_path', '=', area)
      .where('year', '=', year)
      .executeTakeFirstOrThrow();
    // The decision's own numbers stay free, whether its rounds were made or not.
    const own = process.rounds.filter(({ level }) => level === levelOf(area)).map(({ no }) => no);
    const no = Math.max(last ?? 0, ...own) + 1;
    const id = await insert(tx, { area, year, no, ...days, basis, extra: true, decision: process.code });
    await record(tx, 'round.added', subjectOf(area, id), { year, no, ...days });
    touch(tx, 'rounds');
    return { id };
  },
);

type New = { area: string; year: number; no: number; proposed_until: string; graded_until: string; decision: string; basis?: string; extra?: boolean }; // prettier-ignore

async function insert(tx: Tx, { area, ...round }: New): Promise<string> {
  const id = newId();
  await tx.db
    .insertInto('grading.round')
    .values({ id, area_path: area, level: levelOf(area), ...round, changed_at: tx.now, changed_by: authorOf(tx) })
    .execute();
  return id;
}

async function lockRound(tx: Tx, id: string) {
  const round = await tx.db.selectFrom('grading.round').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!round) throw new AppError('not_found');
  if (!canSetProcess(tx.actor, round.area_path)) throw new AppError('refused');
  return round;
}

/** Sets other days for a round. @throws AppError not_found, refused, version.stale, state.conflict once it is closed, input.invalid */
export const changeRound = action(
  { name: 'grading.change_round', input: ChangeRound, may: maySetProcess },
  async (tx, { id, version, basis, ...days }) => {
    const before = await lockRound(tx, id);
    const { proposed_until, graded_until } = before;
    await assertVersion(tx, before, version, { proposed_until, graded_until, basis: before.basis });
    if (before.closed_at) throw new AppError('state.conflict', { details: { reason: 'process.round_closed' } });
    assertRoundDays(before.year, days);
    const after = { ...days, basis: basis ?? (before.extra ? before.basis : null) };
    await tx.db
      .updateTable('grading.round')
      .set({ ...after, ...nextVersion(tx, before) })
      .where('id', '=', id)
      .execute();
    await record(tx, 'round.changed', subjectOf(before.area_path, id), { changes: changesOf(before, after) });
    touch(tx, 'rounds');
  },
);

const closing = (name: 'grading.close_round' | 'grading.reopen_round', closes: boolean) =>
  action({ name, input: CloseRound, may: maySetProcess }, async (tx, { id, version }) => {
    const before = await lockRound(tx, id);
    await assertVersion(tx, before, version, {
      proposed_until: before.proposed_until,
      graded_until: before.graded_until,
    });
    if (!before.closed_at !== closes) throw new AppError('state.conflict');
    await tx.db
      .updateTable('grading.round')
      .set({ closed_at: closes ? tx.now : null, closed_by: closes ? authorOf(tx) : null, ...nextVersion(tx, before) })
      .where('id', '=', id)
      .execute();
    await record(tx, closes ? 'round.closed' : 'round.reopened', subjectOf(before.area_path, id), {
      year: before.year,
      no: before.no,
    });
    touch(tx, 'rounds');
  });

/** Closes a round: no dossier is taken in any more. @throws AppError not_found, refused, version.stale, state.conflict */
export const closeRound = closing('grading.close_round', true);
/** Opens a closed round again. @throws AppError not_found, refused, version.stale, state.conflict */
export const reopenRound = closing('grading.reopen_round', false);

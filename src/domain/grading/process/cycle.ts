import { action, touch } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { assertVersion } from '#domain/identity/versions';
import { maySetProcess } from './policy.ts';
import { roundsOf } from './queries.ts';
import { lockProcess } from './rows.ts';
import { type Step, steps } from './rules.ts';
import { SetCycle } from './schema.ts';

export type CycleStep = { step: Step; from_on: string; to_on: string; note: string | null };
export type Cycle = { area: string; year: number; version: number; steps: CycleStep[] };

/** The year's cycle of a place as officials set it, in its order; version 0 and no steps if nobody has. Everybody reads it. */
export async function cycleOf(ctx: Ctx | Tx, area: string, year: number): Promise<Cycle> {
  const rows = await (ctx as Ctx).db
    .selectFrom('grading.cycle_step')
    .select(['step', 'from_on', 'to_on', 'note', 'version'])
    .where('area_path', '=', area)
    .where('year', '=', year)
    .execute();
  const found = steps.flatMap((step) => rows.filter((row) => row.step === step).map((row) => ({ ...row, step })));
  return {
    area,
    year,
    version: Math.max(0, ...rows.map(({ version }) => version)),
    steps: found.map(({ step, from_on, to_on, note }) => ({ step, from_on, to_on, note })),
  };
}

/**
 * A year to begin from: the standard cycle of Quảng Ninh as it was reported (call from March, ideas from April, plans from
 * June, production and promotion all year), grading by the year's rounds.
 */
export async function usualCycle(ctx: Ctx, area: string, year: number): Promise<CycleStep[]> {
  const rounds = await roundsOf(ctx, area, year);
  const at = (from: string, to: string) => ({ from_on: `${year}-${from}`, to_on: `${year}-${to}`, note: null });
  const ends = rounds.map(({ graded_until }) => graded_until).toSorted();
  const starts = rounds.map(({ proposed_until }) => proposed_until).toSorted();
  const grading = { from_on: starts[0] ?? `${year}-04-29`, to_on: ends.at(-1) ?? `${year}-12-29`, note: null };
  return [
    { step: 'call', ...at('03-01', '04-30') },
    { step: 'ideas', ...at('04-01', '06-30') },
    { step: 'plans', ...at('06-01', '08-31') },
    { step: 'production', ...at('01-01', '12-31') },
    { step: 'grading', ...grading },
    { step: 'promotion', ...at('01-01', '12-31') },
  ];
}

/** What is under way on a day, what comes next, and what is over. */
export const cycleState = (
  { from_on, to_on }: Pick<CycleStep, 'from_on' | 'to_on'>,
  today: string,
): 'over' | 'now' | 'ahead' => (to_on < today ? 'over' : from_on > today ? 'ahead' : 'now');

/**
 * Sets the cycle of a year: the six steps in one write; one without days is not planned.
 * @throws AppError refused, version.stale, input.invalid at `<step>_from` or `<step>_to`
 */
export const setCycle = action(
  { name: 'grading.set_cycle', input: SetCycle, may: maySetProcess },
  async (tx, { area, year, version, ...fields }) => {
    await lockProcess(tx, area);
    const before = await newest(tx, area, year);
    await assertVersion(tx, before, version, Object.fromEntries(before.steps.flatMap((one) => flatStep(one))));
    const said = steps.flatMap((step): CycleStep[] => {
      const [from_on, to_on, note] = [fields[`${step}_from`], fields[`${step}_to`], fields[`${step}_note`]];
      if (!from_on && !to_on) return [];
      if (!from_on) throw fieldError(`${step}_from`, 'fields.required');
      if (!to_on) throw fieldError(`${step}_to`, 'fields.required');
      if (to_on < from_on) throw fieldError(`${step}_to`, 'process.ends_before');
      return [{ step, from_on, to_on, note }];
    });
    if (!said.length) throw fieldError('call_from', 'process.no_step');
    await tx.db.deleteFrom('grading.cycle_step').where('area_path', '=', area).where('year', '=', year).execute();
    const by = { version: version + 1, changed_at: tx.now, changed_by: authorOf(tx) };
    await tx.db
      .insertInto('grading.cycle_step')
      .values(said.map((one) => ({ area_path: area, year, ...one, ...by })))
      .execute();
    await record(
      tx,
      'cycle.set',
      { kind: 'cycle', id: `${area}/${year}`, area },
      { year, steps: said.map(({ step }) => step) },
    );
    touch(tx, 'cycle');
  },
);

async function newest(tx: Tx, area: string, year: number) {
  const cycle = await cycleOf(tx, area, year);
  const row = await tx.db
    .selectFrom('grading.cycle_step')
    .select(['changed_at', 'changed_by'])
    .where('area_path', '=', area)
    .where('year', '=', year)
    .executeTakeFirst();
  return { ...cycle, changed_at: row?.changed_at ?? tx.now, changed_by: row?.changed_by ?? null };
}

const flatStep = ({ step, from_on, to_on, note }: CycleStep): [string, string | null][] => [
  [`${step}_from`, from_on],
  [`${step}_to`, to_on],
  [`${step}_note`, note],
];

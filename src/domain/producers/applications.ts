import type { z } from 'zod';
import { action, preparedAction } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { record } from '#kernel/events';
import { parse } from '#kernel/fields';
import { newId } from '#kernel/ids';
import { limit } from '#kernel/limits';
import { nextVersion } from '#kernel/versions';
import { communeOfToday } from '#domain/identity/communes';
import { lockOpenPerson } from '#domain/identity/passwords';
import { canGiveRole, isPerson } from '#domain/identity/policy';
import { notYours, scopedRole, writeGrant } from '#domain/identity/roles';
import { isOfficer } from '#domain/identity/rules';
import { assertRegistered, enter, taken } from './actions.ts';
import { applicationById } from './applicants.ts';
import { canDecideApplication } from './policy.ts';
import { applicationAfter } from './rules.ts';
import {
  AnswerApplication,
  ApplyAsProducer,
  DecideApplication,
  ReadApplication,
  RegisterProducer,
  WithdrawApplication,
} from './schema.ts';

const perDay = 5;

/**
 * Somebody registers as a producer by themselves. It waits for an officer of the commune; nothing of it is public.
 * @returns its id @throws AppError limit.reached, input.invalid, at `name` while an earlier one waits
 */
export const applyAsProducer = preparedAction(
  {
    name: 'producers.apply',
    input: ApplyAsProducer,
    may: isPerson,
    taken: { application_open: { path: 'name', key: 'producers.application_waits' } },
  },
  async (ctx, input) => {
    await limit(ctx, `application:${ctx.actor!.id}`, perDay, 24 * 3600);
    return async (tx) => {
      const id = newId();
      const person_id = tx.actor!.id;
      const typed = await typedIn(tx, input);
      await tx.db
        .insertInto('producers.application')
        .values({ id, person_id, ...typed, sent_at: tx.now, changed_by: person_id, changed_at: tx.now })
        .execute();
      await tell(tx, 'application.sent', { id, person_id, area_path: typed.area_path });
      return { id };
    };
  },
);

/** What was typed, as it is kept and read again. @throws AppError input.invalid at `commune`, `registered_on` */
async function typedIn(tx: Tx, input: z.output<typeof ApplyAsProducer>) {
  assertRegistered(tx, input);
  const area_path = await communeOfToday(tx, input.commune);
  return { area_path, input: JSON.stringify({ ...input, tax_code: input.tax_code?.value ?? '' }) };
}

type Row = { id: string; person_id: string; area_path: string };
type Type =
  'application.sent' | 'application.read' | 'application.answered' | 'application.withdrawn' | 'application.decided';

async function tell(tx: Tx, type: Type, { id, person_id, area_path }: Row, data: object = {}) {
  await record(tx, type, { kind: 'person', id: person_id, area: area_path }, { application: id, ...data });
}

/** @throws AppError not_found for one that is not for this person to see */
async function lock(tx: Tx, id: string, may: (row: Row) => boolean) {
  const row = await tx.db
    .selectFrom('producers.application')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row || !may(row)) throw new AppError('not_found');
  return row;
}

/** @throws AppError state.conflict when it was answered, decided or withdrawn meanwhile */
function next(row: { state: string; version: number }, version: number, move: Parameters<typeof applicationAfter>[1]) {
  const state = applicationAfter(row.state, move);
  if (row.version === version && state) return state;
  throw new AppError('state.conflict', { details: { reason: 'producers.application_meanwhile' } });
}

const isOwn = (tx: Tx) => (row: Row) => row.person_id === tx.actor?.id;

/** An application with the number and the name of whoever sent it: that an officer read them is kept. @throws AppError not_found */
export const readApplication = action(
  { name: 'producers.read_application', input: ReadApplication, may: isOfficer },
  async (tx, input) => {
    const found = await applicationById(tx, input.id);
    await tell(tx, 'application.read', found);
    return found;
  },
);

/** Mends what an officer asked about, and sends it again. @throws AppError not_found, state.conflict, input.invalid */
export const answerApplication = action(
  { name: 'producers.answer_application', input: AnswerApplication, may: isPerson },
  async (tx, { id, version, note, ...input }) => {
    const row = await lock(tx, id, isOwn(tx));
    const state = next(row, version, 'answer');
    const typed = await typedIn(tx, input);
    await tx.db
      .updateTable('producers.application')
      .set({ ...typed, note, state, ...nextVersion(tx, row) })
      .where('id', '=', id)
      .execute();
    await tell(tx, 'application.answered', { ...row, area_path: typed.area_path });
  },
);

/** Takes one's own application back. @throws AppError not_found, state.conflict */
export const withdrawApplication = action(
  { name: 'producers.withdraw_application', input: WithdrawApplication, may: isPerson },
  async (tx, { id, version }) => {
    const row = await lock(tx, id, isOwn(tx));
    const state = next(row, version, 'withdraw');
    await tx.db
      .updateTable('producers.application')
      .set({ state, ...nextVersion(tx, row) })
      .where('id', '=', id)
      .execute();
    await tell(tx, 'application.withdrawn', row);
  },
);

/**
 * An officer of the commune accepts (the producer enters the register and whoever sent it becomes its owner), refuses,
 * or asks for more; both with the reason, which the person reads.
 * @throws AppError not_found, refused, state.conflict, input.invalid for what the register does not take
 */
export const decideApplication = action(
  { name: 'producers.decide_application', input: DecideApplication, may: isOfficer, taken },
  async (tx, { id, version, verdict, reason }) => {
    const row = await lock(tx, id, (found) => canDecideApplication(tx.actor, found));
    const state = next(row, version, verdict);
    const producer = verdict === 'accept' ? await accept(tx, row) : null;
    await tx.db
      .updateTable('producers.application')
      .set({ state, reason, producer_id: producer, ...nextVersion(tx, row) })
      .where('id', '=', id)
      .execute();
    await tell(tx, 'application.decided', row, { verdict });
    return { producer };
  },
);

async function accept(tx: Tx, { person_id, input }: { person_id: string; input: unknown }): Promise<string> {
  await lockOpenPerson(tx, person_id);
  const { id } = await enter(tx, parse(RegisterProducer, input), tx.runtime.demo ? 'demo' : 'register');
  const asked = { role: 'producer_owner', area: null, organisation: id, from: null, until: null };
  const scoped = await scopedRole(tx, asked);
  if (!canGiveRole(tx.actor, scoped, person_id)) throw notYours();
  await writeGrant(tx, person_id, scoped, authorOf(tx));
  return id;
}

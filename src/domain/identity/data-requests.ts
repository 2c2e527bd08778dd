import { sql } from 'kysely';
import { covers } from '#domain/areas/rules';
import { action, preparedAction } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { newId } from '#kernel/ids';
import { limit } from '#kernel/limits';
import { nextVersion } from '#kernel/versions';
import { endConsents } from './consents.ts';
import {
  canEnterRequest,
  canWorkRequest,
  type DataKind,
  dataMoves,
  type DataStatus,
  mayWorkDesk,
} from './data-kinds.ts';
import {
  AnswerDataRequest,
  AskData,
  CarryOutRequest,
  EnterDataRequest,
  MovedRequest,
  OneRequest,
} from './data-schema.ts';
import { clocksOf } from './desk-settings.ts';
import { isPerson } from './policy.ts';
import { assertAnotherAdministrator } from './roles.ts';
import { holds, isOfficeRole, officerScopes, phoneLogin } from './rules.ts';
import { assertVersion } from './versions.ts';

type Words = { name?: string | null; contact?: string | null; wish?: string | null };

const once = { data_request_open: { path: 'kind', key: 'trust.asked_already' } };

/** Asked, taken back and asked again, each tells the officers: as often as somebody in earnest does it within a day. */
const perDay = 15;

/**
 * Asks about the data held about oneself; both clocks begin.
 * @throws AppError limit.reached, input.invalid at `kind` while the same one waits
 */
export const askData = preparedAction(
  { name: 'identity.ask_data', input: AskData, may: isPerson, taken: once },
  async (ctx, input) => {
    await limit(ctx, `data-request:${ctx.actor!.id}`, perDay, 24 * 3600);
    return (tx) => open(tx, { kind: input.kind, person: tx.actor!.id, area: areaOf(tx) }, { wish: input.wish });
  },
);

/** Enters what somebody asks at the counter, with an account or without. Who it is was compared there; no card is copied. */
export const enterDataRequest = action(
  { name: 'identity.enter_data_request', input: EnterDataRequest, may: canEnterRequest, taken: once },
  async (tx, { kind, login, ...words }) => {
    const person = login
      ? await tx.db
          .selectFrom('identity.person')
          .select('id')
          .where(login.startsWith('+') ? 'phone' : 'email', '=', login)
          .where('erased_at', 'is', null)
          .executeTakeFirst()
      : undefined;
    const area = within(tx, person ? await deskOf(tx, person.id) : officerScopes(tx.actor)[0]);
    return open(tx, { kind, person: person?.id ?? null, area }, { ...words, contact: words.contact ?? login });
  },
);

/** The desk of somebody who asks at a counter: that of the officer there, unless a role of theirs reaches beyond it. */
async function deskOf(tx: Tx, person: string): Promise<string | undefined> {
  const own = officerScopes(tx.actor);
  const { rows } = await sql<{ reach: string | null }>`
    select reach from identity.held_role where person_id = ${person} and ended_at is null
      and (valid_to is null or valid_to >= ${tx.today}::date)`.execute(tx.db);
  return rows.every(({ reach }) => reach !== null && own.some((scope) => covers(scope, reach))) ? own[0] : undefined;
}

/** Where a person belongs: the area of a role of theirs. */
const areaOf = (tx: Tx): string => within(tx, tx.actor?.grants.find(({ area }) => area)?.area);

/** An area inside the one that this installation serves; else that one, so that somebody there answers. */
function within({ runtime: { config } }: Tx, area: string | null | undefined): string {
  return area && covers(config.area, area) ? area : config.area;
}

async function open(tx: Tx, about: { kind: DataKind; person: string | null; area: string }, words: Words) {
  const id = newId();
  const entered_by = tx.actor!.system || tx.actor!.id === about.person ? null : tx.actor!.id;
  await tx.db
    .insertInto('identity.data_request')
    .values({
      id,
      kind: about.kind,
      person_id: about.person,
      area_path: about.area,
      asked_on: tx.today,
      ...(await clocksOf(tx, about.kind, tx.today)),
      entered_by,
      changed_at: tx.now,
    })
    .execute();
  await tx.db
    .insertInto('identity.data_request_words')
    .values({ request_id: id, name: null, contact: null, wish: null, ...words })
    .execute();
  await record(tx, 'data_request.asked', subjectOf({ id, area_path: about.area }), { kind: about.kind });
  return { id };
}

const subjectOf = ({ id, area_path }: { id: string; area_path: string }) => ({
  kind: 'data_request',
  id,
  area: area_path,
});

type Row = Awaited<ReturnType<typeof lock>>;

async function lock(tx: Tx, id: string) {
  const row = await tx.db
    .selectFrom('identity.data_request')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

/** The request, locked, if this person works it. @throws AppError not_found, version.stale */
async function lockWorked(tx: Tx, { id, version }: { id: string; version: number }): Promise<Row> {
  const row = await lock(tx, id);
  if (!canWorkRequest(tx.actor, row)) throw new AppError('not_found');
  await assertVersion(tx, row, version, { status: row.status });
  return row;
}

const told = {
  accepted: 'data_request.accepted',
  refused: 'data_request.refused',
  taken_back: 'data_request.taken_back',
  done: 'data_request.done',
} as const;

async function move(
  tx: Tx,
  row: Row,
  status: Exclude<DataStatus, 'open'>,
  ground: string | null = null,
): Promise<void> {
  if (!dataMoves[row.status as DataStatus].includes(status)) throw new AppError('state.conflict');
  const answered = status === 'accepted' || (status === 'refused' && !row.answered_at);
  await tx.db
    .updateTable('identity.data_request')
    .set({
      status,
      ground,
      ...(answered && { answered_at: tx.now }),
      ...(status === 'done' && { done_at: tx.now }),
      ...nextVersion(tx, row),
    })
    .where('id', '=', row.id)
    .execute();
  await record(tx, told[status], subjectOf(row), { kind: row.kind, ...(ground && { ground }) });
}

/** Takes back what one asked, while it waits. @throws AppError not_found, state.conflict */
export const takeBackRequest = action(
  { name: 'identity.take_back_request', input: OneRequest, may: isPerson },
  async (tx, input) => {
    const row = await lock(tx, input.id);
    if (row.person_id !== tx.actor!.id) throw new AppError('not_found');
    await move(tx, row, 'taken_back');
  },
);

/** Says yes, or no with the ground; an accepted one can still be refused while it is carried out. */
export const answerRequest = action(
  { name: 'identity.answer_data_request', input: AnswerDataRequest, may: mayWorkDesk },
  async (tx, { decision, ground, answer, ...which }) => {
    const row = await lockWorked(tx, which);
    await move(tx, row, decision, decision === 'refused' ? ground : null);
    if (answer)
      await tx.db.updateTable('identity.data_request_words').set({ answer }).where('request_id', '=', row.id).execute();
  },
);

/**
 * Carries out what was accepted, all but erasing: a correction writes what stands from now on; a withdrawal ends every
 * consent; what is held is on the person's own page from now on, or was handed over at the counter.
 * @throws AppError not_found, version.stale, state.conflict, input.invalid
 */
export const carryOutRequest = action(
  {
    name: 'identity.carry_out_request',
    input: CarryOutRequest,
    may: mayWorkDesk,
    taken: {
      person_email_key: { path: 'login', key: 'identity.login_taken' },
      person_phone_key: { path: 'login', key: 'identity.login_taken' },
    },
  },
  async (tx, { name, login, ...which }) => {
    const row = await lockWorked(tx, which);
    if (row.kind === 'erase') throw new AppError('state.conflict');
    if (row.kind === 'correct' && row.person_id) {
      if (!name && !login) throw fieldError('name', 'trust.correct_what');
      await assertMayChange(tx, row.person_id);
      await correct(tx, row.person_id, { name, login });
    }
    if (row.kind === 'withdraw' && row.person_id) await endConsents(tx, row.person_id);
    await move(tx, row, 'done');
  },
);

/**
 * The account of somebody who works in the office is an administrator's to change: else whoever enters a request at the
 * counter could take it over.
 * @throws AppError refused
 */
async function assertMayChange(tx: Tx, person: string): Promise<void> {
  if (holds(tx.actor, 'administrator')) return;
  const held = await tx.db
    .selectFrom('identity.role_grant')
    .select('role')
    .where('person_id', '=', person)
    .where('ended_at', 'is', null)
    .where((is) => is.or([is('valid_to', 'is', null), is('valid_to', '>=', tx.today)]))
    .execute();
  if (held.some(({ role }) => isOfficeRole(role)))
    throw new AppError('refused', { details: { reason: 'trust.administrators_only' } });
}

async function correct(tx: Tx, id: string, { name, login }: { name: string | null; login: string | null }) {
  const phone = login?.startsWith('+') ? login : null;
  const values = {
    ...(name && { name }),
    ...(login && { email: phone ? phoneLogin(phone) : login, ...(phone && { phone }) }),
  };
  await tx.db.updateTable('identity.person').set(values).where('id', '=', id).execute();
  await record(tx, 'person.corrected', { kind: 'person', id }, { unquoted: Object.keys(values) });
}

/**
 * Forgets a person who asked for it, in every room: what the law demands to keep stays, and is told. What they did
 * stays in the log, as an id. @returns the keys of what stays
 * @throws AppError not_found, version.stale, state.conflict: of another kind, not accepted, or the last administrator
 */
export const erasePerson = action(
  { name: 'identity.erase_person', input: MovedRequest, may: mayWorkDesk },
  async (tx, input) => {
    const row = await lockWorked(tx, input);
    if (row.kind !== 'erase') throw new AppError('state.conflict');
    const kept: string[] = [];
    const person = row.person_id;
    await move(tx, row, 'done');
    if (person) {
      await assertMayChange(tx, person);
      await assertAnotherAdministrator(tx, (grant) => grant.person_id === person);
      for (const holder of Object.values(tx.runtime.holders).toReversed())
        kept.push(...(await holder.erase(tx, person)));
      await closeOthers(tx, person);
      await record(tx, 'person.erased', { kind: 'person', id: person, area: row.area_path }, { request: row.id, kept });
    } else await tx.db.deleteFrom('identity.data_request_words').where('request_id', '=', row.id).execute();
    return { kept };
  },
);

/** What else a forgotten person asked has nobody to answer to. */
async function closeOthers(tx: Tx, person: string): Promise<void> {
  const others = await tx.db
    .selectFrom('identity.data_request')
    .selectAll()
    .where('person_id', '=', person)
    .where('status', 'in', ['open', 'accepted'])
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const other of others) await move(tx, other, 'taken_back');
}

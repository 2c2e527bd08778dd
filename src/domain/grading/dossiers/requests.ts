import { sql } from 'kysely';
import { action } from '#kernel/action';
import { authorOf, type Ctx, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { calendarFrom } from '#kernel/holidays';
import { isId, newId } from '#kernel/ids';
import { daysAfterByLaw } from '#kernel/working-days';
import { sheetOfVersion } from '#domain/criteria/queries';
import { rulesFor } from '#domain/grading/process/council-rules';
import { isOfficerOf } from '#domain/identity/rules';
import { assertVersion } from '#domain/identity/versions';
import { isOwnOf } from '#domain/producers/policy';
import { addEvidence } from './evidence.ts';
import { checkedField } from './fields.ts';
import { isOfDesk, mayWorkDesk, mayWriteDossiers } from './policy.ts';
import { type LockedDossier, lockDossier } from './rows.ts';
import { type DossierKind, hasEnded } from './rules.ts';
import { AnswerItem, AnswerRequest, AskForCompletion, type desks } from './schema.ts';

type Asked = {
  desk: (typeof desks)[number];
  due_on: string;
  note: string | null;
  items: readonly { about: string | null; wanted: string }[];
  /** The desk's clock stands still until the answer: only where the province's rules say so. */
  stops?: boolean;
};

/**
 * Asks the producer of a locked dossier for what is missing, at one go. The commune asks once for each dossier (article
 * 7.2); nobody asks while an earlier list waits. Whoever calls has asked who may. @public
 * @returns the id of the request
 * @throws AppError state.conflict, input.invalid at `due_on` or at an item
 */
export async function askIn(
  tx: Tx,
  dossier: LockedDossier,
  { desk, due_on, note, items, stops = false }: Asked,
): Promise<string> {
  const reason = (key: string) => new AppError('state.conflict', { details: { reason: key } });
  if (dossier.status === 'draft' || hasEnded(dossier)) throw reason('dossiers.not_with_desk');
  if (due_on <= tx.today) throw fieldError('due_on', 'dossiers.due_past');
  const earlier = await tx.db
    .selectFrom('grading.dossier_request')
    .select(['asked_by_desk', 'answered_at'])
    .where('dossier_id', '=', dossier.id)
    .execute();
  if (earlier.some(({ answered_at }) => answered_at === null)) throw reason('dossiers.asked_open');
  if (desk === 'commune' && earlier.some(({ asked_by_desk }) => asked_by_desk === 'commune'))
    throw reason('dossiers.asked_once');
  const id = newId();
  await tx.db
    .insertInto('grading.dossier_request')
    .values({ id, dossier_id: dossier.id, asked_by_desk: desk, asked_at: tx.now, asked_by: authorOf(tx), due_on, note })
    .execute();
  await tx.db
    .insertInto('grading.dossier_request_item')
    .values(items.map((item) => ({ id: newId(), request_id: id, ...item })))
    .execute();
  if (stops) await stopClocks(tx, dossier.id);
  const subject = { kind: 'product', id: dossier.product_id, area: dossier.area_path };
  await record(tx, 'dossier.asked', subject, { dossier: dossier.id, request: id, desk, due_on });
  return id;
}

/** The clocks of a dossier stand still from today. */
const stopClocks = (tx: Tx, dossier: string) =>
  sql`update grading.dossier_clock set stopped_on = ${tx.today}::date
    where dossier_id = ${dossier} and ended_on is null and stopped_on is null`.execute(tx.db);

/** What stood still goes on: its end lies as many days later, on the next working day. */
async function goOn(tx: Tx, dossier: string): Promise<void> {
  const rows = await tx.db
    .selectFrom('grading.dossier_clock')
    .select(['id', 'due_on', 'stopped_on', 'stopped_days'])
    .where('dossier_id', '=', dossier)
    .where('ended_on', 'is', null)
    .where('stopped_on', 'is not', null)
    .execute();
  for (const { id, due_on, stopped_on, stopped_days } of rows) {
    const days = daysBetween(stopped_on!, tx.today);
    const due = days ? daysAfterByLaw(due_on, days, await calendarFrom(tx, due_on)) : due_on;
    await tx.db
      .updateTable('grading.dossier_clock')
      .set({ due_on: due, stopped_on: null, stopped_days: stopped_days + days })
      .where('id', '=', id)
      .execute();
  }
}

const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/**
 * An officer of the desk that has the dossier asks for what is missing. The clock goes on running, unless the province's
 * council rules say that it stands still.
 * @returns the id of the request @throws AppError not_found, refused, state.conflict, input.invalid
 */
export const askForCompletion = action(
  {
    name: 'dossiers.ask',
    input: AskForCompletion,
    may: mayWorkDesk,
  },
  async (tx, input) => {
    const dossier = await lockDossier(tx, input.dossier);
    const level = input.desk === 'advisory' ? 'province' : input.desk;
    if (!isOfDesk(tx.actor, { level, area_path: dossier.area_path })) throw new AppError('refused');
    if (dossier.level !== level)
      throw new AppError('state.conflict', { details: { reason: 'dossiers.not_with_desk' } });
    const { rules } = await rulesFor(tx, dossier.area_path);
    return { id: await askIn(tx, dossier, { ...input, stops: rules.completionStopsClock }) };
  },
);

type RequestItem = {
  id: string;
  version: number;
  about: string | null;
  wanted: string;
  answer: string | null;
  answered_at: Date | null;
  answered_by: string | null;
};
export type Request = { id: string; version: number; desk: Asked['desk']; asked_at: Date; asked_by: string | null; due_on: string; note: string | null; answered_at: Date | null; items: RequestItem[] }; // prettier-ignore

/** What was asked for, the newest list first. The caller has read the dossier. */
export async function requestsOf(ctx: Ctx | Tx, dossier: string): Promise<Request[]> {
  const { rows } = await sql<Request>`
    select request.id, request.version, request.asked_by_desk as desk, request.asked_at, asker.name as asked_by, request.due_on, request.note, request.answered_at,
      (select json_agg(json_build_object('id', item.id, 'version', item.version, 'about', item.about, 'wanted', item.wanted, 'answer', item.answer,
        'answered_at', item.answered_at, 'answered_by', answerer.name) order by item.id)
       from grading.dossier_request_item item left join identity.person answerer on answerer.id = item.answered_by
       where item.request_id = request.id) as items
    from grading.dossier_request request left join identity.person asker on asker.id = request.asked_by
    where request.dossier_id = ${dossier} order by request.asked_at desc, request.id desc`.execute(ctx.db);
  return rows;
}

/** The dossier of a request, locked, if this person answers for its producer. @throws AppError not_found, refused, state.conflict */
async function lockAsked(tx: Tx, request: string) {
  const row = isId(request)
    ? await tx.db.selectFrom('grading.dossier_request').select('dossier_id').where('id', '=', request).executeTakeFirst()
    : undefined;
  if (!row) throw new AppError('not_found');
  const dossier = await lockDossier(tx, row.dossier_id);
  const isOwn = isOwnOf(tx.actor, dossier.producer_id) || isOfficerOf(tx.actor, dossier.area_path);
  if (!isOwn) throw new AppError('refused');
  const found = await tx.db.selectFrom('grading.dossier_request').selectAll().where('id', '=', request).executeTakeFirstOrThrow();
  if (found.answered_at) throw new AppError('state.conflict', { details: { reason: 'dossiers.answered_already' } });
  return { dossier, request: found };
} // prettier-ignore

/**
 * Answers one thing that was asked for: in words, by evidence, or by what the field says now. The filed copy stays; what
 * is said anew stands beside it.
 * @throws AppError not_found, refused, version.stale, state.conflict, input.invalid
 */
export const answerItem = action(
  { name: 'dossiers.answer_item', input: AnswerItem, may: mayWriteDossiers },
  async (tx, input) => {
    const row = isId(input.item)
      ? await tx.db.selectFrom('grading.dossier_request_item').select('request_id').where('id', '=', input.item).executeTakeFirst()
      : undefined; // prettier-ignore
    if (!row) throw new AppError('not_found');
    const { dossier, request } = await lockAsked(tx, row.request_id);
    const item = await tx.db.selectFrom('grading.dossier_request_item').selectAll().where('id', '=', input.item).executeTakeFirstOrThrow(); // prettier-ignore
    const seen = {
      version: item.version,
      changed_by: item.answered_by,
      changed_at: item.answered_at ?? request.asked_at,
    };
    await assertVersion(tx, seen, input.version, { answer: item.answer ?? '' });
    const { answer, value, paper, file } = input;
    const changes = value !== undefined && item.about !== null;
    if (!answer && !paper && !file && !changes) throw fieldError('answer', 'dossiers.answer_something');
    if (paper && file) throw fieldError('file', 'dossiers.evidence_one');
    if (changes) await addTo(tx, dossier, item.id, item.about!, value);
    if (paper || file)
      await addEvidence(tx, dossier, { paper, file, fact: null, fact_kind: null }, { item: itemOf(item.about), request_item_id: item.id }); // prettier-ignore
    await tx.db
      .updateTable('grading.dossier_request_item')
      .set({ answer: answer ?? item.answer, answered_at: tx.now, answered_by: authorOf(tx), version: item.version + 1 })
      .where('id', '=', item.id)
      .execute();
    const subject = { kind: 'product', id: dossier.product_id, area: dossier.area_path };
    await record(tx, 'dossier.completed', subject, { dossier: dossier.id, request: request.id, item: item.id, about: item.about, changes }); // prettier-ignore
  },
);

/** The code of the item that a field is about. */
const itemOf = (about: string | null) =>
  about && /^(?:answer|why)\//.test(about) ? about.slice(about.indexOf('/') + 1) : null;

/** Writes what a field says now beside the locked copy. */
async function addTo(tx: Tx, dossier: LockedDossier, request_item_id: string, name: string, value: Parameters<typeof checkedField>[3]) {
  const sheet = await sheetOfVersion(tx, dossier.sheet_code, dossier.sheet_version);
  const said = checkedField(sheet, dossier.kind as DossierKind, name, value);
  await tx.db
    .insertInto('grading.dossier_addition')
    .values({ id: newId(), dossier_id: dossier.id, request_item_id, name, value: JSON.stringify(said), at: tx.now, by: authorOf(tx) })
    .execute();
} // prettier-ignore

/**
 * Sends the answers back to the desk that asked: each thing has one. A clock that stood still goes on.
 * @throws AppError not_found, refused, version.stale, state.conflict, input.invalid at each item without an answer
 */
export const answerRequest = action(
  { name: 'dossiers.answer_request', input: AnswerRequest, may: mayWriteDossiers },
  async (tx, input) => {
    const { dossier, request } = await lockAsked(tx, input.request);
    await assertVersion(tx, { version: request.version, changed_by: request.answered_by, changed_at: request.asked_at }, input.version, {}); // prettier-ignore
    const open = await tx.db
      .selectFrom('grading.dossier_request_item')
      .select('id')
      .where('request_id', '=', request.id)
      .where('answered_at', 'is', null)
      .execute();
    if (open.length) throw new AppError('input.invalid', { issues: open.map(({ id }) => ({ path: `answer-${id}`, key: 'dossiers.answer_something' })) }); // prettier-ignore
    await tx.db
      .updateTable('grading.dossier_request')
      .set({ answered_at: tx.now, answered_by: authorOf(tx), version: request.version + 1 })
      .where('id', '=', request.id)
      .execute();
    await goOn(tx, dossier.id);
    const subject = { kind: 'product', id: dossier.product_id, area: dossier.area_path };
    await record(tx, 'dossier.answered', subject, { dossier: dossier.id, request: request.id, desk: request.asked_by_desk, days_left: daysBetween(tx.today, request.due_on) }); // prettier-ignore
  },
);

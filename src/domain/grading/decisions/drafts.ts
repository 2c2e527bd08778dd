import { sql } from 'kysely';
import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { claimUpload } from '#kernel/files/rows';
import { newId } from '#kernel/ids';
import { certificateNumber, serialIn } from './rules.ts';
import { mayDecide } from './policy.ts';
import { lockDossiers, type Scored, scoredDossiers, stepsByRules } from './results.ts';
import { assertStatus, changed, lockOwn } from './rows.ts';
import { AddLines, ChangeDecision, DraftDecision, DropDecision, DropLine, SignDecision } from './schema.ts';

const taken = { decision_line_dossier: { path: 'dossiers', key: 'decisions.on_another' } };

/** The results that go on one decision: of one office, each with a star to recognise. @throws AppError input.invalid at `dossiers` */
async function linesFor(tx: Tx, ids: readonly string[]): Promise<Scored[]> {
  await lockDossiers(tx, ids);
  const found = await scoredDossiers(tx, ids);
  if (found.length !== new Set(ids).size) throw fieldError('dossiers', 'decisions.not_ready');
  const low = found.find(({ outcome, stars }) => outcome !== 'graded' || (stars ?? 0) < 3);
  if (low) throw fieldError('dossiers', 'decisions.no_star', { name: low.product });
  for (const one of found) {
    const [first, ...others] = await stepsByRules(tx, one);
    if (first === 'recognise' || others.includes('recognise')) continue;
    const { product: name } = one;
    if (first === 'return') throw fieldError('dossiers', 'decisions.goes_back', { name });
    if (one.stars === 5) throw fieldError('dossiers', 'decisions.five_by_ministry', { name });
    throw fieldError('dossiers', 'decisions.ministry_first', { name });
  }
  return found;
}

const writeLines = (tx: Tx, decision_id: string, rows: readonly Scored[]) =>
  tx.db
    .insertInto('grading.decision_line')
    .values(
      rows.map(({ product_id, dossier_id, result_id, stars, total, part_a, part_b, part_c }) => ({
        id: newId(),
        decision_id,
        product_id,
        dossier_id,
        result_id,
        stars: stars!,
        total,
        part_a,
        part_b,
        part_c,
      })),
    )
    .execute();

/** The area that answers for a decision: the province of its dossiers, or the country. */
const areaOf = ({ level, area_path }: Scored) =>
  level === 'ministry' ? 'VN' : area_path.split('/').slice(0, 2).join('/');

/**
 * Puts results on the draft of a decision: one covers many products (article 7.3e). Nobody outside the office sees it.
 * @returns its id @throws AppError input.invalid at `dossiers` for what is not scored, has no star, or is on another decision
 */
export const draftDecision = action(
  { name: 'decisions.draft', input: DraftDecision, may: mayDecide, taken },
  async (tx, input) => {
    const rows = await linesFor(tx, input.dossiers);
    const areas = new Set(rows.map(areaOf));
    if (areas.size !== 1) throw fieldError('dossiers', 'decisions.several_offices');
    const area_path = areaOf(rows[0]!);
    const id = await writeDecision(tx, { kind: 'recognise', level: rows[0]!.level, area_path, subject: input.subject });
    await writeLines(tx, id, rows);
    await record(tx, 'decision.drafted', { kind: 'decision', id, area: area_path }, { dossiers: input.dossiers });
    return { id };
  },
);

/** The draft of a decision that withdraws stars, each by its verified case. @returns its id */
export async function draftWithdrawal(
  tx: Tx,
  area_path: string,
  level: string,
  cases: readonly { case: string; product: string; stars: number }[],
): Promise<string> {
  const id = await writeDecision(tx, { kind: 'withdraw', level, area_path, subject: null });
  await tx.db
    .insertInto('grading.decision_line')
    .values(
      cases.map((one) => ({
        id: newId(),
        decision_id: id,
        product_id: one.product,
        withdrawal_case_id: one.case,
        stars: one.stars,
      })),
    )
    .execute();
  await record(
    tx,
    'decision.drafted',
    { kind: 'decision', id, area: area_path },
    { cases: cases.map((one) => one.case) },
  );
  return id;
}

async function writeDecision(
  tx: Tx,
  said: { kind: 'recognise' | 'withdraw'; level: string; area_path: string; subject: string | null },
): Promise<string> {
  const id = newId();
  const by = authorOf(tx);
  await tx.db
    .insertInto('grading.decision')
    .values({ id, ...said, status: 'draft', made_at: tx.now, made_by: by, changed_at: tx.now, changed_by: by })
    .execute();
  return id;
}

/** Adds results to a draft. @throws as draftDecision */
export const addLines = action({ name: 'decisions.add', input: AddLines, may: mayDecide, taken }, async (tx, input) => {
  const row = await lockOwn(tx, 'grading.decision', input);
  assertStatus(row, 'draft');
  if (row.kind !== 'recognise') throw new AppError('state.conflict');
  const rows = await linesFor(tx, input.dossiers);
  if (rows.some((one) => areaOf(one) !== row.area_path || one.level !== row.level))
    throw fieldError('dossiers', 'decisions.several_offices');
  await writeLines(tx, row.id, rows);
  await touchRow(tx, row, { added: input.dossiers });
});

/** Takes one product off a draft; its result waits again. @throws AppError not_found, version.stale, state.conflict */
export const dropLine = action({ name: 'decisions.drop_line', input: DropLine, may: mayDecide }, async (tx, input) => {
  const row = await lockOwn(tx, 'grading.decision', input);
  assertStatus(row, 'draft');
  const gone = await tx.db
    .deleteFrom('grading.decision_line')
    .where('id', '=', input.line)
    .where('decision_id', '=', row.id)
    .returning('dossier_id')
    .executeTakeFirst();
  if (!gone) throw new AppError('not_found');
  await touchRow(tx, row, { dropped: gone.dossier_id });
});

/** What the decision is about, as its paper says. @throws AppError not_found, version.stale, state.conflict */
export const changeDecision = action(
  { name: 'decisions.change', input: ChangeDecision, may: mayDecide },
  async (tx, input) => {
    const row = await lockOwn(tx, 'grading.decision', input);
    assertStatus(row, 'draft');
    await touchRow(tx, row, {}, { subject: input.subject });
  },
);

/** Gives up a draft: its results wait again. @throws AppError not_found, version.stale, state.conflict */
export const dropDecision = action(
  { name: 'decisions.drop', input: DropDecision, may: mayDecide },
  async (tx, input) => {
    const row = await lockOwn(tx, 'grading.decision', input);
    assertStatus(row, 'draft', 'signed');
    await tx.db.deleteFrom('grading.decision').where('id', '=', row.id).execute();
    await record(tx, 'decision.dropped', { kind: 'decision', id: row.id, area: row.area_path });
  },
);

async function touchRow(
  tx: Tx,
  row: { id: string; area_path: string; version: number },
  data: Record<string, unknown>,
  values: { subject?: string | null } = {},
) {
  await tx.db
    .updateTable('grading.decision')
    .set({ ...values, ...changed(tx, row) })
    .where('id', '=', row.id)
    .execute();
  await record(tx, 'decision.changed', { kind: 'decision', id: row.id, area: row.area_path }, data);
}

/**
 * Says that the decision was signed: number, day, signer, and the paper itself if it is at hand. Each product gets the
 * number of its certificate. What was signed can be said anew until it is released.
 * @throws AppError not_found, version.stale, state.conflict, input.invalid
 */
export const signDecision = action(
  {
    name: 'decisions.sign',
    input: SignDecision,
    may: mayDecide,
    taken: {
      decision_number: { path: 'number', key: 'decisions.number_taken' },
      certificate_number: { path: 'symbol', key: 'decisions.certificate_taken' },
    },
  },
  async (tx, { id, version, file, symbol, ...said }) => {
    const row = await lockOwn(tx, 'grading.decision', { id, version });
    assertStatus(row, 'draft', 'signed');
    if (said.decided_on > tx.today) throw fieldError('decided_on', 'producers.future');
    const lines = await tx.db
      .selectFrom('grading.decision_line as line')
      .leftJoin('grading.result as result', 'result.id', 'line.result_id')
      .leftJoin('grading.session as session', 'session.id', 'result.session_id')
      .select(['line.id', 'line.certificate_no', 'session.held_on'])
      .where('line.decision_id', '=', id)
      .orderBy('line.total', 'desc')
      .orderBy('line.id')
      .execute();
    if (!lines.length) throw new AppError('state.conflict', { details: { reason: 'decisions.empty' } });
    if (lines.some(({ held_on }) => held_on && said.decided_on < held_on))
      throw fieldError('decided_on', 'decisions.before_session');
    const file_id = file ? await claimUpload(tx, file) : row.file_id;
    await tx.db
      .updateTable('grading.decision')
      .set({ ...said, status: 'signed', file_id, ...changed(tx, row) })
      .where('id', '=', id)
      .execute();
    if (row.kind === 'recognise') await number(tx, row, lines, Number(said.decided_on.slice(0, 4)), symbol);
    await record(
      tx,
      'decision.signed',
      { kind: 'decision', id, area: row.area_path },
      { number: said.number, decided_on: said.decided_on },
    );
  },
);

/**
 * Numbers the certificates of a decision without a gap. A line keeps its serial as long as the year stays; the numbers of
 * a signed decision that was given up, which no certificate ever bore, are taken again by the next to be signed.
 */
async function number(
  tx: Tx,
  { id: decision, area_path }: { id: string; area_path: string },
  lines: readonly { id: string; certificate_no: string | null }[],
  year: number,
  symbol: string,
) {
  // Whoever numbers holds the row of the series, so that two decisions never take the same numbers.
  await sql`insert into grading.certificate_series (area_path, year, last) values (${area_path}, ${year}, 0)
    on conflict (area_path, year) do update set last = certificate_series.last`.execute(tx.db);
  const { rows } = await sql<{ serial: number }>`
    select split_part(taken.number, '/', 1)::int as serial from (
      select line.certificate_no as number from grading.decision_line line join grading.decision on decision.id = line.decision_id
        where decision.area_path = ${area_path} and decision.id <> ${decision}
      union select certificate.number from grading.certificate where certificate.area_path = ${area_path}) taken
    where taken.number ~ ${`^[0-9]{1,9}/${year}/`}`.execute(tx.db);
  const used = new Set(rows.map(({ serial }) => serial));
  const kept = lines.map(({ certificate_no }) => serialIn(certificate_no, year));
  for (const serial of kept) if (serial) used.add(serial);
  let next = 1;
  for (const [i, { id }] of lines.entries()) {
    while (!kept[i] && used.has(next)) next += 1;
    const serial = kept[i] ?? next;
    used.add(serial);
    await tx.db
      .updateTable('grading.decision_line')
      .set({ certificate_no: certificateNumber(serial, year, symbol) })
      .where('id', '=', id)
      .execute();
  }
  const last = Math.max(...used);
  await sql`update grading.certificate_series set last = ${last} where area_path = ${area_path} and year = ${year}`.execute(
    tx.db,
  );
}

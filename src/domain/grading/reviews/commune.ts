import { action } from '#kernel/action';
import { authorOf, type Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { claimUpload } from '#kernel/files/rows';
import { newId } from '#kernel/ids';
import { nextVersion } from '#kernel/versions';
import { endClock, endClocks } from '#domain/grading/dossiers/clock-rows';
import { isOfDesk } from '#domain/grading/dossiers/policy';
import { type LockedDossier, lockDossier, moveDossier } from '#domain/grading/dossiers/rows';
import { assertVersion } from '#domain/identity/versions';
import { mayReview } from './policy.ts';
import { assertDay, closeRequests, subjectOf } from './rows.ts';
import { unfound } from './rules.ts';
import { DeclineDossier, FindContent, ProposeDossier } from './schema.ts';

/** A dossier that lies on the commune's desk, locked. @throws AppError not_found, refused, state.conflict */
async function lockAtCommune(tx: Tx, id: string): Promise<LockedDossier> {
  const dossier = await lockDossier(tx, id);
  if (!isOfDesk(tx.actor, { level: 'commune', area_path: dossier.area_path })) throw new AppError('refused');
  if (dossier.level !== 'commune' || dossier.status !== 'filed')
    throw new AppError('state.conflict', { details: { reason: 'reviews.not_at_commune' } });
  return dossier;
}

/**
 * Writes what the commune finds of one of the four contents of form 03 (article 7.2a); it is changed until it is sent.
 * @throws AppError not_found, refused, version.stale, state.conflict once it was sent
 */
export const findContent = action(
  { name: 'reviews.find', input: FindContent, may: mayReview },
  async (tx, { dossier: id, content, finding, verdict, version }) => {
    const dossier = await lockAtCommune(tx, id);
    const before = await tx.db
      .selectFrom('grading.commune_finding')
      .selectAll()
      .where('dossier_id', '=', id)
      .where('content', '=', content)
      .executeTakeFirst();
    const seen = before ?? { version: 0, changed_by: null, changed_at: tx.now, finding: '', verdict: '' };
    await assertVersion(tx, seen, version, { finding: seen.finding, verdict: seen.verdict });
    const row = { finding, verdict, ...nextVersion(tx, seen) };
    await tx.db
      .insertInto('grading.commune_finding')
      .values({ dossier_id: id, content, ...row })
      .onConflict((at) => at.columns(['dossier_id', 'content']).doUpdateSet(row))
      .execute();
    await record(tx, 'review.found', subjectOf(dossier), { dossier: id, content, verdict });
  },
);

/** @throws AppError state.conflict while the producer still has days to complete what was asked */
async function assertAnswered(tx: Tx, dossier: string): Promise<void> {
  const open = await tx.db
    .selectFrom('grading.dossier_request')
    .select('due_on')
    .where('dossier_id', '=', dossier)
    .where('answered_at', 'is', null)
    .executeTakeFirst();
  if (open && open.due_on >= tx.today)
    throw new AppError('state.conflict', { details: { reason: 'reviews.asked_open' } });
}

/**
 * Sends the commune's report and proposal to the province (form 03, article 7.2): all four contents found, the dossier in
 * its book, nothing asked that is still waited for. Ends the clock of 15 working days; late ones go, and are told as late.
 * @returns whether it went after its day
 * @throws AppError not_found, refused, version.stale, state.conflict, input.invalid
 */
export const proposeDossier = action(
  { name: 'reviews.propose', input: ProposeDossier, may: mayReview },
  async (tx, { id, version, met, record: file, ...letter }) => {
    const dossier = await lockAtCommune(tx, id);
    await assertVersion(tx, dossier, version, {});
    if (!dossier.commune_no) throw new AppError('state.conflict', { details: { reason: 'reviews.not_received' } });
    await assertAnswered(tx, id);
    const found = await tx.db.selectFrom('grading.commune_finding').select('content').where('dossier_id', '=', id).execute(); // prettier-ignore
    const open = unfound(found);
    if (open.length)
      throw new AppError('input.invalid', { issues: open.map((content) => ({ path: `finding-${content}`, key: 'reviews.find_first' })) }); // prettier-ignore
    assertDay(tx, 'letter_on', letter.letter_on, dossier.filed_on);
    if (met && !letter.met_on) throw fieldError('met_on', 'fields.required');
    if (met) assertDay(tx, 'met_on', letter.met_on!, dossier.filed_on);
    const clock = await tx.db.selectFrom('grading.dossier_clock').select('due_on').where('dossier_id', '=', id).where('clock', '=', 'communeReview').where('ended_on', 'is', null).executeTakeFirst(); // prettier-ignore
    const late = !!clock && clock.due_on < tx.today;
    await tx.db
      .insertInto('grading.commune_report')
      .values({
        id: newId(),
        dossier_id: id,
        outcome: 'proposed',
        ...letter,
        met_on: met ? letter.met_on : null,
        met_note: met ? letter.met_note : null,
        record_file: file ? await claimUpload(tx, file, 'record') : null,
        sent_at: tx.now,
        sent_by: authorOf(tx),
      })
      .execute();
    await closeRequests(tx, id);
    await moveDossier(tx, dossier, { level: 'province', status: 'proposed' });
    await endClock(tx, id, 'communeReview');
    await record(tx, 'review.proposed', subjectOf(dossier), { dossier: id, letter_no: letter.letter_no, late });
    return { late };
  },
);

/**
 * The commune does not propose a dossier, and says why: it ends here.
 * @throws AppError not_found, refused, version.stale, state.conflict
 */
export const declineDossier = action(
  { name: 'reviews.decline', input: DeclineDossier, may: mayReview },
  async (tx, { id, version, reasons }) => {
    const dossier = await lockAtCommune(tx, id);
    await assertVersion(tx, dossier, version, {});
    await tx.db
      .insertInto('grading.commune_report')
      .values({ id: newId(), dossier_id: id, outcome: 'declined', reasons, sent_at: tx.now, sent_by: authorOf(tx) })
      .execute();
    await closeRequests(tx, id);
    await moveDossier(tx, dossier, { level: 'commune', status: 'declined' }, { note: reasons });
    await endClocks(tx, id);
    await record(tx, 'review.declined', subjectOf(dossier), { dossier: id });
  },
);

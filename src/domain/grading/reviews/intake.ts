import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { calendarFrom } from '#kernel/holidays';
import { sheetOfVersion } from '#domain/criteria/queries';
import { beginClock, endClocks } from '#domain/grading/dossiers/clock-rows';
import { proposedOn } from '#domain/grading/dossiers/queries';
import { numberFor } from '#domain/grading/dossiers/receipt';
import { type LockedDossier, lockDossier, moveDossier } from '#domain/grading/dossiers/rows';
import type { Status } from '#domain/grading/dossiers/rules';
import { legalDate } from '#domain/grading/process/clocks';
import { roundOfProposal, roundsOf } from '#domain/grading/process/queries';
import { provinceOf } from '#domain/grading/process/rules';
import { assertVersion } from '#domain/identity/versions';
import { canTakeIn, mayTakeIn } from './policy.ts';
import { assertDay, closeRequests, subjectOf } from './rows.ts';
import { outRules, sentBackTo } from './rules.ts';
import { Eliminate, HandOver, SendBack, TakeIn } from './schema.ts';

/** A dossier at the desk of the province or the ministry, locked. @throws AppError not_found, refused, version.stale, state.conflict */
async function lockAt(tx: Tx, id: string, version: number, statuses: readonly Status[]): Promise<LockedDossier> {
  const dossier = await lockDossier(tx, id);
  if (dossier.level !== 'commune' && !canTakeIn(tx.actor, dossier)) throw new AppError('refused');
  await assertVersion(tx, dossier, version, {});
  if (dossier.level === 'commune' || !statuses.includes(dossier.status))
    throw new AppError('state.conflict', { details: { reason: 'reviews.not_in_intake' } });
  return dossier;
}

/** The round that a dossier of a province comes into: by the day of the commune's proposal, unless the officer says another. @throws AppError input.invalid at `round` */
async function roundIn(tx: Tx, dossier: LockedDossier, asked: string | null): Promise<string | null> {
  const area = provinceOf(dossier.area_path);
  if (!asked) {
    const day = (await proposedOn(tx, dossier.id)) ?? tx.today;
    return dossier.round_id ?? (await roundOfProposal(tx, area, day))?.id ?? null;
  }
  const round = (await roundsOf(tx, area)).find(({ id }) => id === asked);
  if (!round) throw fieldError('round', 'fields.choice');
  if (round.closed_at) throw fieldError('round', 'process.round_closed');
  return asked;
}

/**
 * Takes in a dossier that was proposed: the province gives it its receipt number (form 01) and its round; of a regrading
 * the clock of 45 days begins (article 7.6). The ministry takes in under the province's number and round.
 * @returns the number @throws AppError not_found, refused, version.stale, state.conflict, input.invalid at `received_on` or `round`
 */
export const takeIn = action(
  { name: 'reviews.receive', input: TakeIn, may: mayTakeIn },
  async (tx, { id, version, received_on, round }) => {
    const dossier = await lockAt(tx, id, version, ['proposed']);
    assertDay(tx, 'received_on', received_on, dossier.filed_on);
    const isProvince = dossier.level === 'province';
    // Sent back and proposed again, it keeps its number.
    const number = dossier.province_no ?? (isProvince ? await numberFor(tx, 'province', dossier.area_path, Number(received_on.slice(0, 4))) : null); // prettier-ignore
    const beside = isProvince
      ? { province_no: number, province_received_on: received_on, round_id: await roundIn(tx, dossier, round) }
      : {};
    await moveDossier(tx, dossier, { level: dossier.level, status: 'received' }, beside);
    if (dossier.kind === 'regrading') {
      const { day: due_on } = legalDate('regradingResult', received_on, await calendarFrom(tx, received_on));
      await beginClock(tx, id, { clock: 'regradingResult', began_on: received_on, due_on });
    }
    await record(tx, 'review.taken_in', subjectOf(dossier), { dossier: id, number });
    return { number };
  },
);

/**
 * Sends a proposed dossier back with reasons: to the commune, whose 15 working days begin again, or from the ministry to
 * the province.
 * @throws AppError not_found, refused, version.stale, state.conflict
 */
export const sendBack = action(
  { name: 'reviews.send_back', input: SendBack, may: mayTakeIn },
  async (tx, { id, version, reason }) => {
    const dossier = await lockAt(tx, id, version, ['proposed']);
    const to = sentBackTo(dossier);
    await moveDossier(tx, dossier, to, { note: reason });
    if (to.level === 'commune') {
      await tx.db
        .updateTable('grading.commune_report')
        .set({ returned_at: tx.now })
        .where('dossier_id', '=', id)
        .where('returned_at', 'is', null)
        .execute();
      const { day: due_on } = legalDate('communeReview', tx.today, await calendarFrom(tx, tx.today));
      await beginClock(tx, id, { clock: 'communeReview', began_on: tx.today, due_on });
    }
    await record(tx, 'review.sent_back', subjectOf(dossier), { dossier: id, to: to.level });
  },
);

/** Hands a dossier that was taken in to the advisory group (article 7.3). @throws AppError not_found, refused, version.stale, state.conflict */
export const handOver = action(
  { name: 'reviews.hand_over', input: HandOver, may: mayTakeIn },
  async (tx, { id, version }) => {
    const dossier = await lockAt(tx, id, version, ['received']);
    await moveDossier(tx, dossier, { level: dossier.level, status: 'reviewing' });
    await record(tx, 'review.handed_over', subjectOf(dossier), { dossier: id });
  },
);

/**
 * Takes a dossier out before it is scored, by a rule of its own sheet (forged, without its mandatory certificate, against
 * the rules of registration, material that nobody can trace).
 * @throws AppError not_found, refused, version.stale, state.conflict, input.invalid at `rule`
 */
export const eliminateDossier = action(
  { name: 'reviews.eliminate', input: Eliminate, may: mayTakeIn },
  async (tx, { id, version, rule, reason }) => {
    const dossier = await lockAt(tx, id, version, ['received', 'reviewing']);
    const sheet = await sheetOfVersion(tx, dossier.sheet_code, dossier.sheet_version);
    const broken = outRules(sheet).find((one) => one.id === rule);
    if (!broken) throw fieldError('rule', 'fields.choice');
    await moveDossier(tx, dossier, { level: dossier.level, status: 'eliminated' }, { note: `${broken.text.vi}: ${reason}` }); // prettier-ignore
    await closeRequests(tx, id);
    await endClocks(tx, id);
    await record(tx, 'review.eliminated', subjectOf(dossier), { dossier: id, rule });
  },
);

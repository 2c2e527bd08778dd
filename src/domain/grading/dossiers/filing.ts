import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { calendarFrom } from '#kernel/holidays';
import { legalDate } from '#domain/grading/process/clocks';
import { assertVersion } from '#domain/identity/versions';
import { isOfficerOf } from '#domain/identity/rules';
import { readRepresentative } from '#domain/producers/representatives';
import { beginClock, endClocks } from './clock-rows.ts';
import { copyOf, hashOf } from './copy.ts';
import { canWriteDossier, mayWriteDossiers } from './policy.ts';
import { receiptOf } from './receipt.ts';
import { type LockedDossier, lockDossier, moveDossier } from './rows.ts';
import { FileDossier, RetractDossier } from './schema.ts';
import { stateOf } from './state.ts';

/**
 * Locks a draft as it stands: its copy with the hash, which the log holds; what it says of people apart from it; and
 * begins the commune's clock of 15 working days (article 7.2), the day of filing not counted.
 */
export async function lockCopy(tx: Tx, dossier: LockedDossier, on: string, residence: string | null): Promise<string> {
  const copy = copyOf(await stateOf(tx, dossier.id), on);
  const copy_hash = hashOf(copy);
  await keepPerson(tx, dossier, residence);
  await moveDossier(tx, dossier, { level: 'commune', status: 'filed' }, { filed_on: on, copy: JSON.stringify(copy), copy_hash }); // prettier-ignore
  const { day: due_on } = legalDate('communeReview', on, await calendarFrom(tx, on));
  await beginClock(tx, dossier.id, { clock: 'communeReview', began_on: on, due_on });
  const subject = { kind: 'product', id: dossier.product_id, area: dossier.area_path };
  await record(tx, 'dossier.filed', subject, { dossier: dossier.id, sha256: copy_hash, stars: copy.stars });
  return copy_hash;
}

/** What forms 01 and 02 say of people on the day of filing. The reading of the representative is logged by its own room. */
async function keepPerson(tx: Tx, dossier: LockedDossier, residence: string | null): Promise<void> {
  const person = await readRepresentative(tx, { producer: dossier.producer_id });
  const producer = await tx.db
    .selectFrom('producers.producer')
    .select(['contact_phone as phone', 'contact_email as email', 'street as address', 'tax_code'])
    .where('id', '=', dossier.producer_id)
    .executeTakeFirstOrThrow();
  const said = {
    name: person?.name ?? null,
    sex: person?.sex ?? null,
    ethnicity: person?.ethnicity ?? null,
    residence,
    ...producer,
    tax_code: producer.tax_code ?? person?.personal_tax_code ?? null,
  };
  await tx.db
    .insertInto('grading.dossier_person')
    .values({ dossier_id: dossier.id, ...said })
    .onConflict((at) => at.column('dossier_id').doUpdateSet(said))
    .execute();
}

/** What stops a dossier that came on paper: its day, and a scan; its answers may stay on the paper. */
export const onPaper = (what: string): boolean => what.startsWith('window') || what === 'no_scan';

/**
 * Files a dossier with the commune of production: complete, in its window, vouched for. Filed here it has the legal
 * value of paper (article 6.1), and is not changed any more. One that was handed in on paper is locked as an officer typed it.
 * @returns the SHA-256 of the locked copy
 * @throws AppError not_found, refused, version.stale, input.invalid at `sure` and at each thing that is missing
 */
export const fileDossier = action(
  { name: 'dossiers.file', input: FileDossier, may: mayWriteDossiers },
  async (tx, input) => {
    const dossier = await lockDossier(tx, input.id);
    if (dossier.status !== 'draft') throw new AppError('state.conflict', { details: { reason: 'dossiers.locked' } });
    if (!canWriteDossier(tx.actor, dossier)) throw new AppError('refused');
    await assertVersion(tx, dossier, input.version, {});
    const isPaper = dossier.channel === 'paper';
    if (isPaper && !isOfficerOf(tx.actor, dossier.area_path)) throw new AppError('refused');
    if (!input.sure) throw fieldError('sure', 'dossiers.sure_first');
    const { missing } = await stateOf(tx, dossier.id);
    const blocking = missing.filter(({ blocks, what }) => blocks && (!isPaper || onPaper(what)));
    if (blocking.length)
      throw new AppError('input.invalid', {
        issues: blocking
          .slice(0, 100)
          .map(({ what, at }) => ({ path: at || 'dossier', key: `dossiers.missing_short.${what}` })),
      });
    const on = dossier.filed_on ?? tx.today;
    const sha256 = await lockCopy(tx, dossier, on, input.residence);
    if (isPaper) await receiptOf(tx, await lockDossier(tx, dossier.id), on);
    return { sha256 };
  },
);

/**
 * The producer takes its dossier back, until a council has it on its agenda; an officer does so at the counter.
 * @throws AppError not_found, refused, version.stale, state.conflict
 */
export const retractDossier = action(
  { name: 'dossiers.retract', input: RetractDossier, may: mayWriteDossiers },
  async (tx, input) => {
    const dossier = await lockDossier(tx, input.id);
    if (!canWriteDossier(tx.actor, { ...dossier, status: 'draft' })) throw new AppError('refused');
    await assertVersion(tx, dossier, input.version, {});
    await moveDossier(tx, dossier, { level: dossier.level, status: 'retracted' }, { note: input.reason });
    await endClocks(tx, dossier.id);
    await closeRequest(tx, dossier.id);
  },
);

/** Nobody waits any more for the answer to what was asked. */
async function closeRequest(tx: Tx, dossier: string): Promise<void> {
  await tx.db
    .updateTable('grading.dossier_request')
    .set({ answered_at: tx.now })
    .where('dossier_id', '=', dossier)
    .where('answered_at', 'is', null)
    .execute();
}

import { action } from '#kernel/action';
import { authorOf } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { claimUpload, filesOf } from '#kernel/files/rows';
import { newId } from '#kernel/ids';
import { assertVersion } from '#domain/identity/versions';
import { mayAdvise } from './policy.ts';
import { assertDay, lockAdvised, subjectOf } from './rows.ts';
import { EnterTest, EnterVisit } from './schema.ts';

/**
 * Writes down a look at the place: when, where, who was there, what was found, pictures (article 7.3).
 * @returns its id @throws AppError not_found, state.conflict, input.invalid at `visited_on`, `lat`, `lon` or `photo-<n>`
 */
export const enterVisit = action(
  { name: 'reviews.visit', input: EnterVisit, may: mayAdvise },
  async (tx, { dossier: id, photos, ...visit }) => {
    const dossier = await lockAdvised(tx, id);
    assertDay(tx, 'visited_on', visit.visited_on, dossier.filed_on);
    if ((visit.lat === null) !== (visit.lon === null))
      throw fieldError(visit.lat === null ? 'lat' : 'lon', 'fields.required');
    const visit_id = newId();
    await tx.db
      .insertInto('grading.site_visit')
      .values({ id: visit_id, dossier_id: id, ...visit, at: tx.now, by: authorOf(tx) })
      .execute();
    for (const [n, { file, alt }] of photos.entries()) {
      const file_id = await claimUpload(tx, file, `photo-${n + 1}`);
      if ((await filesOf(tx, [file_id])).get(file_id)?.kind !== 'picture')
        throw fieldError(`photo-${n + 1}`, 'reviews.photo_kind');
      await tx.db.insertInto('grading.site_photo').values({ id: newId(), visit_id, file_id, alt }).execute();
    }
    await record(tx, 'review.visited', subjectOf(dossier), { dossier: id, visit: visit_id, photos: photos.length });
    return { id: visit_id };
  },
);

/**
 * Writes down that a sample went to a laboratory, or what the laboratory said of it.
 * @returns its id
 * @throws AppError not_found, state.conflict, version.stale, input.invalid at `taken_on`, `result_on` or `passed`
 */
export const enterTest = action(
  { name: 'reviews.test', input: EnterTest, may: mayAdvise },
  async (tx, { dossier: id, test, version, file, passed, ...said }) => {
    const dossier = await lockAdvised(tx, id);
    assertDay(tx, 'taken_on', said.taken_on);
    if (said.result_on) assertDay(tx, 'result_on', said.result_on, said.taken_on);
    if (passed && !said.result_on) throw fieldError('result_on', 'fields.required');
    const before = test
      ? await tx.db.selectFrom('grading.extra_test').selectAll().where('id', '=', test).where('dossier_id', '=', id).executeTakeFirst()
      : null; // prettier-ignore
    if (before === undefined) throw new AppError('not_found');
    if (before)
      await assertVersion(tx, { version: before.version, changed_by: before.by, changed_at: before.at }, version, { result: before.result }); // prettier-ignore
    const row = {
      ...said,
      passed: passed === null ? null : passed === 'yes',
      file_id: file ? await claimUpload(tx, file) : (before?.file_id ?? null),
      version: (before?.version ?? 0) + 1,
      at: tx.now,
      by: authorOf(tx),
    };
    const test_id = before?.id ?? newId();
    await tx.db
      .insertInto('grading.extra_test')
      .values({ id: test_id, dossier_id: id, ...row })
      .onConflict((at) => at.column('id').doUpdateSet(row))
      .execute();
    await record(tx, 'review.tested', subjectOf(dossier), { dossier: id, test: test_id, passed: row.passed });
    return { id: test_id };
  },
);

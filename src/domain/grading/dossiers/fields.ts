import { action } from '#kernel/action';
import type { Tx } from '#kernel/context';
import { authorOf } from '#kernel/context';
import { AppError, fieldError } from '#kernel/errors';
import { record } from '#kernel/events';
import { issuesOf, text } from '#kernel/fields';
import { checkAnswers } from '#domain/criteria/answers';
import { sheetOfVersion } from '#domain/criteria/queries';
import type { Answer, Sheet } from '#domain/criteria/schema';
import { isSame } from '#domain/grading/rules';
import type { AnswerValue } from '#domain/grading/schema';
import { formFieldsOf, mostText, wantedField } from './forms.ts';
import { itemsOf } from '#domain/criteria/items';
import { canWriteDossier, mayWriteDossiers } from './policy.ts';
import { fieldsOf } from './queries.ts';
import { lockDossier } from './rows.ts';
import { type DossierKind, fieldName } from './rules.ts';
import { type FieldValue, SaveFields } from './schema.ts';

/** A field that was changed by somebody else since it was seen: nothing is overwritten, the reader chooses. */
export type FieldConflict = { name: string; mine: FieldValue; theirs: FieldValue; version: number };

const words = text(mostText);

/**
 * One field's value as it is kept: an option of its item, a rule that is broken or not, words, or the star aimed at.
 * @throws AppError input.invalid at the field for what the sheet or the forms do not have
 */
export function checkedField(sheet: Sheet, kind: DossierKind, name: string, value: FieldValue): FieldValue {
  const [what, key] = [name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/') + 1)];
  const noSuch = () => fieldError(name, 'dossiers.no_field');
  if (what === 'answer') {
    if (typeof value === 'string' || typeof value === 'boolean') throw fieldError(name, 'criteria.no_option');
    try {
      checkAnswers(sheet, { answers: { [key]: value as Answer } });
    } catch (error) {
      if (error instanceof AppError && error.issues[0]) throw fieldError(name, error.issues[0].key);
      throw error;
    }
    return value;
  }
  if (what === 'rule') {
    const known = [...sheet.disqualifiedWhen, ...itemsOf(sheet).flatMap(({ rules }) => rules)].some(
      ({ id }) => id === key,
    );
    if (!known || typeof value !== 'boolean') throw noSuch();
    return value;
  }
  if (name === wantedField) {
    if (value === null || ['3', '4', '5', 3, 4, 5].includes(value as number))
      return value === null ? null : Number(value);
    throw fieldError(name, 'fields.choice');
  }
  const known =
    what === 'why'
      ? itemsOf(sheet).some(({ code }) => code === key)
      : formFieldsOf(kind).some((field) => fieldName.form(field.name) === name);
  if (!known) throw noSuch();
  if (value === null || (typeof value === 'string' && !value.trim())) return null;
  const read = words.safeParse(value);
  if (read.success) return read.data;
  const [issue] = issuesOf(read.error);
  throw fieldError(name, issue!.key, issue!.params);
}

/**
 * Saves fields of a draft one by one: each is written if it was seen in the version that stands; the others come back
 * with what stands now, and wait. The same words typed twice are no conflict; said again of a field that was carried
 * over, they say that it was looked at.
 * @returns the versions of what stands as sent, and the conflicts
 * @throws AppError not_found, refused, input.invalid
 */
export const saveFields = action(
  { name: 'dossiers.save_fields', input: SaveFields, may: mayWriteDossiers },
  async (tx, input): Promise<{ saved: Record<string, number>; conflicts: FieldConflict[] }> => {
    const dossier = await lockDossier(tx, input.dossier);
    if (dossier.status !== 'draft') throw new AppError('state.conflict', { details: { reason: 'dossiers.locked' } });
    if (!canWriteDossier(tx.actor, dossier)) throw new AppError('refused');
    const sheet = await sheetOfVersion(tx, dossier.sheet_code, dossier.sheet_version);
    const standing = await fieldsOf(tx, dossier.id, input.fields.map(({ name }) => name)); // prettier-ignore
    const saved: Record<string, number> = {};
    const conflicts: FieldConflict[] = [];
    for (const { name, value: typed, version } of input.fields) {
      const value = checkedField(sheet, dossier.kind as DossierKind, name, typed);
      const now = standing[name];
      const same = now !== undefined && isSame(now.value as AnswerValue, value as AnswerValue);
      if ((same && !now.carried) || (now === undefined && value === null && !name.startsWith('answer/')))
        saved[name] = now?.version ?? 0;
      else if (!same && (now?.version ?? 0) !== version)
        conflicts.push({ name, mine: value, theirs: now?.value ?? null, version: now?.version ?? 0 });
      else {
        saved[name] = (now?.version ?? 0) + 1;
        await writeField(tx, dossier.id, name, { value, version: saved[name], carried: false });
      }
    }
    if (Object.keys(saved).length) {
      const subject = { kind: 'product', id: dossier.product_id, area: dossier.area_path };
      await record(tx, 'dossier.written', subject, { dossier: dossier.id, fields: Object.keys(saved) });
    }
    return { saved, conflicts };
  },
);

/** Writes a field as it stands now. */
export async function writeField(
  tx: Tx,
  dossier_id: string,
  name: string,
  { value, version, carried }: { value: FieldValue; version: number; carried: boolean },
): Promise<void> {
  const said = { value: JSON.stringify(value), version, carried, changed_at: tx.now, changed_by: authorOf(tx) };
  await tx.db
    .insertInto('grading.dossier_field')
    .values({ dossier_id, name, ...said })
    .onConflict((at) => at.columns(['dossier_id', 'name']).doUpdateSet(said))
    .execute();
}

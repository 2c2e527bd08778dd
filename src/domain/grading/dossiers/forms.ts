import { type DossierKind, fieldName } from './rules.ts';

/**
 * What forms 01 and 02 of annex III ask that no register knows (data/criteria/dossier-forms.json): all else is shown,
 * never asked. `fresh`: of another dossier it says nothing for this one.
 */
const formFields: readonly {
  name: string;
  part: 'I' | 'II' | 'III' | 'IV';
  of?: readonly DossierKind[];
  fresh?: true;
}[] = [
  { name: 'position', part: 'I' },
  { name: 'standard', part: 'I' },
  { name: 'history', part: 'I' },
  { name: 'structure', part: 'I' },
  { name: 'production', part: 'II' },
  { name: 'quality', part: 'II' },
  { name: 'market', part: 'II' },
  { name: 'revenue', part: 'II' },
  { name: 'changes', part: 'III', of: ['upgrade', 'regrading'], fresh: true },
  { name: 'plan', part: 'IV' },
];

/** The star that the producer wants: a wish, not a part of the forms. */
export const wantedField = fieldName.form('stars');

/** Fields of form 02 that a dossier of this kind asks. */
export const formFieldsOf = (kind: DossierKind) => formFields.filter(({ of }) => !of || of.includes(kind));

/** Most characters of an explanation or of a field of a form. */
export const mostText = 6000;

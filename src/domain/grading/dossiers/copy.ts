import { createHash } from 'node:crypto';
import { grade } from '#domain/criteria/rules';
import { partsOfFields } from './looks.ts';
import type { DossierState } from './state.ts';

/** What a household's own form says of its home: kept apart from the copy, where it can be forgotten. */
const personal = new Set(['phone', 'email', 'address', 'tax_code', 'registration_no']);

/**
 * What is locked on the day of filing: every field as it stood, what spoke for it with the hash of each file, and what
 * the register said of producer and product. Personal data are kept beside it.
 */
export function copyOf({ dossier, sheet, fields, evidence, known, gradingDay }: DossierState, on: string) {
  const { answers, broken } = partsOfFields(fields);
  const graded = grade(sheet, answers, broken);
  return {
    filed_on: on,
    kind: dossier.kind,
    channel: dossier.channel,
    decision: dossier.decision,
    sheet: { code: dossier.sheet_code, version: dossier.sheet_version },
    previous: dossier.previous_id,
    recognition: dossier.recognition_id,
    producer: { id: dossier.producer_id, name: dossier.producer, kind: known.kind },
    product: { id: dossier.product_id, name: dossier.product, set: dossier.set_no },
    register: Object.fromEntries(
      known.lines.filter(({ name }) => !(personal.has(name) && (known.isPrivate || name === 'phone' || name === 'email'))).map(({ name, value }) => [name, value]),
    ),
    checks: Object.fromEntries(known.checks.map(({ name, held }) => [name, held])),
    fields: Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])),
    evidence: evidence.map(({ id, item, note, paper, fact, file, end, state }) => ({
      id,
      item,
      note,
      end,
      state,
      paper: paper && { id: paper.id, row_id: paper.row_id, type: paper.type, number: paper.number },
      fact: fact && { kind: fact.kind, id: fact.id, row_id: fact.row_id },
      file: file && { id: file.id, name: file.name, sha256: file.hash },
    })),
    graded_by: gradingDay,
    total: graded.total,
    stars: graded.stars,
  }; // prettier-ignore
}

/** The same text for the same content, whatever the order in which a database gives its keys back. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`; // prettier-ignore
}

/** The SHA-256 of a copy, as the log holds it. */
export const hashOf = (copy: unknown): string => createHash('sha256').update(canonical(copy)).digest('hex');

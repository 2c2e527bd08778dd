import type { RequestEvent } from '@sveltejs/kit';
import { AppError, fieldError } from '#kernel/errors';
import { citeEvidence, removeEvidence } from '#domain/grading/dossiers/evidence';
import { saveFields } from '#domain/grading/dossiers/fields';
import { fileDossier, retractDossier } from '#domain/grading/dossiers/filing';
import { wantedField } from '#domain/grading/dossiers/forms';
import { dossierOf } from '#domain/grading/dossiers/queries';
import { answerItem, answerRequest } from '#domain/grading/dossiers/requests';
import type { FieldValue } from '#domain/grading/dossiers/schema';
import { readRepresentative } from '#domain/producers/representatives';
import { m } from '#paraglide/messages';
import { save, submit } from '#ui/form.ts';
import { readAnswer } from '../sheet/typed.ts';
import { nowLine, slugOf } from './draft.ts';
import type { Base } from './words.ts';

type Fields = Record<string, string | string[]>;
type Event = RequestEvent & { params: { id: string } };

function versionsIn(text: string | string[] | undefined): Record<string, number> {
  try {
    return Object.fromEntries(Object.entries(JSON.parse(String(text ?? '{}')) as Record<string, unknown>).map(([name, n]) => [name, Number(n)])); // prettier-ignore
  } catch {
    throw new AppError('input.unreadable');
  }
}

const valueIn = (name: string, typed: string): FieldValue => {
  if (name.startsWith('answer/')) return typed === 'none' ? null : readAnswer(typed);
  return name.startsWith('rule/') ? typed === 'true' : typed;
};

/**
 * The fields of a form: by their names, each with the version that the page showed. Of the boxes that a whole form
 * shows (`boxes`) an empty one says something only where it was ticked before.
 */
export function toldFields(fields: Fields) {
  const versions = versionsIn(fields.versions);
  const told = Object.entries(fields)
    .filter(([name]) => /^(?:answer|why|form|rule)\//.test(name))
    .map(([name, typed]) => ({ name, value: valueIn(name, String(typed)), version: versions[name] ?? 0 }));
  const unticked = [fields.boxes ?? []]
    .flat()
    .filter((name) => versions[name] && !told.some((one) => one.name === name))
    .map((name) => ({ name, value: false, version: versions[name]! }));
  return [...told, ...unticked];
}

/** Tells a refusal at the field of this form: a page has the same field once for each item. */
async function renamed<T>(write: Promise<T>, name: (path: string) => string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (!(error instanceof AppError) || !error.issues.length) throw error;
    throw new AppError(error.code, { issues: error.issues.map((issue) => ({ ...issue, path: name(issue.path) })) });
  }
}

/** The forms of a draft, the same in the workspace and at the counter. */
export const draftActs = (base: Base) => {
  const here = (event: Event) => `${base}/dossiers/${event.params.id}`;
  return {
    /** Fields as they come: a whole form without a script, what changed with one. */
    save: (event: Event) =>
      submit(event, async (fields) => {
        const { ctx } = event.locals;
        const told = toldFields(fields);
        const outcome = told.length ? await saveFields(ctx, { dossier: event.params.id, fields: told }) : { saved: {}, conflicts: [] }; // prettier-ignore
        return { ...outcome, now: await nowLine(ctx, event.params.id) };
      }),
    aim: (event: Event) =>
      save(event, async ({ stars, version }) => {
        const fields = [{ name: wantedField, value: String(stars ?? '') || null, version: Number(version) || 0 }];
        const { conflicts } = await saveFields(event.locals.ctx, { dossier: event.params.id, fields });
        if (conflicts.length) throw new AppError('version.stale', { details: { by: '' } });
        return `${here(event)}/draft`;
      }),
    cite: (event: Event & { params: { criterion: string } }) =>
      save(event, async ({ cite, item }) => {
        const [what, kind = '', id = ''] = String(cite ?? '').split(':');
        if (what !== 'paper' && what !== 'fact')
          throw fieldError(`cite-${slugOf(String(item))}`, 'dossiers.evidence_choice');
        const named = what === 'paper' ? { paper: kind } : { fact_kind: kind, fact: id };
        await citeEvidence(event.locals.ctx, { dossier: event.params.id, item, ...named });
        return `${here(event)}/items/${event.params.criterion}`;
      }),
    upload: (event: Event & { params: { criterion: string } }) =>
      save(event, async (fields) => {
        const item = String(fields.item);
        const name = `file-${slugOf(item)}`;
        if (!fields[name]) throw fieldError(name, 'fields.required');
        const given = { dossier: event.params.id, item, file: fields[name], note: fields.note };
        await renamed(citeEvidence(event.locals.ctx, given), () => name);
        return `${here(event)}/items/${event.params.criterion}`;
      }),
    remove: (event: Event & { params: { criterion: string } }) =>
      save(event, async ({ id }) => {
        await removeEvidence(event.locals.ctx, { id });
        return `${here(event)}/items/${event.params.criterion}`;
      }),
    /** The representative, once somebody asks: the reading is logged. */
    person: (event: Event) =>
      submit(event, async () => {
        const { ctx } = event.locals;
        const { producer_id } = await dossierOf(ctx, event.params.id);
        const person = await readRepresentative(ctx, { producer: producer_id });
        const sex = person?.sex === 'female' ? m['producers.sex.female']() : person?.sex === 'male' ? m['producers.sex.male']() : ''; // prettier-ignore
        return { person: person && { name: person.name ?? '', sex, ethnicity: person.ethnicity ?? '' } };
      }),
    file: (event: Event) =>
      save(event, async ({ version, sure, residence }) => {
        await fileDossier(event.locals.ctx, { id: event.params.id, version, sure, residence });
        return here(event);
      }),
    retract: (event: Event) =>
      save(event, async ({ version, reason }) => {
        await retractDossier(event.locals.ctx, { id: event.params.id, version, reason });
        return here(event);
      }),
  };
};

/** The answers to what a desk asked for, in place. */
export const answerActs = (base: Base) => ({
  answer: (event: Event) =>
    save(event, async (fields) => {
      const item = String(fields.item);
      const typed = fields[`value-${item}`];
      const about = String(fields.about ?? '');
      // What was left as it is says nothing new.
      const value = typeof typed === 'string' && typed !== '' ? { value: valueIn(about, typed) } : {};
      const input = { item, version: fields.version, answer: fields[`answer-${item}`], paper: fields[`paper-${item}`], file: fields[`file-${item}`], ...value }; // prettier-ignore
      await renamed(answerItem(event.locals.ctx, input), (path) => `${path}-${item}`);
      return `${base}/dossiers/${event.params.id}`;
    }),
  send: (event: Event) =>
    save(event, async ({ request, version }) => {
      await answerRequest(event.locals.ctx, { request, version });
      return `${base}/dossiers/${event.params.id}`;
    }),
});

import { itemsOf, optionOf } from '#domain/criteria/items';
import { pathToStar } from '#domain/criteria/path';
import { grade } from '#domain/criteria/rules';
import { evidenceFor } from '#domain/grading/rules';
import { factsById } from '#domain/grading/dossiers/evidence';
import { onPaper } from '#domain/grading/dossiers/filing';
import { formFieldsOf, mostText } from '#domain/grading/dossiers/forms';
import { currentProcess, samplesOf } from '#domain/grading/process/decision';
import { partsOfFields } from '#domain/grading/dossiers/looks';
import { canWriteDossier } from '#domain/grading/dossiers/policy';
import { type DossierState, stateOf } from '#domain/grading/dossiers/state';
import { papersOf } from '#domain/papers/queries';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { sentence } from '#kernel/sentences';
import { fileAddress } from '#kernel/files/address';
import { day } from '#ui/format.ts';
import { kindName } from '../facts/fields.ts';
import { starAhead, standing } from '../sheet/standing.ts';
import { type Base, evidenceLine, factWords, fieldLabel, mendAt, missingLine, said } from './words.ts';

/** A draft that this person writes. @throws AppError not_found */
async function ownDraft(ctx: Ctx, id: string): Promise<DossierState> {
  const state = await stateOf(ctx, id);
  if (!canWriteDossier(ctx.actor, state.dossier)) throw new AppError('not_found');
  return state;
}

/** What every page of a draft begins with. */
function headOf(ctx: Ctx, base: Base, { dossier, sheet, fields }: DossierState) {
  const { answers, broken } = partsOfFields(fields);
  const graded = grade(sheet, answers, broken);
  return {
    id: dossier.id,
    version: dossier.version,
    product: dossier.product,
    product_id: dossier.product_id,
    kind: said(ctx, `kind.${dossier.kind}`),
    isPaper: dossier.channel === 'paper',
    here: `${base}/dossiers/${dossier.id}`,
    base,
    now: nowOf(graded.total, standing(graded, Object.keys(answers).length, itemsOf(sheet).length)),
    sheet: said(ctx, 'sheet_line', { decision: sheet.decision, no: sheet.no, version: dossier.sheet_version }),
  };
}

const nowOf = (total: number, words: string) => `${total}/100 · ${words}`;

/** What a dossier comes to by its answers, in one line. */
export async function nowLine(ctx: Ctx, id: string): Promise<string> {
  const { sheet, fields } = await stateOf(ctx, id);
  const { answers, broken } = partsOfFields(fields);
  const graded = grade(sheet, answers, broken);
  return nowOf(graded.total, standing(graded, Object.keys(answers).length, itemsOf(sheet).length));
}

/** The first page of a draft: what is to do, criterion by criterion, the star and the way to it. */
export async function draftView(ctx: Ctx, base: Base, id: string) {
  const state = await ownDraft(ctx, id);
  const { dossier, sheet, fields, looks, toType, missing, window, gradingDay } = state;
  const { answers, broken, wanted } = partsOfFields(fields);
  const graded = grade(sheet, answers, broken);
  const target = starAhead(graded, wanted);
  const items = itemsOf(sheet);
  const openOf = (codes: readonly string[]) => {
    const typed = looks.typed.filter(({ name }) => codes.includes(name.slice(name.indexOf('/') + 1)) && !name.startsWith('form/')); // prettier-ignore
    const rest = missing.filter(({ at, blocks, what }) => blocks && codes.includes(at.slice(at.indexOf('/') + 1)) && ['no_support', 'evidence_required', 'gone', 'ended'].includes(what)); // prettier-ignore
    return typed.length + rest.length;
  };
  return {
    head: headOf(ctx, base, state),
    toType,
    toRenew: looks.renewals.length,
    renewals: looks.renewals.map((renewal) => missingLine(ctx, base, dossier, sheet, { what: renewal.why, at: renewal.item ? `answer/${renewal.item}` : '', blocks: false, params: { day: renewal.end ?? '' } })), // prettier-ignore
    looked: dossier.previous_id
      ? looks.typed.map(({ name, why }) => ({ ...missingLine(ctx, base, dossier, sheet, { what: why, at: name, blocks: true, params: {} }), why: said(ctx, `look.${why}`) })) // prettier-ignore
      : [],
    missing: missing.filter(({ blocks }) => blocks).length,
    gradedBy: day(gradingDay, ctx.locale),
    window: window && said(ctx, 'window', { from: day(window.from, ctx.locale), to: day(window.to, ctx.locale) }),
    wanted,
    target,
    graded,
    path: pathToStar(sheet, answers, target, { broken }),
    items,
    sheet,
    answered: Object.keys(answers).length,
    parts: sheet.parts.map((part) => ({
      code: part.code,
      name: part.name[ctx.locale],
      points: graded.parts[part.code],
      max: part.max,
      criteria: part.criteria.map((criterion) => ({
        code: criterion.code,
        name: criterion.name[ctx.locale],
        points: graded.criteria[criterion.code] ?? 0,
        max: criterion.max,
        open: openOf(criterion.items.map(({ code }) => code)),
      })),
    })),
    formOpen: looks.typed.filter(({ name }) => name.startsWith('form/')).length,
  };
}

const valueText = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** An item in the name of a form's field, where a dot leads into a list. */
export const slugOf = (code: string): string => code.replaceAll('.', '_');

/** One criterion of a draft: its items with what was answered, why, and what speaks for it. */
export async function itemsView(ctx: Ctx, base: Base, id: string, code: string) {
  const state = await ownDraft(ctx, id);
  const { dossier, sheet, fields, evidence, looks } = state;
  const all = sheet.parts.flatMap(({ criteria }) => criteria);
  const at = all.findIndex((one) => one.code === code);
  const criterion = all[at];
  if (!criterion) throw new AppError('not_found');
  const [papers, facts] = await Promise.all([
    papersOf(ctx, { kind: 'producer', id: dossier.producer_id }),
    factsById(ctx, dossier.producer_id, dossier.product_id),
  ]);
  const shownFacts = [...facts.values()].filter(({ row }) => !row.valid_to || row.valid_to >= ctx.today);
  const names = new Set(criterion.items.flatMap((item) => [`answer/${item.code}`, `why/${item.code}`, ...item.rules.map((rule) => `rule/${rule.id}`)])); // prettier-ignore
  const next = all[at + 1];
  return {
    head: headOf(ctx, base, state),
    criterion: { code, name: criterion.name[ctx.locale] },
    next: next ? { name: next.name[ctx.locale], href: `${base}/dossiers/${id}/items/${next.code}` } : null,
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name))),
    papers: papers
      .filter(({ verdict }) => verdict !== 'wrong')
      .map((paper) => ({
        value: `paper:${paper.id}`,
        label: [paper.type_name, paper.number, paper.end && said(ctx, 'ends', { day: day(paper.end, ctx.locale) })].filter(Boolean).join(' – '), // prettier-ignore
      })),
    items: criterion.items.map((item) => ({
      code: item.code,
      slug: slugOf(item.code),
      name: item.name[ctx.locale],
      label: fieldLabel(ctx, sheet, `answer/${item.code}`),
      max: item.max,
      cases: item.cases
        ? item.cases.map((one, c) => ({ name: `${one.code}) ${one.text[ctx.locale]}`, options: one.options.map((option, i) => ({ value: `${c}.${i}`, text: option.text[ctx.locale], points: option.points, minimumFor: option.minimumFor ?? null })) })) // prettier-ignore
        : [{ name: '', options: (item.options ?? []).map((option, i) => ({ value: String(i), text: option.text[ctx.locale], points: option.points, minimumFor: option.minimumFor ?? null })) }], // prettier-ignore
      hints: item.rules.filter(({ kind, when }) => kind === 'guidance' || when).map(({ text }) => text[ctx.locale]),
      demands: item.rules.filter(({ kind }) => kind === 'evidenceRequired').map(({ text }) => text[ctx.locale]),
      rules: item.rules.filter(({ kind, when }) => kind !== 'guidance' && !when).map(({ id: rule, text }) => ({ id: rule, text: text[ctx.locale] })), // prettier-ignore
      looks: looks.typed
        .filter(({ name, why }) => why !== 'empty' && (name === `answer/${item.code}` || name === `why/${item.code}`))
        .map(({ name, why }) => ({ name, why, text: said(ctx, `look.${why}`) })),
      facts: [
        ...(evidenceFor(item).includes('story')
          ? [{ value: `fact:story:${dossier.product_id}`, label: sentence('office.field.story', {}, ctx.locale) }]
          : []),
        ...shownFacts
          .filter(({ kind }) => evidenceFor(item).includes(kind))
          .map(({ kind, row }) => ({
            value: `fact:${kind}:${row.id}`,
            label: `${kindName(kind)}: ${factWords(ctx, row)}`,
          })),
      ],
      evidence: evidence
        .filter((one) => one.item === item.code)
        .map((one) => evidenceLine(ctx, one, looks.renewals.find((renewal) => renewal.evidence === one.id), (file) => fileAddress(ctx.runtime, file))), // prettier-ignore
    })),
  };
}

/** Forms 01 and 02: what the register knows, and what is asked. */
export async function formView(ctx: Ctx, base: Base, id: string) {
  const state = await ownDraft(ctx, id);
  const { dossier, sheet, fields, known, looks } = state;
  const asked = formFieldsOf(dossier.kind);
  const names = new Set([...asked.map(({ name }) => `form/${name}`), ...sheet.disqualifiedWhen.map((rule) => `rule/${rule.id}`)]); // prettier-ignore
  return {
    head: headOf(ctx, base, state),
    producer: dossier.producer_id,
    known: known.lines.map(({ name, value, at, must }) => ({
      label: said(ctx, `known.${name}`),
      value: name === 'registered_on' ? day(value, ctx.locale) : value,
      must,
      href: mendAt(base, dossier, at),
    })),
    represented: known.represented,
    checks: known.checks.map(({ name, held }) => ({ label: said(ctx, `check.${name}`), held })),
    fields: Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name))),
    asked: asked.map(({ name, part }) => ({
      name: `form/${name}`,
      key: name,
      part,
      label: said(ctx, `form.${name}`),
      hint: name === 'changes' || name === 'revenue' ? said(ctx, `form_hint.${name}`) : undefined,
      rows: name === 'position' || name === 'standard' ? 0 : 5,
      value: valueText(fields[`form/${name}`]?.value),
      isOpen: looks.typed.some((look) => look.name === `form/${name}`),
    })),
    rules: sheet.disqualifiedWhen.map((rule) => ({ id: rule.id, text: rule[ctx.locale] })),
    most: mostText,
  };
}

/** The check before filing: each thing that is missing with the place where it is mended. */
export async function filingView(ctx: Ctx, base: Base, id: string) {
  const state = await ownDraft(ctx, id);
  const { dossier, sheet, missing, window } = state;
  const isPaper = dossier.channel === 'paper';
  const lines = missing.map((one) => missingLine(ctx, base, dossier, sheet, isPaper && !onPaper(one.what) ? { ...one, blocks: false } : one)); // prettier-ignore
  return {
    head: headOf(ctx, base, state),
    blocking: lines.filter(({ blocks }) => blocks),
    warnings: lines.filter(({ blocks }) => !blocks),
    window: window && said(ctx, 'window', { from: day(window.from, ctx.locale), to: day(window.to, ctx.locale) }),
    days: currentProcess.clocks.find(({ id: clock }) => clock === 'communeReview')!.days,
    samples: samplesOf(currentProcess, dossier.set_no),
  };
}

/** The options of an item as they are named, for answers in words. */
export function optionWords(ctx: Ctx, sheet: DossierState['sheet'], name: string, value: unknown): string {
  const code = name.slice(name.indexOf('/') + 1);
  const item = itemsOf(sheet).find((one) => one.code === code);
  if (name.startsWith('answer/') && item) return optionOf(item, value as never)?.text[ctx.locale] ?? said(ctx, 'empty');
  return value === null || value === '' ? said(ctx, 'empty') : String(value);
}

import { itemsOf } from '#domain/criteria/items';
import { dossierAnswers } from '#domain/grading/dossiers/queries';
import { canSeeDossier, isOfDesk } from '#domain/grading/dossiers/policy';
import { hasEnded } from '#domain/grading/dossiers/rules';
import { canTakeIn } from '#domain/grading/reviews/policy';
import { reportsOf, testsOf, verifiedOf, visitsOf } from '#domain/grading/reviews/queries';
import { canAdvise } from '#domain/grading/reviews/rows';
import { authorFor, mayReportIn, outRules, proposals } from '#domain/grading/reviews/rules';
import { isSame } from '#domain/grading/rules';
import type { AnswerValue } from '#domain/grading/schema';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import type { FileRow } from '#kernel/files/rows';
import { fileAddress } from '#kernel/files/address';
import { sentence } from '#kernel/sentences';
import { day } from '#ui/format.ts';
import { optionWords } from '../../../../dossiers/draft.ts';
import { answerText } from '../../../../sheet/typed.ts';

const said = (ctx: Ctx, key: string, params: Record<string, unknown> = {}) => sentence(`reviews.${key}`, params, ctx.locale); // prettier-ignore

/** The options of an item as a select shows them. */
const optionsOf = (ctx: Ctx, item: ReturnType<typeof itemsOf>[number]) => [
  { value: 'none', label: said(ctx, 'none_met') },
  ...(item.options?.map((option, i) => ({ value: String(i), label: option.text[ctx.locale] })) ??
    item.cases!.flatMap((one, c) => one.options.map((option, i) => ({ value: `${c}.${i}`, label: `${one.code}) ${option.text[ctx.locale]}` })))), // prettier-ignore
];

/**
 * What the advisory group, or the office of a regrading, does with a dossier: visits, tests, verified answers, report.
 * @throws AppError not_found for whoever neither works at its desk nor sits in its group
 */
export async function adviceView(ctx: Ctx, id: string) {
  const { dossier, sheet, fields } = await dossierAnswers(ctx, id, () => true);
  if (!(await canAdvise(ctx, dossier))) throw new AppError('not_found');
  const [visits, tests, verified, reports] = await Promise.all([
    visitsOf(ctx, id),
    testsOf(ctx, id),
    verifiedOf(ctx, id),
    reportsOf(ctx, id),
  ]);
  const d = (value: string | null) => day(value, ctx.locale);
  const fileOf = (file: FileRow | null) => file && { name: file.name, address: fileAddress(ctx.runtime, file) };
  const author = authorFor(dossier.kind);
  const may = !hasEnded(dossier) && ['received', 'reviewing'].includes(dossier.status);
  const isDone = !!reports[0] && reports[0].level === dossier.level && reports[0].proposal !== 'grade_after';
  return {
    id,
    version: dossier.version,
    product: dossier.product,
    producer: dossier.producer,
    here: canSeeDossier(ctx.actor, dossier) ? `/office/dossiers/${id}` : null,
    lead: said(ctx, author === 'office' ? 'advice_lead_office' : 'advice_lead'),
    may,
    mayReport: may && mayReportIn(author, dossier.status) && !isDone && (author === 'group' || isOfDesk(ctx.actor, dossier)), // prettier-ignore
    waitsForHandOver: may && !mayReportIn(author, dossier.status),
    visits: visits.map((visit) => ({
      id: visit.id,
      line: said(ctx, 'visit_line', { day: d(visit.visited_on), place: visit.place }),
      at: visit.lat === null ? '' : `${visit.lat}, ${visit.lon}`,
      people: visit.people ?? '',
      findings: visit.findings,
      photos: visit.photos.map((photo) => ({ id: photo.id, alt: photo.alt, file: fileOf(photo.file) })),
    })),
    tests: tests.map((test) => ({
      id: test.id,
      version: test.version,
      line: said(ctx, 'test_line', { laboratory: test.laboratory, tested: test.tested, day: d(test.taken_on) }),
      result: test.result_on ? said(ctx, 'result_line', { no: test.result_no ?? '–', day: d(test.result_on), result: test.result ?? '–' }) : '', // prettier-ignore
      passed: test.passed === null ? '' : said(ctx, test.passed ? 'passed_yes' : 'passed_no'),
      isPassed: test.passed === true,
      file: fileOf(test.file),
      raw: { laboratory: test.laboratory, tested: test.tested, taken_on: test.taken_on },
    })),
    count: said(ctx, 'verify_count', { n: verified.size, of: itemsOf(sheet).length }),
    parts: sheet.parts.map((part) => ({
      code: part.code,
      name: part.name[ctx.locale],
      items: part.criteria.flatMap(({ items }) => items).map((item) => {
        const own = (fields[`answer/${item.code}`]?.value ?? null) as AnswerValue;
        const held = verified.get(item.code);
        return {
          code: item.code,
          name: item.name[ctx.locale],
          own: said(ctx, 'own', { answer: optionWords(ctx, sheet, `answer/${item.code}`, own) }),
          why: String(fields[`why/${item.code}`]?.value ?? ''),
          verified: held ? said(ctx, 'verified_line', { answer: optionWords(ctx, sheet, `answer/${item.code}`, held.value) }) : '', // prettier-ignore
          differs: !!held && !isSame(own, held.value),
          note: held?.note ?? '',
          version: held?.version ?? 0,
          value: answerText((held?.value ?? own) as Parameters<typeof answerText>[0]),
          options: optionsOf(ctx, item),
        };
      }),
    })), // prettier-ignore
    reports: reports.map((report) => ({
      id: report.id,
      line: said(ctx, 'report_line', { day: d(report.sent_on), signer: report.signer, proposal: said(ctx, `proposal.${report.proposal}`) }), // prettier-ignore
      summary: report.summary,
    })),
    proposals: proposals.map((value) => ({ value, label: said(ctx, `proposal.${value}`) })),
    rules: canTakeIn(ctx.actor, dossier) && may ? outRules(sheet).map(({ id: value, text }) => ({ value, label: text[ctx.locale] })) : [], // prettier-ignore
  };
}
export type AdviceView = Awaited<ReturnType<typeof adviceView>>;

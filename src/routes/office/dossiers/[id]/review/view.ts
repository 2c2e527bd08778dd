import { clocksOf } from '#domain/grading/dossiers/clock-rows';
import { evidenceOf, factsById } from '#domain/grading/dossiers/evidence';
import { dossierAnswers } from '#domain/grading/dossiers/queries';
import { currentProcess } from '#domain/grading/process/decision';
import { canReview } from '#domain/grading/reviews/policy';
import { communeReportOf, findingsOf } from '#domain/grading/reviews/queries';
import { type Content, contents, factsOfContent, itemsOfContent, verdicts } from '#domain/grading/reviews/rules';
import { isOfficerOf } from '#domain/identity/rules';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { fileAddress } from '#kernel/files/address';
import { sentence } from '#kernel/sentences';
import { day } from '#ui/format.ts';
import { kindName } from '../../../../facts/fields.ts';
import { optionWords } from '../../../../dossiers/draft.ts';
import { evidenceLine, factWords } from '../../../../dossiers/words.ts';

const said = (ctx: Ctx, key: string, params: Record<string, unknown> = {}) => sentence(`reviews.${key}`, params, ctx.locale); // prettier-ignore

/**
 * What the commune looks at: the four contents, each with what to look at, the producer's answers with their evidence, the
 * register's facts, and what was found; then the report.
 * @throws AppError not_found for whoever is no officer of the place
 */
export async function reviewView(ctx: Ctx, id: string) {
  const { dossier, sheet, fields } = await dossierAnswers(ctx, id);
  if (!isOfficerOf(ctx.actor, dossier.area_path) || dossier.status === 'draft') throw new AppError('not_found');
  const [evidence, facts, findings, report, clocks] = await Promise.all([
    evidenceOf(ctx, id),
    factsById(ctx, dossier.producer_id, dossier.product_id),
    findingsOf(ctx, id),
    communeReportOf(ctx, id),
    clocksOf(ctx, id),
  ]);
  const standing = [...facts.values()].filter(({ row }) => !row.valid_to || row.valid_to >= ctx.today);
  const d = (value: string | null) => day(value, ctx.locale);
  const due = clocks.find(({ clock, ended_on }) => clock === 'communeReview' && !ended_on)?.due_on ?? null;
  const days = currentProcess.clocks.find(({ id: clock }) => clock === 'communeReview')!.days;
  const partOf = (content: Content) => {
    const found = findings.find((one) => one.content === content);
    const kinds = factsOfContent(sheet, content);
    return {
      content,
      name: said(ctx, `content.${content}`),
      guide: said(ctx, `guide.${content}`),
      papers: said(ctx, `papers.${content}`),
      items: itemsOfContent(sheet, content).map((item) => ({
        code: item.code,
        name: item.name[ctx.locale],
        answer: optionWords(ctx, sheet, `answer/${item.code}`, fields[`answer/${item.code}`]?.value ?? null),
        why: String(fields[`why/${item.code}`]?.value ?? ''),
        evidence: evidence
          .filter((one) => one.item === item.code)
          .map((one) => evidenceLine(ctx, one, undefined, (file) => fileAddress(ctx.runtime, file))),
      })),
      facts: standing
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ kind, row }) => ({ id: row.id, text: `${kindName(kind)}: ${factWords(ctx, row)}` })),
      found: found ? said(ctx, 'found', { verdict: said(ctx, `verdict.${found.verdict}`) }) : '',
      by: found?.by ? said(ctx, 'changed_by', { name: found.by }) : '',
      finding: found?.finding ?? '',
      verdict: found?.verdict ?? '',
      version: found?.version ?? 0,
    };
  };
  return {
    id,
    version: dossier.version,
    product: dossier.product,
    producer: dossier.producer,
    here: `/office/dossiers/${id}`,
    clock: due ? said(ctx, due < ctx.today ? 'clock_late' : 'clock', { due: d(due), n: days }) : '',
    isLate: !!due && due < ctx.today,
    isReceived: dossier.commune_no !== null,
    may: canReview(ctx.actor, dossier),
    parts: contents.map(partOf),
    verdicts: verdicts.map((value) => ({ value, label: said(ctx, `verdict.${value}`) })),
    report: report && {
      line: report.outcome === 'proposed' ? said(ctx, 'sent_line', { no: report.letter_no, day: d(report.letter_on), signer: report.signer }) : said(ctx, 'declined_line', { reasons: report.reasons }), // prettier-ignore
      met: report.outcome === 'declined' ? '' : report.met_on ? said(ctx, 'met_line', { day: d(report.met_on) }) : said(ctx, 'not_met_line'), // prettier-ignore
      note: report.met_note ?? '',
      file: report.file && { name: report.file.name, address: fileAddress(ctx.runtime, report.file) },
    },
  };
}

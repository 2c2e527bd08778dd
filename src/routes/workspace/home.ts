import { type Dossier, dossiersOf } from '#domain/grading/dossiers/queries';
import { expiringPapers, type PaperRow } from '#domain/papers/queries';
import { producerFacts, producerOwner } from '#domain/producers/facts';
import { confirmationsOf, ownProducer } from '#domain/producers/queries';
import { type Due, duesOf } from '#domain/products/dues';
import { everyProductFact, productOwners } from '#domain/products/facts';
import { labelGaps } from '#domain/products/label-rules';
import { productsOf } from '#domain/products/queries';
import { changesByOfficials } from '#domain/products/told';
import { proposalsOf } from '#domain/proposals/queries';
import type { Ctx } from '#kernel/context';
import { sentence } from '#kernel/sentences';
import { day } from '#ui/format.ts';

/** What a fact said, as it stands today; null if nothing does. */
export const standingToday = <F extends { valid_from: string | null; valid_to: string | null }>(
  rows: readonly F[] | undefined,
  today: string,
): F | null =>
  rows?.find((row) => (row.valid_from ?? '') <= today && (row.valid_to === null || row.valid_to >= today)) ?? null;

/** One organisation for the first screen: what is missing, why, by when; what officials did; what it owns. */
export async function overview(ctx: Ctx, id: string) {
  const [{ name, origin }, owner, rows, owners, confirmations] = await Promise.all([
    ownProducer(ctx, id),
    producerOwner(ctx, id),
    productsOf(ctx, id),
    productOwners(ctx, id),
    confirmationsOf(ctx, id),
  ]);
  const [producer, products, proposals, told, papers, dossiers] = await Promise.all([
    producerFacts(ctx, owner),
    everyProductFact(ctx, owners),
    proposalsOf(ctx, id),
    changesByOfficials(ctx, id),
    expiringPapers(ctx, 1000),
    dossiersOf(ctx, id),
  ]);
  const dues = duesOf(
    {
      producer,
      confirmedOn: confirmations[0]?.valid_from ?? null,
      products: rows.map((row) => ({
        id: row.id,
        validUntil: row.state === 'valid' ? row.valid_to : null,
        facts: products[row.id] ?? {},
        labelMisses: labelGaps(row.set_no, standingToday(products[row.id]?.label, ctx.today)).missing.length,
      })),
    },
    ctx.today,
  );
  const names = Object.fromEntries(rows.map((row) => [row.id, row.name]));
  const said = [
    ...papers.filter(({ owner_id }) => owner_id === id).map((paper) => tellPaper(ctx, paper)),
    ...dues.map((due) => tell(ctx, id, due, names, !confirmations.length)),
  ];
  const asked = proposals.filter(({ state }) => state === 'asked').map((one) => tellAsked(ctx, one, name));
  return {
    id,
    name,
    origin,
    products: rows,
    urgent: [
      ...dossiers.filter((one) => one.asked).map((one) => tellDossier(ctx, one)),
      ...asked,
      ...said.filter(({ what }) => what !== 'missing' && what !== 'label'),
    ],
    missing: said.filter(({ what }) => what === 'missing' || what === 'label'),
    proposals: proposals
      .filter(({ state }) => state !== 'withdrawn')
      .slice(0, 5)
      .map((one) => ({
        id: one.id,
        state: one.state,
        what: sentence(`proposals.act.${one.act}`, {}, ctx.locale),
        subject: one.product ?? one.proposed_product ?? name,
        reason: one.reason,
      })),
    told: told.map((one) => ({
      id: one.id,
      what: [
        sentence(`office.event.${one.type}`, {}, ctx.locale),
        one.fact_kind && sentence(`facts.kind.${one.fact_kind}`, {}, ctx.locale),
      ]
        .filter(Boolean)
        .join(': '),
      subject: one.subject,
      href: `/workspace/${one.subject_kind}s/${one.subject_id}`,
      by: one.by,
      at: one.at,
    })),
  };
}

type Proposal = Awaited<ReturnType<typeof proposalsOf>>[number];

/** An officer asks about a proposal: nothing of it goes on before the answer. */
function tellAsked(ctx: Ctx, { id, act, product, proposed_product, reason }: Proposal, name: string) {
  const subject = `${sentence(`proposals.act.${act}`, {}, ctx.locale)} – ${product ?? proposed_product ?? name}`;
  return {
    what: 'asked',
    text: sentence('workspace.due.asked', { subject }, ctx.locale),
    why: sentence('proposals.officer_said', { reason: reason ?? '' }, ctx.locale),
    subject: '',
    when: null,
    href: `/workspace/proposals/${id}`,
  };
}

/** A desk waits for what is missing in a dossier. */
const tellDossier = (ctx: Ctx, { id, product, answer_by }: Dossier) => ({
  what: 'dossier',
  text: sentence('workspace.due.dossier', { subject: product }, ctx.locale),
  why: sentence('workspace.why.dossier', {}, ctx.locale),
  subject: '',
  when: sentence('workspace.by', { day: day(answer_by, ctx.locale) }, ctx.locale),
  href: `/workspace/dossiers/${id}`,
});

/** A paper that ends or has ended, and what to do. */
function tellPaper(ctx: Ctx, { id, state, type_name, number, end }: PaperRow) {
  const what = state === 'expired' ? 'paper_over' : 'paper';
  const subject = [type_name, number].filter(Boolean).join(' ');
  return {
    what,
    text: sentence(`workspace.due.${what}`, { subject }, ctx.locale),
    why: sentence(`workspace.why.${what}`, {}, ctx.locale),
    subject: '',
    when: sentence('workspace.by', { day: day(end, ctx.locale) }, ctx.locale),
    href: `/workspace/papers/${id}`,
  };
}

/** A due in words, with the page where it is done. */
function tell(ctx: Ctx, organisation: string, due: Due, names: Record<string, string>, isNew: boolean) {
  const subject = due.product ? (names[due.product] ?? '') : '';
  const kind = due.kind ? sentence(`facts.kind.${due.kind}`, {}, ctx.locale) : '';
  const page = due.what.startsWith('regrade')
    ? `/workspace/dossiers/new?of=${due.product}`
    : due.product
      ? `/workspace/products/${due.product}`
      : `/workspace/producers/${organisation}`;
  const anchor = { confirm: '#confirm', label: '#label-check', regrade: '', regrade_late: '' } as Record<
    string,
    string
  >;
  return {
    what: due.what,
    text: sentence(`workspace.due.${due.what}`, { subject, kind }, ctx.locale),
    why: sentence(`workspace.why.${due.what === 'confirm' && isNew ? 'confirm_first' : due.what}`, {}, ctx.locale),
    subject,
    when: due.from
      ? sentence('workspace.window', { from: day(due.from, ctx.locale), by: day(due.by, ctx.locale) }, ctx.locale)
      : due.by
        ? sentence('workspace.by', { day: day(due.by, ctx.locale) }, ctx.locale)
        : null,
    href:
      due.what === 'missing'
        ? `/workspace/facts/${due.kind}/new?of=${due.product ?? organisation}`
        : `${page}${anchor[due.what] ?? `#${due.kind}`}`,
  };
}

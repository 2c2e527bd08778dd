import type { Ctx, Tx } from '#kernel/context';
import { itemsOf } from '#domain/criteria/items';
import { evidenceFor } from '#domain/grading/rules';
import { roundOfProposal, roundsOf } from '#domain/grading/process/queries';
import { publicProduct } from '#domain/products/queries';
import { missingOf } from './completeness.ts';
import { evidenceOf, factsById } from './evidence.ts';
import { knownOf, unknownOf } from './known.ts';
import { fieldsToType, looksOf } from './looks.ts';
import { gradedBy, windowOf } from './openings.ts';
import { dossierAnswers, filedAt, proposedOn } from './queries.ts';

/**
 * A draft as whoever writes it sees it: its sheet and fields, what speaks for them, what must be looked at and typed,
 * what is missing, and the day on which it is graded by.
 * @throws AppError not_found
 */
export async function stateOf(ctx: Ctx | Tx, id: string) {
  const [{ dossier, sheet, fields }, evidence] = await Promise.all([dossierAnswers(ctx, id), evidenceOf(ctx, id)]);
  const [known, changed, product] = await Promise.all([
    knownOf(ctx, dossier),
    changedSince(ctx, dossier, sheet),
    publicProduct(ctx, dossier.product_id, { merged: true }),
  ]);
  const day = dossier.filed_on ?? ctx.today;
  const round = await roundOfDay(ctx, dossier);
  const gradingDay = round?.graded_until ?? gradedBy(day);
  const looks = looksOf({ kind: dossier.kind, sheet, fields, proofs: evidence, changed, today: ctx.today, gradingDay });
  const until = product.standing.until;
  const window = dossier.kind === 'regrading' && until ? windowOf(until) : null;
  const supported = [...new Set(evidence.filter(({ state }) => state === 'stands').flatMap(({ item }) => item ?? []))];
  const missing = missingOf({ sheet, fields, ...looks, supported, unknown: unknownOf(known), window, today: day });
  const isBare = dossier.channel === 'paper' && !evidence.some(({ item, file }) => item === null && file);
  if (isBare) missing.push({ what: 'no_scan', at: '', blocks: true, params: {} });
  return { dossier, sheet, fields, evidence, known, looks, toType: fieldsToType(looks), missing, window, gradingDay };
}
export type DossierState = Awaited<ReturnType<typeof stateOf>>;

/** The round that a dossier is in, or comes into by the day of its proposal, else if it were proposed today; null where the province has made none. */
async function roundOfDay(
  ctx: Ctx | Tx,
  { id, round_id, area_path }: { id: string; round_id: string | null; area_path: string },
) {
  const area = area_path.split('/').slice(0, 2).join('/');
  if (!round_id) return roundOfProposal(ctx, area, (await proposedOn(ctx, id)) ?? ctx.today);
  return (await roundsOf(ctx, area)).find((one) => one.id === round_id) ?? null;
}

/** The items whose facts in the register were written anew since the last dossier was filed. */
async function changedSince(
  ctx: Ctx | Tx,
  { previous_id, producer_id, product_id }: { previous_id: string | null; producer_id: string; product_id: string },
  sheet: Parameters<typeof itemsOf>[0],
): Promise<string[]> {
  if (!previous_id) return [];
  const since = await filedAt(ctx, previous_id);
  if (!since) return [];
  const facts = [...(await factsById(ctx, producer_id, product_id)).values()];
  const kinds = new Set(facts.filter(({ row }) => row.recorded_at > since).map(({ kind }) => kind));
  return itemsOf(sheet).flatMap((item) => (evidenceFor(item).some((kind) => kinds.has(kind)) ? [item.code] : []));
}

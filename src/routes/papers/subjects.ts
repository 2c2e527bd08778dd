import type { PaperRow } from '#domain/papers/queries';
import { subjectKinds } from '#domain/papers/rules';
import { producerFacts, producerOwner } from '#domain/producers/facts';
import { facilitiesOf } from '#domain/producers/queries';
import { productsOf } from '#domain/products/queries';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';

export type Choice = { value: string; label: string; kind: string };

/** What a paper of this producer can be about, as `kind:id`: its products, facilities, sourcing areas and contracts. */
export async function coverChoices(ctx: Ctx, producer: string): Promise<Choice[]> {
  const [products, facilities, facts] = await Promise.all([
    productsOf(ctx, producer),
    facilitiesOf(ctx, producer),
    producerOwner(ctx, producer).then((owner) => producerFacts(ctx, owner)),
  ]);
  const of = (kind: 'sourcing_area' | 'supply_contract', name: (row: Record<string, unknown>) => string) =>
    (facts[kind] ?? []).map((row) => ({ value: `${kind}:${row.id}`, label: name(row), kind }));
  return [
    ...products.map(({ id, name }) => ({ value: `product:${id}`, label: name, kind: 'product' })),
    ...facilities.map(({ id, name }) => ({ value: `facility:${id}`, label: name, kind: 'facility' })),
    ...of('sourcing_area', ({ name }) => String(name)),
    ...of('supply_contract', ({ material, partner }) => [partner, material].filter(Boolean).join(' – ')),
  ];
}

/**
 * The subjects that a form names. Papers know subjects by kind and id only, so it is asked here whether they are this
 * producer's.
 * @throws AppError input.invalid at `cover` for a stranger's
 */
export function subjectsOf(
  named: string | string[] | undefined,
  choices: readonly Choice[],
): { kind: (typeof subjectKinds)[number]; id: string }[] {
  return [named ?? []].flat().map((value) => {
    if (!choices.some((choice) => choice.value === value))
      throw new AppError('input.invalid', { issues: [{ path: 'cover', key: 'fields.choice' }] });
    const [kind, id] = value.split(':') as [(typeof subjectKinds)[number], string];
    return { kind, id };
  });
}

/** Whose papers are deposited, as the register says it. */
export const ownerOf = (producer: { id: string; area_path: string }) => ({
  kind: 'producer' as const,
  id: producer.id,
  organisation: producer.id,
  area: producer.area_path,
});

/** What the form of a paper shows of it. */
export const paperValues = (paper: PaperRow): Record<string, string> => ({
  type: paper.type,
  number: paper.number ?? '',
  issuer: paper.issuer ?? '',
  issued_on: paper.issued_on ?? '',
  printed_end: paper.printed_end ?? '',
});

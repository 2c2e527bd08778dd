import { depositPaper } from '#domain/papers/actions';
import { correctProducerFact, endProducerFact, enterProducerFact } from '#domain/producers/facts';
import { correctProductFact, endProductFact, enterProductFact } from '#domain/products/facts';
import { makeProposal } from '#domain/proposals/actions';
import type { Action } from '#kernel/action';
import { AppError } from '#kernel/errors';

/** What an act wrote, by kind, id and the wording that it made. */
type Thing = { kind: 'fact' | 'paper' | 'proposal'; id: string; fact_kind: string | null; version: number };
type Input = Record<string, unknown>;
type Act = { act: Action<unknown>; thingOf: (input: Input, result: unknown) => Thing };

const idOf = (result: unknown) => (result as { id: string }).id;

const newFact = (act: Action<unknown>): Act => ({
  act,
  thingOf: ({ kind }, result) => ({ kind: 'fact', id: idOf(result), fact_kind: String(kind), version: 1 }),
});
const reworded = (act: Action<unknown>): Act => ({
  act,
  thingOf: ({ kind, id, version }) => ({
    kind: 'fact',
    id: String(id),
    fact_kind: String(kind),
    version: Number(version) + 1,
  }),
});
const made = (act: Action<unknown>, kind: 'paper' | 'proposal'): Act => ({
  act,
  thingOf: (_, result) => ({ kind, id: idOf(result), fact_kind: null, version: 1 }),
});

/** What can be entered on a producer's behalf: its own acts, with all their rules. */
const acts: Record<string, Act> = Object.fromEntries(
  [
    newFact(enterProducerFact),
    newFact(enterProductFact),
    reworded(correctProducerFact),
    reworded(endProducerFact),
    reworded(correctProductFact),
    reworded(endProductFact),
    made(depositPaper, 'paper'),
    made(makeProposal, 'proposal'),
  ].map((one) => [one.act.spec.name, one]),
);

/** @throws AppError not_found for what nobody enters on somebody's behalf */
export function actOf(name: string): Act {
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!act) throw new AppError('not_found');
  return act;
}

import { z } from 'zod';
import { id, oneOf, optional, text, whole } from '#kernel/fields';
import { kinds as producerKinds } from '#domain/producers/kinds';
import { kinds as productKinds } from '#domain/products/kinds';
import type { Kinds } from '#kernel/kinds';
import { decisions } from './rules.ts';

export const MakeProposal = z.strictObject({
  act: text(60),
  /** The input of the action, as its own form sends it. */
  input: z.record(z.string().max(60), z.union([z.string().max(6000), z.array(z.string().max(200)).max(50)])),
  note: optional(text(1000)),
});

const named = { proposal: id(), version: whole(1, 1_000_000) };
export const AnswerProposal = z.strictObject({ ...named, note: text(1000) });
export const WithdrawProposal = z.strictObject(named);
export const DecideProposal = z.strictObject({
  ...named,
  decision: oneOf(decisions),
  reason: optional(text(1000)),
});

/** Kinds that a producer writes itself, and that an official therefore checks. */
const told = (kinds: Kinds) => Object.keys(kinds).filter((name) => !kinds[name]!.isOfficial);
export const checkedKinds = [...told(producerKinds), ...told(productKinds)] as [string, ...string[]];

export const SendBackFact = z.strictObject({
  kind: oneOf(checkedKinds),
  id: id(),
  version: whole(1, 1_000_000),
  reason: text(500),
});

/** What the office's list of facts to check is asked for. */
export const CheckFilter = z.strictObject({
  kind: optional(oneOf(checkedKinds)),
  turn: oneOf(['officer', 'producer']).default('officer'),
  area: optional(text(20)),
  page: whole(1, 10_000).default(1),
});

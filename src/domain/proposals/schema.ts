import { z } from 'zod';
import { id, oneOf, optional, text, whole } from '#kernel/fields';
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

import { z } from 'zod';
import { checkbox, day, id, oneOf, optional, text, whole } from '#kernel/fields';
import { dataKinds, purposes, type Purpose, refusalGrounds } from './data-kinds.ts';
import { Login } from './schema.ts';

const required = { code: 'custom' as const, message: JSON.stringify({ key: 'fields.required' }) };
const version = whole(1, 1_000_000);

/** Whoever asks for a correction says what is wrong. */
const saysWhat = ({ kind, wish }: { kind: string; wish: string | null }, context: z.RefinementCtx) => {
  if (kind === 'correct' && !wish) context.addIssue({ ...required, path: ['wish'] });
};

export const AskData = z.strictObject({ kind: oneOf(dataKinds), wish: optional(text(2000)) }).superRefine(saysWhat);

export const EnterDataRequest = z
  .strictObject({
    kind: oneOf(dataKinds),
    name: text(120),
    /** By which the account is found, if there is one. */
    login: optional(Login),
    contact: optional(text(200)),
    wish: optional(text(2000)),
  })
  .superRefine(saysWhat);

export const OneRequest = z.strictObject({ id: id() });
export const MovedRequest = z.strictObject({ id: id(), version });

export const AnswerDataRequest = z
  .strictObject({
    id: id(),
    version,
    decision: oneOf(['accepted', 'refused']),
    ground: optional(oneOf(refusalGrounds)),
    answer: optional(text(2000)),
  })
  .superRefine(({ decision, ground }, context) => {
    if (decision === 'refused' && !ground) context.addIssue({ ...required, path: ['ground'] });
  });

/** A correction carries what stands from now on; other kinds carry nothing. */
export const CarryOutRequest = z.strictObject({
  id: id(),
  version,
  name: optional(text(120)),
  login: optional(Login),
});

export const ReadOwnData = z.strictObject({});
export const ConsentTo = z.strictObject({ purpose: oneOf(purposes as [Purpose, ...Purpose[]]) });

export const SetHoliday = z.strictObject({ day: day(), name: text(120), working: checkbox() });
export const DropHoliday = z.strictObject({ day: day() });
export const SetDeskDays = z.strictObject(
  Object.fromEntries(dataKinds.map((kind) => [kind, whole(1, 90)])) as Record<
    (typeof dataKinds)[number],
    ReturnType<typeof whole>
  >,
);

/** The queue as the office asks for it. */
export const DeskFilter = z.strictObject({
  state: oneOf(['waiting', 'over']).default('waiting'),
  kind: optional(oneOf(dataKinds)),
  page: whole(1, 10_000).default(1),
});

import { z } from 'zod';
import { checkbox, id, oneOf, optional } from '#kernel/fields';
import { mailStates } from './rules.ts';

export const ReadNotice = z.strictObject({ notice: id() });
/** `newest` is the newest one that the reader saw: what came meanwhile stays unread. */
export const ReadAll = z.strictObject({ newest: id() });
export const ChooseMail = z.strictObject({ by_mail: checkbox(), language: oneOf(['vi', 'en']) });
export const SendAgain = z.strictObject({ mail: id() });

/** The outbox as an administrator asks for it. */
export const OutboxFilter = z.strictObject({ state: optional(oneOf(mailStates)), after: optional(id()) });

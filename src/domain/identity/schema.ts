import { z } from 'zod';
import { checkbox, day, id, oneOf, optional, text, whole } from '#kernel/fields';
import { phoneOf, roles } from './rules.ts';

const problem = (key: string) => ({ error: () => JSON.stringify({ key }) });

// `.invalid` is ours: a person without e-mail signs in under one made of the phone number (phoneLogin).
const email = z.string().regex(/^[^\s@]+@[^\s@]+\.(?!invalid$)[^\s@.]+$/, problem('identity.login_unknown'));

/** A phone number or an e-mail, in its one form. */
export const Login = text(200)
  .transform((value) => phoneOf(value) ?? value.toLowerCase())
  .pipe(z.union([z.string().startsWith('+84'), email]));

export const SignIn = z.strictObject({
  login: Login,
  password: z
    .string(problem('fields.required'))
    .min(1, problem('fields.required'))
    .max(200, problem('identity.password_long')),
});

/** A password of ten characters or more; length counts, not signs. */
const NewPassword = z
  .string(problem('fields.required'))
  .min(10, problem('identity.password_short'))
  .max(200, problem('identity.password_long'));

export const SpendLink = z.strictObject({ token: text(200), password: NewPassword });

export const OpenAccount = z.strictObject({ name: text(120), login: Login });

/** Whoever leaves: closed, and opened again if they return. */
export const CloseAccount = z.strictObject({ person: id() });

/** A new one-time link for somebody who lost the first, or the password. */
export const RenewLink = z.strictObject({ person: id() });

export const GrantRole = z.strictObject({
  person: id(),
  role: oneOf(roles as [string, ...string[]]),
  area: optional(text(20)),
  organisation: optional(id()),
  until: optional(day()),
});

export const EndRole = z.strictObject({ grant: id() });

/** The list of people, and the log, as the office asks for them. */
export const PeopleFilter = z.strictObject({
  q: optional(text(200)),
  role: optional(oneOf(roles as [string, ...string[]])),
  /** Closed accounts instead of open ones. */
  closed: checkbox(),
  sort: oneOf(['name', 'login', 'newest']).default('name'),
  page: whole(1, 10_000).default(1),
});
export const LogQuery = z.strictObject({
  type: optional(text(60)),
  subject: optional(text(60)),
  by: optional(text(120)),
  from: optional(day()),
  to: optional(day()),
  after: optional(id()),
});

/** A checkpoint of the sealed log that somebody noted: both of its parts, or neither. */
export const CheckpointQuery = z
  .strictObject({
    seq: optional(whole(1, 1_000_000_000_000)),
    hash: optional(text(64).transform((value) => value.toLowerCase()).pipe(z.string().regex(/^[0-9a-f]{64}$/, problem('trust.hash_form')))), // prettier-ignore
  })
  .superRefine(({ seq, hash }, context) => {
    for (const [path, part, other] of [['seq', seq, hash], ['hash', hash, seq]] as const)
      if (part === null && other !== null)
        context.addIssue({ code: 'custom', path: [path], message: JSON.stringify({ key: 'fields.required' }) });
  }); // prettier-ignore

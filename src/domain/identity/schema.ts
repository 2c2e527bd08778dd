import { z } from 'zod';
import { named, checkbox, day, id, oneOf, optional, text, whole } from '#kernel/fields';
import { filterLists, handedLetters, machineRoles, phoneOf, roles } from './rules.ts';

const problem = (key: string) => ({ error: () => JSON.stringify({ key }) });

// `.invalid` is ours: a person without e-mail signs in under one made of the phone number (phoneLogin).
const email = z.string().regex(/^[^\s@]+@[^\s@]+\.(?!invalid$)[^\s@.]+$/, problem('identity.login_unknown'));

/** A phone number or an e-mail, in its one form. */
export const Login = text(200)
  .transform((value) => phoneOf(value) ?? value.toLowerCase())
  .pipe(z.union([z.string().startsWith('+84'), email]));

const Password = z
  .string(problem('fields.required'))
  .min(1, problem('fields.required'))
  .max(200, problem('identity.password_long'));

export const SignIn = z.strictObject({ login: Login, password: Password });

/** A password of ten characters or more; length counts, not signs. */
const NewPassword = z
  .string(problem('fields.required'))
  .min(10, problem('identity.password_short'))
  .max(200, problem('identity.password_long'));

/** One's own password, changed by whoever knows the present one. */
export const ChangePassword = z.strictObject({ current: Password, password: NewPassword });

/** A code as people type it from a screen or a sheet: spaces and dashes mean nothing. */
const typedCode = (pattern: RegExp) =>
  z
    .string(problem('fields.required'))
    .transform((value) => value.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase())
    .pipe(z.string().min(1, problem('fields.required')).regex(pattern, problem('identity.code_wrong')));

/** Six digits of an application, or one of the ten recovery codes. */
const SecondCode = typedCode(new RegExp(`^(?:[0-9]{6}|[${handedLetters}]{10})$`));

/** The second step: begun and ended with the password, confirmed by a code. */
export const BeginSecondStep = z.strictObject({ current: Password });
export const SecondStepCode = z.strictObject({ code: SecondCode });
/** `pending` is the cookie that the right password left. */
export const TakeSecondStep = z.strictObject({
  pending: z.string(problem('identity.sign_in_over')).max(300, problem('identity.sign_in_over')),
  code: SecondCode,
});

/** A passkey under the name by which its owner knows the device; `response` is the device's own answer. */
export const AddPasskey = z.strictObject({ name: text(60), response: z.looseObject({ id: z.string() }) });
export const RemovePasskey = z.strictObject({ passkey: id() });

/** Days that people have to set up the second step; none: it is not asked for. */
export const SetSecondStepRule = z.strictObject({ days: optional(whole(0, 90)) });

/** A session of one's own. */
export const EndSession = z.strictObject({ session: id() });
export const EndOtherSessions = z.strictObject({});

export const SpendLink = z.strictObject({ token: text(200), password: NewPassword });

export const OpenAccount = z.strictObject({ name: named(120), login: Login });

/** At the counter: a mobile number is asked for, because many households have no e-mail. */
const Phone = text(30)
  .transform((value) => phoneOf(value) ?? '')
  .pipe(z.string().min(1, problem('identity.phone_unknown')));
export const FindAtCounter = z.strictObject({ phone: Phone });
export const OpenAtCounter = z.strictObject({ name: named(120), phone: Phone });
/** By oneself, from home: nobody has looked at a paper yet, so the account holds no role. */
export const OpenOwnAccount = z.strictObject({ name: named(120), phone: Phone, password: NewPassword });
export const ResetAtCounter = z.strictObject({ person: id() });
export const SpendCode = z.strictObject({
  login: Login,
  code: z
    .string(problem('fields.required'))
    .transform((value) => value.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase())
    .pipe(z.string().min(1, problem('fields.required')).max(40, problem('identity.counter_code_wrong'))),
  password: NewPassword,
});

/** Whoever leaves: closed, and opened again if they return. */
export const CloseAccount = z.strictObject({ person: id() });

/** Somebody who lost the phone and the recovery codes. */
export const RemoveSecondStep = z.strictObject({ person: id() });

/** A new one-time link for somebody who lost the first, or the password. */
export const RenewLink = z.strictObject({ person: id() });

const role = {
  role: oneOf(roles as [string, ...string[]]),
  area: optional(text(20)),
  organisation: optional(id()),
  /** Today if it is not said. */
  from: optional(day()),
  until: optional(day()),
};

export const GrantRole = z.strictObject({ person: id(), ...role });

/** A role prepared for whoever signs in, or will sign in, by this phone number or e-mail. */
export const Invite = z.strictObject({ login: Login, ...role });
export const WithdrawInvitation = z.strictObject({ invitation: id() });
/** Taken up by the holder of the account, or by opening one with a name and a password. */
export const TakeInvitation = z.strictObject({
  token: text(200),
  name: optional(text(120)),
  password: optional(NewPassword),
});

/** What a machine signs in with: a role until a day, under the name by which its maker knows it. */
export const MakeKey = z.strictObject({
  name: named(80),
  role: oneOf(machineRoles as [string, ...string[]]),
  area: role.area,
  organisation: role.organisation,
  until: day(),
});
export const EndKey = z.strictObject({ key: id() });

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

export const SaveFilter = z.strictObject({ list: oneOf(filterLists), name: text(60), query: text(1000) });
export const DeleteFilter = z.strictObject({ id: id() });

import { z } from 'zod';
import { named, checkbox, day, id, oneOf, optional, text, whole } from '#kernel/fields';
import { phoneOf } from '#domain/identity/rules';
import { activities, producerKinds, readTaxCode } from './rules.ts';

const told = (context: z.core.$RefinementCtx<string>, key: string, params: Record<string, number> = {}) =>
  context.addIssue({ code: 'custom', message: JSON.stringify({ key, params }), input: '' });

const taxCode = text(20).transform((value, context) => {
  const read = readTaxCode(value);
  if (read.ok) return read;
  told(context, read.key, { digits: read.digits });
  return z.NEVER;
});

/** Numbers of other lands, fixed lines and service numbers (1800, 1900), without their signs; a day written in digits is none. */
const otherPhone = /^(\+[1-9][0-9]{7,14}|0[0-9]{8,10}|1[89]00[0-9]{4,6})$/;

const phone = text(20).transform((value, context) => {
  const read = phoneOf(value) ?? (otherPhone.test(value.replace(/[ ().-]/g, '')) ? value : null);
  if (read) return read;
  told(context, 'producers.phone_unreadable');
  return z.NEVER;
});

const email = text(120).refine((value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), {
  error: () => JSON.stringify({ key: 'producers.email_unreadable' }),
});
const site = text(200).refine((value) => /^https?:\/\/[^\s.]+\.\S+$/.test(value), {
  error: () => JSON.stringify({ key: 'producers.website_unreadable' }),
});

const fields = {
  kind: oneOf(producerKinds),
  name: named(200),
  tax_code: optional(taxCode),
  registration_no: optional(text(60)),
  registered_on: optional(day()),
  registered_by: optional(text(200)),
  commune: text(20),
  street: optional(text(200)),
  old_address: optional(text(300)),
  contact_phone: optional(phone),
  contact_email: optional(email),
  website: optional(site),
  publishes_contact: checkbox(),
  representative_name: optional(text(120)),
  representative_sex: optional(oneOf(['female', 'male', 'other'])),
  representative_ethnicity: optional(text(60)),
  representative_phone: optional(phone),
  representative_email: optional(email),
};

/** What the list of producers is asked for: the page and the API alike. */
export const ProducerListFilter = z.strictObject({
  q: optional(text(200)),
  kind: optional(oneOf(producerKinds)),
  area: optional(text(20)),
  after: optional(text(2000)),
  limit: whole(1, 100).default(20),
});

/** The office's list of producers: an order and pages by number. */
export const OfficeFilter = ProducerListFilter.omit({ after: true, limit: true }).extend({
  unconfirmed: checkbox(),
  sort: oneOf(['name', 'changed']).default('name'),
  page: whole(1, 10_000).default(1),
});

export const RegisterProducer = z.strictObject(fields);
export const ChangeProducer = z.strictObject({ id: id(), version: whole(1, 1_000_000), ...fields });
export type ProducerInput = z.output<typeof RegisterProducer>;

export const RenameProducer = z.strictObject({
  id: id(),
  version: whole(1, 1_000_000),
  name: named(200),
  kind: oneOf(producerKinds),
  from: day(),
});

const facility = {
  name: named(200),
  activity: oneOf(activities),
  commune: text(20),
  street: optional(text(200)),
  from: optional(day()),
};
export const AddFacility = z.strictObject({ producer: id(), ...facility });
export const ChangeFacility = z.strictObject({
  id: id(),
  version: whole(1, 1_000_000),
  ...facility,
  until: optional(day()),
});

export const TakeBackFacility = z.strictObject({ id: id(), version: whole(1, 1_000_000) });
export const TakeBackRenaming = z.strictObject({ id: id(), version: whole(1, 1_000_000) });

export const ConfirmProducing = z.strictObject({
  producer: id(),
  producing: oneOf(['yes', 'no']),
  on: day(),
  note: optional(text(500)),
});
export const ReadRepresentative = z.strictObject({ producer: id() });

const versioned = { id: id(), version: whole(1, 1_000_000) };
/** What the papers of registration say: producers propose it, officers correct it. */
export const CorrectRegistration = z.strictObject({
  ...versioned,
  name: fields.name,
  registration_no: fields.registration_no,
  registered_on: fields.registered_on,
  registered_by: fields.registered_by,
});
/** How to reach the producer: its own to say. */
export const ChangeContact = z.strictObject({
  ...versioned,
  street: fields.street,
  contact_phone: fields.contact_phone,
  contact_email: fields.contact_email,
  website: fields.website,
  publishes_contact: fields.publishes_contact,
});

const member = {
  name: named(120),
  sex: optional(oneOf(['female', 'male', 'other'])),
  ethnicity: optional(text(60)),
  phone: optional(phone),
  joined_on: day(),
  left_on: optional(day()),
};
export const AddMember = z.strictObject({ producer: id(), ...member });
export const ChangeMember = z.strictObject({ ...versioned, ...member });
export const ReadMembers = z.strictObject({ producer: id() });

/** What somebody who registers by themselves types: an officer looks at it before it is in the register. */
const applied = {
  kind: fields.kind,
  name: fields.name,
  tax_code: fields.tax_code,
  registration_no: fields.registration_no,
  registered_on: fields.registered_on,
  registered_by: fields.registered_by,
  commune: fields.commune,
  street: fields.street,
  contact_phone: fields.contact_phone,
  representative_name: named(120),
};
export const ApplyAsProducer = z.strictObject(applied);
export const ReadApplication = z.strictObject({ id: id() });
export const AnswerApplication = z.strictObject({ ...versioned, ...applied, note: optional(text(1000)) });
export const WithdrawApplication = z.strictObject(versioned);
export const DecideApplication = z
  .strictObject({ ...versioned, verdict: oneOf(['accept', 'refuse', 'ask']), reason: optional(text(1000)) })
  .refine(({ verdict, reason }) => verdict === 'accept' || reason, {
    path: ['reason'],
    error: () => JSON.stringify({ key: 'fields.required' }),
  });

import { sql } from 'kysely';
import type { Ctx } from '#kernel/context';
import type { EventType } from '#kernel/events';
import type { Heard } from '#kernel/jobs';
import { dossierTellings } from './dossiers.ts';
import type { Telling } from './give.ts';
import type { Kind } from './rules.ts';

/** The officers who enter and check what a place holds, and those who answer people about their data. */
export const officers = ['commune_officer', 'province_officer', 'ministry_officer', 'administrator'];
const deskRoles = ['province_officer', 'administrator'];

type Teller = (ctx: Ctx, heard: Heard) => Promise<Telling[]>;

/** What happened to a producer or a product, by whom, and whose it is. */
type Change = {
  actor: string | null;
  organisation: string;
  /** Done by the producer's own people. */
  own: boolean;
  /** Done by accepting what they proposed: they are told of that already. */
  proposed: boolean;
};

/** Null where nobody belongs to the producer, such as after an import of thousands: one question, and nothing to tell. */
async function changeOf(ctx: Ctx, { event, subject }: Heard): Promise<Change | null> {
  const { rows } = await sql<Change>`
    select event.actor_id as actor, owner.id as organisation,
      exists (select from identity.role_grant own where own.organisation_id = owner.id and own.person_id = event.actor_id) as own,
      exists (select from kernel.event decided where decided.subject_kind = event.subject_kind and decided.subject_id = event.subject_id
        and decided.type = 'proposal.decided' and decided.actor_id = event.actor_id and decided.at = event.at
        and decided.data ->> 'decision' = 'accept') as proposed
    from kernel.event event join producers.producer owner
      on owner.id = case event.subject_kind when 'producer' then ${subject.id}::uuid
        else (select producer_id from products.product where id = ${subject.id}::uuid) end
    where event.id = ${event} and exists (select from identity.role_grant held where held.organisation_id = owner.id)`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}

/** A change by an official tells the producer's people. */
const change =
  (kind: Kind): Teller =>
  async (ctx, heard) => {
    const found = await changeOf(ctx, heard);
    if (!found?.actor || found.own || found.proposed) return [];
    const { organisation, actor } = found;
    const params = { [heard.subject.kind]: heard.subject.id, ...starsOf(heard) };
    return [{ kind, subject: heard.subject, cause: heard.event, params, for: { organisation }, but: actor }];
  };

const starsOf = ({ data }: Heard) => (typeof data.stars === 'number' ? { stars: String(data.stars) } : {});

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** A proposal tells the officers of its place while it waits, and the producer's people what became of it. */
const proposal =
  (kindOf: (data: Heard['data']) => Kind, to: 'officers' | 'producer'): Teller =>
  async (ctx, { event, data }) => {
    const row = await ctx.db
      .selectFrom('proposals.proposal')
      .select(['id', 'producer_id', 'area_path', 'changed_by'])
      .where('id', '=', text(data.proposal))
      .executeTakeFirst();
    if (!row) return [];
    const reach =
      to === 'officers' ? { officers: { area: row.area_path, roles: officers } } : { organisation: row.producer_id };
    const subject = { kind: 'proposal', id: row.id };
    const params = { producer: row.producer_id };
    return [{ kind: kindOf(data), subject, cause: event, params, for: reach, but: row.changed_by }];
  };

const decided: Record<string, Kind> = {
  accept: 'proposal_accepted',
  refuse: 'proposal_refused',
  ask: 'proposal_asked',
};

const paperChecked: Teller = async (ctx, { event, data }) => {
  const paper = await ctx.db
    .selectFrom('papers.paper')
    .select(['id', 'organisation_id', 'type'])
    .where('id', '=', text(data.paper))
    .where('superseded_at', 'is', null)
    .executeTakeFirst();
  if (!paper) return [];
  const kind = data.verdict === 'right' ? 'paper_right' : 'paper_wrong';
  const params = { producer: paper.organisation_id, type: paper.type };
  const subject = { kind: 'paper', id: paper.id };
  return [{ kind, subject, cause: event, params, for: { organisation: paper.organisation_id } }];
};

const requestAsked: Teller = async (_, { event, subject, data }) => {
  const area = subject.area ?? 'VN';
  const params = { request: text(data.kind) };
  return [{ kind: 'request_asked', subject, cause: event, params, for: { officers: { area, roles: deskRoles } } }];
};

const requestMoved =
  (kind: Kind): Teller =>
  async (ctx, { event, subject, data }) => {
    const row = await ctx.db
      .selectFrom('identity.data_request')
      .select('person_id')
      .where('id', '=', subject.id)
      .executeTakeFirst();
    if (!row?.person_id) return [];
    const person = { id: row.person_id, room: 'account' as const };
    return [{ kind, subject, cause: event, params: { request: text(data.kind) }, for: { person } }];
  };

const invitationTaken: Teller = async (ctx, { event, subject, data }) => {
  const row = await ctx.db
    .selectFrom('identity.invitation')
    .select(['invited_by', 'taken_by'])
    .where('id', '=', subject.id)
    .executeTakeFirst();
  if (!row?.taken_by) return [];
  const params = { role: text(data.role), person: row.taken_by };
  const person = { id: row.invited_by, room: 'office' as const };
  return [{ kind: 'invitation_taken', subject, cause: event, params, for: { person } }];
};

/** Whoever registers as a producer is told what the officer asks or says; who is accepted, of the role. */
const applicationDecided: Teller = async (_, { event, subject, data }) => {
  const kind = ({ ask: 'application_asked', refuse: 'application_refused' } as const)[text(data.verdict)];
  if (!kind) return [];
  const person = { id: subject.id, room: 'account' as const };
  return [
    { kind, subject: { kind: 'application', id: text(data.application) }, cause: event, params: {}, for: { person } },
  ];
};

/** An idea or a plan tells the officers of its place when it is sent, and its producer's people what became of it. */
const idea =
  (kindOf: (data: Heard['data']) => Kind, to: 'officers' | 'producer'): Teller =>
  async (ctx, { event, subject, data }) => {
    const row = await ctx.db
      .selectFrom('grading.idea')
      .select(['producer_id', 'area_path', 'changed_by', 'product_id'])
      .where('id', '=', subject.id)
      .executeTakeFirst();
    if (!row) return [];
    const reach =
      to === 'officers' ? { officers: { area: row.area_path, roles: officers } } : { organisation: row.producer_id };
    const params = { producer: row.producer_id, ...(row.product_id && { product: row.product_id }) };
    // Whoever wrote last is not told that it was sent; of an officer's words everybody of the producer is.
    const but = to === 'officers' ? row.changed_by : null;
    return [{ kind: kindOf(data), subject, cause: event, params, for: reach, but }];
  };

const role =
  (kind: Kind): Teller =>
  async (ctx, { event, subject, data }) => {
    const grant = await ctx.db
      .selectFrom('identity.role_grant')
      .select(['id', 'area_path', 'organisation_id'])
      .where('id', '=', text(data.grant))
      .executeTakeFirst();
    if (!grant) return [];
    const params = {
      role: text(data.role),
      ...(grant.area_path && { area: grant.area_path }),
      ...(grant.organisation_id && { producer: grant.organisation_id }),
    };
    const person = { id: subject.id, room: 'account' as const };
    return [{ kind, subject: { kind: 'role', id: grant.id }, cause: event, params, for: { person } }];
  };

/** Whoever's way to sign in changed is told, whoever did it: so a stranger does not do it unseen. */
const signIn: Teller = async (_, { event, type, subject }) => [
  {
    kind: 'sign_in_changed',
    subject: { kind: 'sign_in', id: event },
    cause: event,
    params: { what: type },
    for: { person: { id: subject.id, room: 'account' } },
  },
];

const changes = [
  'producer.changed',
  'producer.contact_changed',
  'producer.renamed',
  'producer.renaming_taken_back',
  'producer.confirmed',
  'facility.added',
  'facility.changed',
  'facility.taken_back',
  'fact.entered',
  'fact.corrected',
  'fact.ended',
  'fact.taken_back',
  'fact.checked',
  'member.added',
  'member.changed',
  'product.registered',
  'product.changed',
  'product.described',
  'recognition.corrected',
  'recognition.taken_back',
  'recognition.withdrawal_corrected',
  'recognition.withdrawal_taken_back',
] as const;

const signIns = [
  'person.password_changed',
  'person.password_set',
  'passkey.added',
  'passkey.removed',
  'second_step.set_up',
  'second_step.codes_renewed',
  'second_step.ended',
  'second_step.removed',
  'second_step.recovered',
] as const;

const all = (types: readonly EventType[], teller: Teller) => Object.fromEntries(types.map((type) => [type, teller]));

/** Which events tell whom of what. */
const tellers: Partial<Record<EventType, Teller>> = {
  ...all(changes, change('changed')),
  ...all(signIns, signIn),
  'recognition.recorded': change('recognised'),
  'recognition.withdrawn': change('withdrawn'),
  'proposal.made': proposal(() => 'proposal_made', 'officers'),
  'proposal.answered': proposal(() => 'proposal_answered', 'officers'),
  'proposal.decided': proposal(({ decision }) => decided[text(decision)]!, 'producer'),
  'paper.checked': paperChecked,
  'data_request.asked': requestAsked,
  'data_request.accepted': requestMoved('request_accepted'),
  'data_request.refused': requestMoved('request_refused'),
  'data_request.done': requestMoved('request_done'),
  'invitation.taken': invitationTaken,
  'application.decided': applicationDecided,
  'role.granted': role('role_granted'),
  'role.ended': role('role_ended'),
  ...dossierTellings,
  'idea.sent': idea(() => 'idea_sent', 'officers'),
  'idea.remarked': idea(() => 'idea_remarked', 'producer'),
  'idea.decided': idea(({ verdict }) => (verdict === 'accept' ? 'idea_accepted' : 'idea_returned'), 'producer'),
  'idea.became_product': idea(() => 'idea_product', 'producer'),
};

export const toldOf = Object.keys(tellers) as EventType[];

/** What is to be told because this happened. */
export const tellingsOf = async (ctx: Ctx, heard: Heard): Promise<Telling[]> =>
  (await tellers[heard.type as EventType]?.(ctx, heard)) ?? [];

/** The rooms where people work; `account` is everybody's own. */
export type Room = 'office' | 'workspace' | 'account';

/** What people are told of; its sentence is the message `notices.said.<kind>`. */
export const kinds = [
  'proposal_made',
  'proposal_answered',
  'proposal_accepted',
  'proposal_refused',
  'proposal_asked',
  'changed',
  'recognised',
  'withdrawn',
  'paper_right',
  'paper_wrong',
  'paper_ahead',
  'paper_ended',
  'star_ahead',
  'star_ended',
  'contract_ahead',
  'contract_ended',
  'request_asked',
  'request_accepted',
  'request_refused',
  'request_done',
  'invitation_taken',
  'application_asked',
  'application_refused',
  'role_granted',
  'role_ended',
  'sign_in_changed',
  'dossier_moved',
  'dossier_received',
  'dossier_asked',
  'dossier_arrived',
  'dossier_answered',
  'idea_sent',
  'idea_remarked',
  'idea_accepted',
  'idea_returned',
  'idea_product',
  'star_year',
  'star_half',
  'star_closing',
  'star_last',
  'star_missed',
  'star_missed_late',
] as const;
export type Kind = (typeof kinds)[number];

/** Ids, codes and days that the sentence of a notice is made of; never a name. */
export type Params = Partial<
  Record<
    | 'producer'
    | 'product'
    | 'type'
    | 'day'
    | 'by'
    | 'until'
    | 'request'
    | 'role'
    | 'area'
    | 'person'
    | 'what'
    | 'stars'
    | 'status',
    string
  >
>;

export type Subject = { kind: string; id: string };

const ownPages: Record<string, string> = { data_request: '/account/data', application: '/account/producer' };

/** Where the thing of a notice is seen, in the room of whoever reads it. */
export function pathOf(notice: { subject_kind: string; subject_id: string; room: Room; params: Params }): string {
  const { subject_kind: kind, subject_id: id, room, params } = notice;
  if (room === 'account') return ownPages[kind] ?? '/account';
  const paths: Record<string, string> = {
    proposal: `/${room}/proposals/${id}`,
    producer: `/${room}/producers/${id}`,
    product: `/${room}/products/${id}`,
    contract: `/${room}/facts/supply_contract/${id}`,
    paper: `/${room}/papers/${id}`,
    data_request: `/office/data-desk/${id}`,
    invitation: `/office/people/${params.person}`,
    dossier: `/${room}/dossiers/${id}`,
    idea: `/${room}/ideas/${id}`,
  };
  return paths[kind] ?? `/${room}`;
}

/** What ended longer ago is told no more: it stands in the lists. */
export const pastDays = 30;

/** Ahead of the end, or after it; the last day itself is still a valid one. */
export const stageOn = (today: string, end: string): 'ahead' | 'ended' => (end < today ? 'ended' : 'ahead');

/** `kept`: there is no mail server; `dropped`: the person may or wants to be told by mail no more. */
export const mailStates = ['kept', 'waiting', 'sending', 'sent', 'failed', 'dropped'] as const;
export type MailState = (typeof mailStates)[number];

const pauses = [2, 10, 30, 120, 360, 720, 1440];

/** Minutes until a mail is tried again after so many tries; null: it is given up. */
export const pauseAfter = (tries: number): number | null => pauses[tries - 1] ?? null;

/** Minutes after which a mail that is being sent counts as cut off: its process died. A server is never waited for so long. */
export const cutOffMinutes = 10;

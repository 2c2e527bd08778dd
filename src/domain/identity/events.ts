/** What can happen to people and their roles, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'person.opened',
  'person.link_made',
  'person.password_set',
  'person.closed',
  'person.reopened',
  'role.granted',
  'role.ended',
  'person.corrected',
  'person.erased',
  'personal_data.read',
  'data_request.asked',
  'data_request.read',
  'data_request.accepted',
  'data_request.refused',
  'data_request.taken_back',
  'data_request.done',
  'consent.given',
  'consent.withdrawn',
  'holiday.set',
  'holiday.dropped',
  'desk.days_set',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

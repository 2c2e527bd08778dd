/** What can happen in a council, as the log calls it; no event tells a score. Its sentence is the message `office.event.<type>`. */
export const events = [
  'council.made',
  'council.member_added',
  'council.member_ended',
  'session.planned',
  'session.changed',
  'session.attended',
  'session.opened',
  'session.scored_again',
  'session.settled',
  'session.left_undecided',
  'session.turned_into_meeting',
  'session.closed',
  'sheet.declared',
  'sheet.answered',
  'sheet.sealed',
  'sheet.keyed',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

/** What can happen to people and their roles, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'person.opened',
  'person.link_made',
  'person.password_set',
  'person.closed',
  'person.reopened',
  'role.granted',
  'role.ended',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

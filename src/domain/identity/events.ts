/** What can happen to people and their roles, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'person.opened',
  'person.link_made',
  'person.password_set',
  'person.code_made',
  'person.password_changed',
  'person.sessions_ended',
  'person.closed',
  'person.reopened',
  'role.granted',
  'role.ended',
  'invitation.made',
  'invitation.withdrawn',
  'invitation.taken',
  'passkey.added',
  'passkey.removed',
  'second_step.set_up',
  'second_step.codes_renewed',
  'second_step.recovered',
  'second_step.ended',
  'second_step.removed',
  'second_step.asked_for',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

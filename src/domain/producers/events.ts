/** What can happen to producers, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'producer.registered',
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
  'producer.taken_out',
  'member.added',
  'member.changed',
  'members.read',
  'representative.read',
  'application.sent',
  'application.read',
  'application.answered',
  'application.withdrawn',
  'application.decided',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

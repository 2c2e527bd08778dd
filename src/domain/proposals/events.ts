/** What can happen to proposals, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'proposal.made',
  'proposal.answered',
  'proposal.withdrawn',
  'proposal.decided',
  'fact.sent_back',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

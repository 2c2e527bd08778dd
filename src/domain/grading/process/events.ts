/** What can happen to rounds, council rules and the cycle, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'rounds.made',
  'round.added',
  'round.changed',
  'round.closed',
  'round.reopened',
  'council_rules.set',
  'cycle.set',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

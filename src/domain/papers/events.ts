/** What can happen to papers, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'paper.deposited',
  'paper.corrected',
  'paper.checked',
  'paper.taken_back',
  'paper.covered',
  'paper.uncovered',
  'paper.type_added',
  'paper.type_changed',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

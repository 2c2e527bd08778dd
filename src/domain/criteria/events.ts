/** What can happen to score sheets, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = ['criteria.imported', 'criteria.compared'] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

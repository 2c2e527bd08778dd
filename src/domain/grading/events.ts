/** What can happen in grading, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = ['assessment.begun', 'assessment.answered'] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

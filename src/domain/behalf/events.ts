/** What can happen to what was entered on a producer's behalf; its sentence is the message `office.event.<type>`. */
export const events = ['behalf.entered', 'behalf.code_made', 'behalf.confirmed', 'behalf.disputed'] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

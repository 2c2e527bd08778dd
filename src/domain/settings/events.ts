/** What can happen to settings, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = ['setting.changed'] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

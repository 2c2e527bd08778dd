/** What can happen to the addresses that are told of things; its sentence is the message `office.event.<type>`. */
export const events = ['hook.added', 'hook.paused', 'hook.resumed', 'hook.removed'] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

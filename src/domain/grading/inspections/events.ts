/** What can happen after the star, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'inspection.planned',
  'inspection.changed',
  'inspection.found',
  'inspection.mended',
  'inspection.concluded',
  'withdrawal.opened',
  'withdrawal.verified',
  'withdrawal.dropped',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

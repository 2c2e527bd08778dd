/** What commune, province and advisory group do with a dossier, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'review.found',
  'review.proposed',
  'review.declined',
  'review.taken_in',
  'review.sent_back',
  'review.handed_over',
  'review.eliminated',
  'review.visited',
  'review.tested',
  'review.verified',
  'review.reported',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

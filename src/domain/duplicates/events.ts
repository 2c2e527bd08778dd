/** What can happen to likely duplicates, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'producer.merged',
  'producer.unmerged',
  'producer.told_apart',
  'product.merged',
  'product.unmerged',
  'product.told_apart',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

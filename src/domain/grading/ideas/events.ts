/** What can happen to an idea or a business plan, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'idea.begun',
  'idea.sent',
  'idea.remarked',
  'idea.decided',
  'idea.carried_on',
  'idea.retracted',
  'idea.became_product',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

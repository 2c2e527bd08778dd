/** What can happen to notices and mails, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = ['notices.choice_made', 'mail.sent_again'] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

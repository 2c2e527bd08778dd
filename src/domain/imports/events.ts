/** What can happen to imports, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'import.uploaded',
  'import.mapped',
  'import.mended',
  'import.confirmed',
  'import.committed',
  'import.undone',
  'import.abandoned',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

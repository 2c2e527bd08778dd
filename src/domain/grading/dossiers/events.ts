/** What can happen to a dossier, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'dossier.opened',
  'dossier.moved',
  'dossier.written',
  'dossier.cited',
  'dossier.evidence_removed',
  'dossier.filed',
  'dossier.received',
  'dossier.asked',
  'dossier.completed',
  'dossier.answered',
  'dossier.samples_moved',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

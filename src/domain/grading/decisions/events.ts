/** What can happen to results, decisions and complaints, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'decision.drafted',
  'decision.changed',
  'decision.signed',
  'decision.released',
  'decision.dropped',
  'certificate.issued',
  'result.told',
  'result.sent_to_ministry',
  'result.answered_by_ministry',
  'complaint.filed',
  'complaint.accepted',
  'complaint.refused',
  'complaint.settled',
  'complaint.retracted',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

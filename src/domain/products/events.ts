/** What can happen to products and their stars, as the log calls it; its sentence is the message `office.event.<type>`. */
export const events = [
  'product.registered',
  'product.changed',
  'product.described',
  'product.picture_added',
  'product.picture_changed',
  'product.picture_taken_away',
  'product.coded',
  'product.old_code',
  'product.old_code_taken_back',
  'product.cited',
  'product.taken_out',
  'recognition.recorded',
  'recognition.corrected',
  'recognition.taken_back',
  'recognition.withdrawn',
  'recognition.withdrawal_corrected',
  'recognition.withdrawal_taken_back',
] as const;

declare module '#kernel/events' {
  interface EventTypes extends Record<(typeof events)[number], true> {}
}

/** What other systems can be told of. */
export const hookTypes = ['dossier.moved', 'decision.released', 'certificate.issued', 'recognition.withdrawn'] as const;
export const testType = 'hook.test';

export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'failed';

const pauses = [1, 5, 30, 120, 360, 720, 1440];

/** Minutes until a delivery is tried again after so many tries; null: it is given up. */
export const pauseAfter = (tries: number): number | null => pauses[tries - 1] ?? null;

/** Minutes after which a delivery that is being sent counts as cut off. An address is never waited for so long. */
export const cutOffMinutes = 5;

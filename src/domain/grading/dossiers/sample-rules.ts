export type SampleMove = { what: 'received' | 'stored' | 'passed_on' | 'used' | 'returned'; count: number };

/**
 * Samples that may still come, and those that are at hand: received and neither used nor returned. Storing and passing
 * on say where they are, not how many.
 */
export function leftOf(moves: readonly SampleMove[], asked: number): { toCome: number; here: number } {
  const sum = (...kinds: SampleMove['what'][]) =>
    moves.reduce((total, { what, count }) => total + (kinds.includes(what) ? count : 0), 0);
  return { toCome: asked - sum('received'), here: sum('received') - sum('used', 'returned') };
}

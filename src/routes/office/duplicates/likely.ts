import type { Level, Reason } from '#domain/duplicates/rules';

/** One that may be the same, as pages show it. */
export type Likely = { id: string; name: string; commune: string | null; level: Level; reasons: readonly Reason[] };

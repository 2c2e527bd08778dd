import { type MemberSheet, type Merged, merge, type MergeSettings } from '#domain/criteria/merge';

/** Computes a past result again from what is kept of it: the stored sheets and the settings they were merged by. */
export const replay = (sheets: readonly MemberSheet[], settings: MergeSettings): Merged => merge(sheets, settings);

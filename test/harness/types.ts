import type { Actor } from '#kernel/context';
import type { Db } from '#kernel/db';

/** How one action is put to the proof. Each call of `given` makes what it needs in a database of its own. */
export type Proof = {
  given: (db: Db) => Promise<{
    /** May do it. */
    right: Actor;
    /** Roles that may never do it. */
    refused: Actor[];
    /** The right role in another area or organisation: told "refused" or "not_found". Left out where there is no scope. */
    stranger?: Actor;
    /** The stranger is told at this field instead, because there they named what is not theirs. */
    strangerAt?: string;
    /** What a form would send. */
    input: Record<string, unknown>;
  }>;
  /** Two right callers at the same moment: exactly `one` succeeds, or `both` do (each does its own thing). */
  twice: 'one' | 'both';
  /** Strangers without an account may do it. */
  open?: true;
};

export type Proofs = Record<string, Proof>;

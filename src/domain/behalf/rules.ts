export type State = 'waiting' | 'disputed' | 'confirmed' | 'overtaken';
export type Move = 'confirm' | 'dispute' | 'overtake';

/** What can become of an entry: whoever called it wrong may still find it right; what was confirmed stays so. */
const moves: Record<State, Partial<Record<Move, State>>> = {
  waiting: { confirm: 'confirmed', dispute: 'disputed', overtake: 'overtaken' },
  disputed: { confirm: 'confirmed', overtake: 'overtaken' },
  confirmed: {},
  overtaken: {},
};

/** The state after a move; null if it cannot be made any more. */
export const after = (state: string, move: Move): State | null => moves[state as State]?.[move] ?? null;

/** States in which an entry still waits: for the producer, or for the officer to set right what the producer called wrong. */
export const openStates: State[] = ['waiting', 'disputed'];

/** The code that a producer reads to the officer. Short, because it is read aloud; it dies after five wrong tries. */
export const codes = { length: 6, hours: 24, tries: 5 };

/** The type of paper that a signed sheet is deposited as. */
export const sheetType = 'behalf_sheet';

/** As many entries as one sheet lists, and as one code or one sheet confirms. */
export const mostEntries = 50;

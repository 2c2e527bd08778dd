export type State = 'open' | 'asked' | 'accepted' | 'refused' | 'withdrawn';
export const decisions = ['accept', 'refuse', 'ask'] as const;
export type Move = (typeof decisions)[number] | 'answer' | 'withdraw';

/** What can be done with a proposal in each state, and the state after. An official waits while the producer was asked. */
const moves: Record<State, Partial<Record<Move, State>>> = {
  open: { accept: 'accepted', refuse: 'refused', ask: 'asked', withdraw: 'withdrawn' },
  asked: { answer: 'open', withdraw: 'withdrawn' },
  accepted: {},
  refused: {},
  withdrawn: {},
};

/** The state after a move; null if it cannot be made any more. */
export const after = (state: string, move: Move): State | null => moves[state as State]?.[move] ?? null;

/** Whoever refuses or asks again says why: the producer reads it. */
export const needsReason = (move: Move): boolean => move === 'refuse' || move === 'ask';

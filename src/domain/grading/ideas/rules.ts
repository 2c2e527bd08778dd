import { AppError, type Issue } from '#kernel/errors';

/** An idea comes first; the business plan carries it on. Where a province asks for no idea, a plan may begin alone. */
export const stages = ['idea', 'plan'] as const;
export type Stage = (typeof stages)[number];

export const statuses = ['draft', 'submitted', 'returned', 'accepted', 'retracted'] as const;
export type Status = (typeof statuses)[number];

export type Move = 'send' | 'accept' | 'return' | 'retract';

/** Every move of an idea or a plan; a returned one is written on and sent again. */
const moves: Record<Status, Partial<Record<Move, Status>>> = {
  draft: { send: 'submitted', retract: 'retracted' },
  submitted: { accept: 'accepted', return: 'returned', retract: 'retracted' },
  returned: { send: 'submitted', retract: 'retracted' },
  accepted: {},
  retracted: {},
};

/** @throws AppError state.conflict for a move that cannot be made any more */
export function after(status: string, move: Move): Status {
  const next = moves[status as Status]?.[move];
  if (!next) throw new AppError('state.conflict', { details: { reason: 'ideas.meanwhile' } });
  return next;
}

/** Its producer writes on it before it is sent, and after it came back. */
export const isOpen = (status: string): boolean => status === 'draft' || status === 'returned';

/** What an idea says (the idea form of the OCOP cycle, DOMAIN 3.10), and whether it is asked for when it is sent. */
export const ideaFields = {
  what: true,
  origin: true,
  material: true,
  makers: true,
  market: true,
  difference: false,
  needs: false,
} as const;

/** What a business plan says: organisation, material, technology, quality and packaging, market, money, staff. */
export const planFields = {
  organisation: true,
  material: true,
  technology: true,
  quality: true,
  market: true,
  finance: true,
  staff: true,
  schedule: false,
} as const;
/** The money of a plan, in đồng: of the first year where it speaks of a year. */
export const planMoney = ['investment', 'own_capital', 'revenue', 'cost'] as const;

export type Body = Record<string, string | number | null>;

/** What is missing before it can be sent, each at its field. */
export function missingIn(stage: Stage, body: Body): Issue[] {
  const asked = Object.entries(stage === 'idea' ? ideaFields : planFields).filter(([, must]) => must);
  const empty = asked.filter(([name]) => !body[name]).map(([name]) => name);
  const money = stage === 'plan' && body.investment === null ? ['investment'] : [];
  return [...empty, ...money].map((path) => ({ path, key: 'fields.required' }));
}

type Accepted = { product_id: string | null; idea_accepted_on: string | null; plan_accepted_on: string | null };

/** What was accepted becomes a product of the register once. */
export const canBecomeProduct = ({ product_id, idea_accepted_on, plan_accepted_on }: Accepted): boolean =>
  product_id === null && (idea_accepted_on !== null || plan_accepted_on !== null);

/** Which of the two the council rules ask for and the product does not have yet. */
export const missingFirst = (
  rules: { ideaRequired: boolean; planRequired: boolean },
  held: { idea: string | null; plan: string | null },
): Stage[] => [
  ...(rules.ideaRequired && !held.idea ? (['idea'] as const) : []),
  ...(rules.planRequired && !held.plan ? (['plan'] as const) : []),
];

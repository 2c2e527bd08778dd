import { readData } from '#domain/criteria/frames';

type Round = { level: string; no: number; proposedBefore: string; gradedBefore: string };
export type Law = {
  code: string;
  effectiveFrom: { date: string };
  samples: { count: number; exceptSets: number[] };
  rounds: Round[];
  clocks: { id: string; days: number; unit: string }[];
};

/** What 26/2026/QĐ-TTg says of dossiers: windows, rounds, samples. The data file is the one place where its numbers stand. */
export const law = readData('qd26-2026/decision.json') as Law;

/** Days of a clock of the decision. @throws Error for a clock that it does not have */
export function daysOf({ clocks }: Pick<Law, 'clocks'>, id: string): number {
  const clock = clocks.find((one) => one.id === id);
  if (!clock) throw new Error(`The decision has no clock ${id}`);
  return clock.days;
}

/** How many samples go with a product of a set (article 6.2d): none for community tourism. */
export const samplesFor = (set: number, { samples }: Pick<Law, 'samples'> = law): number =>
  samples.exceptSets.includes(set) ? 0 : samples.count;

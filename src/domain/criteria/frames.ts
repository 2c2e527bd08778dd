import { readFileSync } from 'node:fs';
import type { Frame } from './rules.ts';
import type { Bands } from './schema.ts';

const folder = new URL('../../../data/criteria/', import.meta.url);

/** Reads a file of data/criteria, such as `qd26-2026/decision.json`. */
export const readData = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

type Band = { stars: number; min: number };
type OlderDecision = { decision: string; parts: { code: string; max: number }[]; bands: Band[] };
type DecisionInForce = { code: string; maxima: Frame['maxima']; bands: Band[] };

/** The points from which each star begins. @throws Error when a star is missing or they do not rise */
function bandsOf(decision: string, bands: readonly Band[]): Bands {
  const min = (stars: number) => bands.find((band) => band.stars === stars)?.min ?? Number.NaN;
  const found = { 1: min(1), 2: min(2), 3: min(3), 4: min(4), 5: min(5) };
  if (!(found[1] === 0 && found[1] < found[2] && found[2] < found[3] && found[3] < found[4] && found[4] < found[5]))
    throw new Error(`Decision ${decision}: the bands of its stars do not rise from 0`);
  return found;
}

function inForce({ code, maxima: { A, B, C }, bands }: DecisionInForce): [string, Frame] {
  return [code, { maxima: { A, B, C }, bands: bandsOf(code, bands) }];
}

function older({ decision, parts, bands }: OlderDecision): [string, Frame] {
  const max = (part: string) => parts.find(({ code }) => code === part)!.max;
  return [decision, { maxima: { A: max('A'), B: max('B'), C: max('C') }, bands: bandsOf(decision, bands) }];
}

const frames = new Map([
  inForce(readData('qd26-2026/decision.json') as DecisionInForce),
  ...['qd148-2023.json', 'qd1048-2019.json'].map((name) => older(readData(name) as OlderDecision)),
]);

/**
 * How a decision divides 100 points among the parts, and from which total each star begins: 26/2026/QĐ-TTg, article 3;
 * for 148/QĐ-TTg and 1048/QĐ-TTg their frames. The data files are the one place where these numbers stand.
 */
export const frameOf = (decision: string): Frame | undefined => frames.get(decision);

import { fold } from '#kernel/text';
import type { Made } from './generator.ts';
import { pick, seeded } from './random.ts';
import { goods, manners } from './words.ts';

/** Searches as people make them, drawn from what the register holds: names, producers, places, codes, slips. */
export function questions(made: readonly Made[], count: number, seed = 7): string[] {
  const random = seeded(seed);
  const asked = new Set<string>();
  while (asked.size < count) asked.add(question(random, pick(random, made)));
  return [...asked];
}

function question(random: () => number, { name, producer, commune, code }: Made): string {
  const [good] = pick(random, goods);
  const share = random();
  if (share < 0.3) return `${good} ${pick(random, manners)}`;
  if (share < 0.45) return name;
  if (share < 0.55) return fold(name);
  if (share < 0.65) return `${good} ${commune}`;
  if (share < 0.8) return `${name.split(' ').slice(0, 2).join(' ')} ${producer.split(' ').slice(-2).join(' ')}`;
  if (share < 0.88) return code;
  if (share < 0.95) return slipped(random, fold(name));
  return good;
}

/** One letter typed twice. */
function slipped(random: () => number, text: string): string {
  const at = 1 + Math.floor(random() * (text.length - 2));
  return text.slice(0, at) + text[at] + text.slice(at);
}

/** The address of a search in the API. */
export const searchPath = (q: string): string => `/api/v1/products?q=${encodeURIComponent(q)}`;

import { readFileSync } from 'node:fs';
import { fold } from '#kernel/text';
import { decision, type Decision } from './sheets.ts';

type Phrases = { vi: string; en: string };
const said = JSON.parse(readFileSync(new URL('../../../data/criteria/words.json', import.meta.url), 'utf8')) as Record<
  string,
  Phrases
>;

const phrases = (text: string) => text.split(',').map(fold);
const known = decision.sets.map((set) => {
  const { vi, en } = said[String(set.no)]!;
  return { set, name: fold(`${set.name.vi} ${set.name.en}`), vi: phrases(vi), en: phrases(en) };
});

/** True if the words of `part` stand in `text` in a row. */
const holds = (text: string, part: string) => ` ${text} `.includes(` ${part} `);
const pairs = (text: string) => text.split(' ').flatMap((word, i, all) => (i ? [`${all[i - 1]} ${word}`] : []));

/**
 * How well an everyday phrase fits what was typed. One syllable that both have says nothing ("lá" of nón lá and of rượu
 * men lá), unless it is the whole phrase and names the thing: the first word in Vietnamese, the last one in English.
 */
function fit(typed: string, phrase: string, head: 'startsWith' | 'endsWith'): number {
  if (typed === phrase) return 100;
  if (phrase.startsWith(`${typed} `)) return 80;
  if (holds(phrase, typed)) return 60;
  if (phrase.includes(' ') && holds(typed, phrase)) return 40 + 5 * phrase.split(' ').length;
  if (` ${typed} `[head](` ${phrase} `)) return 30;
  return pairs(typed).some((pair) => holds(phrase, pair)) ? 20 : 0;
}

/**
 * The product sets that a producer may mean by everyday words ("chả mực", "trà hoa vàng", "homestay"), likeliest first.
 * No words: every set in the order of the decision.
 */
export function findSets(query: string): Decision['sets'] {
  const typed = fold(query);
  if (!typed) return decision.sets;
  const scored = known.map(({ set, name, vi, en }) => {
    const best = Math.max(
      ...vi.map((phrase) => fit(typed, phrase, 'startsWith')),
      ...en.map((phrase) => fit(typed, phrase, 'endsWith')),
      holds(name, typed) ? 35 : 0,
    );
    // Of two that fit alike the one whose own name has the words comes first.
    return { set, score: best && best + typed.split(' ').filter((word) => holds(name, word)).length };
  });
  const most = Math.max(...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score > 0 && score >= 0.6 * most)
    .toSorted((a, b) => b.score - a.score)
    .map(({ set }) => set);
}

import { readFileSync } from 'node:fs';
import { fold } from '#kernel/text';
import { decision, type Decision } from './sheets.ts';

const said = JSON.parse(readFileSync(new URL('../../../data/criteria/words.json', import.meta.url), 'utf8')) as Record<
  string,
  { vi: string; en: string }
>;

const known = decision.sets.map((set) => {
  const words = said[String(set.no)]!;
  return { set, name: ` ${fold(`${set.name.vi} ${set.name.en}`)} `, words: ` ${fold(`${words.vi} ${words.en}`)} ` };
});

/**
 * The product sets that a producer may mean by everyday words ("chả mực", "trà hoa vàng", "homestay"), likeliest first:
 * whole phrase before single words. No words: every set in the order of the decision.
 */
export function findSets(query: string): Decision['sets'] {
  const phrase = fold(query);
  if (!phrase) return decision.sets;
  const words = phrase.split(' ');
  const scored = known.map(({ set, name, words: everyday }) => {
    const whole = [everyday, name].filter((text) => text.includes(` ${phrase} `)).length * 100;
    const each =
      words.filter((word) => everyday.includes(` ${word} `)).length * 2 +
      words.filter((word) => name.includes(` ${word} `)).length;
    return { set, score: whole + each };
  });
  const best = Math.max(...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score > 0 && score * 3 >= best)
    .toSorted((a, b) => b.score - a.score)
    .map(({ set }) => set);
}

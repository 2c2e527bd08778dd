import { flat, rulesFor, rulesWithPast, setCouncilRules, usualRules } from '#domain/grading/process/council-rules';
import { currentProcess } from '#domain/grading/process/decision';
import { onMissedMinimum } from '#domain/grading/process/rules';
import type { Locale } from '#kernel/context';
import { m } from '#paraglide/messages';
import { save } from '#ui/form.ts';
import { at, placeOf } from '../place.ts';
import type { Actions, PageServerLoad } from './$types.js';

type Rules = ReturnType<typeof flat>;
type Words = Record<string, { value: string; label: string }[]>;

/** The choices of the rules that are chosen from words, in the words of the decision's data. */
function choices(locale: Locale): Words {
  const named = currentProcess.settings.flatMap(({ key, options }) =>
    options ? [[key, options.map(({ value, name }) => ({ value, label: name[locale] }))] as const] : [],
  );
  const ministry = onMissedMinimum.map((value) => ({ value, label: m[`process.onMissedMinimum.${value}`]() }));
  return { ...Object.fromEntries(named), ministryOnMissedMinimum: ministry };
}

/** A rule as it is read. */
const told = (words: Words, rules: Rules): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(rules).map(([key, value]) => [
      key,
      words[key]?.find((one) => one.value === value)?.label ??
        (typeof value === 'boolean' ? (value ? m['common.yes']() : m['common.no']()) : String(value)),
    ]),
  ),
  quorum: m['process.share']({ of: rules.quorumOf, outOf: rules.quorumOutOf }),
  spreadLimit: m['process.points']({ n: rules.spreadLimit }),
});

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
  const { places, place } = await placeOf(ctx, url);
  const [held, past] = await Promise.all([rulesFor(ctx, place.path), rulesWithPast(ctx, place.path)]);
  const words = choices(ctx.locale);
  return {
    places,
    place,
    held: { ...held, rules: flat(held.rules), told: told(words, flat(held.rules)) },
    past: past.slice(1).map((one) => ({ ...one, told: told(words, flat(one.rules)) })),
    words,
    usual: told(words, flat(usualRules)),
    settings: currentProcess.settings.map(({ key, name, note, onBreach, basis, seenIn, decisionSays, source }) => ({
      key,
      name: name[ctx.locale],
      notes: [note, onBreach].flatMap((one) => (one ? [one[ctx.locale]] : [])),
      seenIn: basis === 'practice' ? seenIn.join(', ') : null,
      says: decisionSays && `${decisionSays[ctx.locale]} (${source})`,
    })),
  };
};

export const actions: Actions = {
  default: (event) =>
    save(event, async (fields) => {
      await setCouncilRules(event.locals.ctx, fields);
      return at('/rules', String(fields.area));
    }),
};

import type { IdeaPage } from '#domain/grading/ideas/queries';
import type { Stage } from '#domain/grading/ideas/rules';
import { m } from '#paraglide/messages';
import { instant, type Locale, money } from '#ui/format.ts';
import { fieldsOf } from './fields.ts';

/** What an idea and its plan say, and what happened to them, in finished words. */
export function told(idea: IdeaPage, locale: Locale) {
  const said = (stage: Stage) => {
    const body = idea[stage];
    if (!Object.keys(body).length) return null;
    return fieldsOf(stage).map(({ name, label, isMoney }) => {
      const value = body[name];
      return { name, label, value: isMoney && typeof value === 'number' ? money(value, locale) : (value ?? null) };
    });
  };
  return {
    said: { idea: said('idea'), plan: said('plan') },
    steps: idea.steps.map(({ id, at, stage, what, words, by }) => ({
      id,
      what: `${m[`ideas.stage.${stage as Stage}`]()}: ${m[`ideas.step.${what as 'sent'}`]()}`,
      words,
      by: by ?? 'OpenOCOP',
      at: instant(at, locale),
    })),
  };
}

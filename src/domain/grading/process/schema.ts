import { z } from 'zod';
import { checkbox, day, id, oneOf, optional, text, whole } from '#kernel/fields';
import { minimaEffects, minimumTests, mergeRules, onMissedMinimum, type Step, steps, watchStages } from './rules.ts';

const area = text(40);
const year = whole(2013, 2100);
const version = whole(1, 1_000_000);
const days = { proposed_until: day(), graded_until: day() };

export const MakeRounds = z.strictObject({ area, year });
/** A round beside those of the decision: the council rules and the plan provide it (article 5). */
export const AddRound = z.strictObject({ area, year, ...days, basis: text(300) });
export const ChangeRound = z.strictObject({ id: id(), version, ...days, basis: optional(text(300)) });
export const CloseRound = z.strictObject({ id: id(), version });

/** As a form sends them, flat. `version` is that of the wording that was read; 0: nobody has set any. */
export const SetCouncilRules = z.strictObject({
  area,
  version: whole(0, 1_000_000),
  number: optional(text(100)),
  issued_on: optional(day()),
  mergeRule: oneOf(mergeRules),
  spreadLimit: whole(1, 100),
  quorumOf: whole(1, 100),
  quorumOutOf: whole(1, 100),
  chairRequired: checkbox(),
  minimumTest: oneOf(minimumTests),
  minimaEffect: oneOf(minimaEffects),
  decimals: whole(0, 4),
  completionStopsClock: checkbox(),
  ministryOnMissedMinimum: oneOf(onMissedMinimum),
  opinionDays: whole(1, 60),
  ideaRequired: checkbox(),
  planRequired: checkbox(),
});

const step = { from: optional(day()), to: optional(day()), note: optional(text(300)) };
const fieldsOf = (name: Step) =>
  Object.fromEntries(Object.entries(step).map(([field, shape]) => [`${name}_${field}`, shape]));
type StepField = `${Step}_${keyof typeof step}`;

/** The six steps of a year in one form; one without days is not planned. */
export const SetCycle = z.strictObject({
  area,
  year,
  version: whole(0, 1_000_000),
  ...(Object.assign({}, ...steps.map(fieldsOf)) as Record<StepField, typeof step.note>),
});

/** The board of certificates as the office asks for it. */
export const BoardFilter = z.strictObject({
  stage: optional(oneOf(watchStages)),
  stars: optional(whole(3, 5)),
  area: optional(text(20)),
  page: whole(1, 10_000).default(1),
});

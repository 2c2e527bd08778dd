import { z } from 'zod';
import { readData } from '#domain/criteria/frames';

/**
 * The process as a decision of the Prime Minister lays it down, read from its data file and checked once. The numbers of
 * the law stand in data/criteria alone; what a decision does not say is not guessed: it is an empty list, or null.
 */
const Text = z.object({ vi: z.string(), en: z.string() });
const monthDay = z.string().regex(/^\d\d-\d\d$/);
const isoDay = z.iso.date();
const star = z.int().min(1).max(5);

/** Who decides a star; `district` until the districts ended on 1/7/2025. */
const deciders = ['district', 'province', 'ministry'] as const;
type Decider = (typeof deciders)[number];

const Round = z.object({
  level: z.enum(['province', 'ministry']),
  no: z.int().positive(),
  proposedBefore: monthDay,
  gradedBefore: monthDay,
  proposedBy: Text,
  source: z.string(),
});
export type DecisionRound = z.output<typeof Round>;

const clockIds = [
  'communeReview',
  'regradingEarliest',
  'regradingLatest',
  'regradingResult',
  'withdrawal',
  'lateRegradingExtension',
] as const;
const Clock = z.object({
  id: z.enum(clockIds),
  days: z.int().positive(),
  unit: z.enum(['days', 'workingDays']),
  direction: z.enum(['before', 'after']).default('after'),
  transitional: z.boolean().default(false),
  from: Text,
  source: z.string(),
});
type DecisionClock = z.output<typeof Clock>;

const Setting = z.object({
  key: z.string(),
  name: Text,
  type: z.enum(['choice', 'points', 'ratio', 'boolean', 'integer']),
  default: z.union([z.string(), z.number(), z.boolean()]),
  chairRequired: z.boolean().optional(),
  options: z.array(z.object({ value: z.string(), name: Text })).optional(),
  onBreach: Text.optional(),
  note: Text.optional(),
  /** `practice`: seen in provinces; `ours`: nobody says anything, this is our default. */
  basis: z.enum(['practice', 'ours']),
  seenIn: z.array(z.string()),
  decisionSays: Text.nullable(),
  source: z.string(),
});
export type DecisionSetting = z.output<typeof Setting>;

const Transition = z.object({
  case: Text,
  rule: Text,
  days: z.int().positive().optional(),
  countedFrom: isoDay.optional(),
  source: z.string(),
});
const Ground = z.object({ code: z.string(), text: Text });
const Content = z.object({ id: z.enum(['material', 'labour', 'idea', 'identity']), name: Text });

const InForce = z.object({
  code: z.string(),
  title: Text,
  issued: isoDay,
  effectiveFrom: z.object({ date: isoDay, source: z.string() }),
  recognition: z.array(z.object({ stars: z.array(star), decidedBy: Text.nullable(), source: z.string() })),
  sendToMinistryFrom: z.object({ points: z.number(), note: Text, source: z.string() }),
  returnedBelow: z.object({ points: z.number(), note: Text, source: z.string() }),
  certificate: z.object({ minStars: star, validityMonths: z.int().positive(), source: z.string() }),
  samples: z.object({ count: z.int().positive(), exceptSets: z.array(z.int()), source: z.string() }),
  rounds: z.array(Round).min(1),
  clocks: z.array(Clock).length(clockIds.length),
  communeContents: z.array(Content).length(4),
  communeContentsSource: z.string(),
  withdrawalGrounds: z.array(Ground).length(6),
  withdrawalSource: z.string(),
  transition: z.array(Transition),
  settings: z.array(Setting),
});

const Older = z.object({
  decision: z.string(),
  title: Text,
  issued: isoDay,
  effectiveFrom: isoDay,
  lapsed: z.object({ date: isoDay }),
  certificate: z.object({ minStars: star, validityMonths: z.int().positive() }),
  recognition: z.array(z.object({ from: isoDay.optional(), until: isoDay.optional(), stars: star, by: Text })),
});

/** Who recognised a star in a span of days: null at an end that is open. */
export type Recognises = { stars: number; by: Decider; name: Text; from: string | null; until: string | null };
type Text = z.output<typeof Text>;

/** What a decision says of the process. */
export type Process = {
  code: string;
  title: Text;
  from: string;
  /** Its last day; null while it is in force. */
  until: string | null;
  /** The desks a dossier passes, in order. */
  levels: readonly ('commune' | Decider)[];
  recognition: readonly Recognises[];
  certificate: { minStars: number; validityMonths: number };
  rounds: readonly DecisionRound[];
  clocks: readonly DecisionClock[];
  samples: { count: number; exceptSets: readonly number[]; source: string } | null;
  sendToMinistryFrom: { points: number; source: string } | null;
  returnedBelow: { points: number; source: string } | null;
  communeContents: readonly z.output<typeof Content>[];
  withdrawalGrounds: readonly z.output<typeof Ground>[];
  withdrawalSource: string | null;
  transition: readonly z.output<typeof Transition>[];
  settings: readonly DecisionSetting[];
};

const unsaid = {
  rounds: [],
  clocks: [],
  samples: null,
  sendToMinistryFrom: null,
  returnedBelow: null,
  communeContents: [],
  withdrawalGrounds: [],
  withdrawalSource: null,
  transition: [],
  settings: [],
} as const;

/** Whose chair, committee or minister it is, by the office that the data names. */
function deciderOf({ vi }: Text): Decider {
  if (vi.endsWith('cấp huyện')) return 'district';
  if (/cấp tỉnh/.test(vi)) return 'province';
  if (/Bộ /.test(vi)) return 'ministry';
  throw new Error(`Nobody knows whose office "${vi}" is`);
}

function inForce(name: string): Process {
  const { effectiveFrom, recognition, ...read } = InForce.parse(readData(name));
  return {
    ...read,
    from: effectiveFrom.date,
    until: null,
    levels: ['commune', 'province', 'ministry'],
    recognition: recognition.flatMap(
      ({ stars, decidedBy }) =>
      decidedBy ? stars.map((one) => ({ stars: one, by: deciderOf(decidedBy), name: decidedBy, from: null, until: null })) : [], // prettier-ignore
    ),
  };
}

function older(name: string): Process {
  const { decision, effectiveFrom, lapsed, recognition, ...read } = Older.parse(readData(name));
  return {
    ...unsaid,
    ...read,
    code: decision,
    from: effectiveFrom,
    until: lapsed.date,
    levels: ['commune', 'district', 'province', 'ministry'],
    recognition: recognition.map(({ stars, by, from = null, until = null }) => ({
      stars,
      by: deciderOf(by),
      name: by,
      from,
      until: deciderOf(by) === 'district' ? districtsUntil : until,
    })),
  };
}

/** The last day of the districts (Constitution as amended by 203/2025/QH15, article 2.2); the data names the next decision's eve. */
const districtsUntil = '2025-06-30';

/** Before the Prime Minister's first decision, the province's own cycle: the text of 977/QĐ-UBND was not found. */
const ownCycle = (after: Process): Process => ({
  ...unsaid,
  code: 'cycle',
  title: { vi: 'Chu trình OCOP của tỉnh (2013–2019)', en: "The province's own OCOP cycle (2013–2019)" },
  from: '2013-01-01',
  until: new Date(Date.parse(after.from) - 86_400_000).toISOString().slice(0, 10),
  levels: ['commune', 'district', 'province'],
  recognition: [],
  certificate: after.certificate,
});

const older1048 = older('qd1048-2019.json');

/** Every version of the process, the newest first. */
export const processes: readonly Process[] = [
  inForce('qd26-2026/decision.json'),
  older('qd148-2023.json'),
  older1048,
  ownCycle(older1048),
];

/** The process in force. */
export const currentProcess: Process = processes[0]!;

/**
 * The process of a decision: `26/2026/QĐ-TTg`, `148/QĐ-TTg`, `1048/QĐ-TTg`, or `cycle` for the province's own before.
 * @throws RangeError for a decision that nobody knows
 */
export function processOf(code: string): Process {
  const found = processes.find((one) => one.code === code);
  if (!found) throw new RangeError(`no process is known of ${code}`);
  return found;
}

/** The decision by which a dossier is graded that is filed on a day: the newest that is in force then. */
export const processOn = (day: string): Process => processes.find(({ from }) => from <= day) ?? processes.at(-1)!;

/**
 * Who recognises a star on a day: 26/2026/QĐ-TTg, article 4.1; before it 148/QĐ-TTg with the district until it ended
 * on 30/6/2025, and without it by 1489/QĐ-TTg from 6/7/2025. Null for one or two stars, and where nothing is known.
 */
export function recogniserOf({ recognition }: Process, stars: number, day: string): Recognises | null {
  return (
    recognition.find(
      (one) =>
        one.stars === stars && (one.from === null || one.from <= day) && (one.until === null || day <= one.until),
    ) ?? null
  );
}

/** Samples that come with a dossier of a set: five, none of services (article 6.2d and 6.3); null where nothing is said. */
export const samplesOf = ({ samples }: Process, set: number): number | null =>
  samples && (samples.exceptSets.includes(set) ? 0 : samples.count);

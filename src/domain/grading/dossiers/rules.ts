import { AppError } from '#kernel/errors';

export const kinds = ['first', 'upgrade', 'regrading'] as const;
export type DossierKind = (typeof kinds)[number];

export const levels = ['commune', 'province', 'ministry'] as const;
export type Level = (typeof levels)[number];

/** `proposed`: on its way to the desk of its level, not yet received there. */
export const statuses = [
  'draft',
  'filed',
  'proposed',
  'received',
  'reviewing',
  'scheduled',
  'scored',
  'recognised',
  'not_recognised',
  'eliminated',
  'declined',
  'retracted',
] as const;
export type Status = (typeof statuses)[number];

/** Where a dossier stands: which desk has it, and what is done with it there. */
export type Standing = { level: Level; status: Status };

/** A dossier that has come to an end: another may be opened for the product. */
export const ended: readonly Status[] = ['recognised', 'not_recognised', 'eliminated', 'declined', 'retracted'];

export const hasEnded = ({ status }: Pick<Standing, 'status'>): boolean => ended.includes(status);

/**
 * What the ministry's answer on paper leads to. It may come at any time before its council has scored in these rooms: the
 * ministry may have taken the file in here and gone on outside.
 */
const answered = ['ministry/recognised', 'province/scored', 'province/received'] as const;

/**
 * Every move that a dossier can make: from a standing to those that may follow (26/2026/QĐ-TTg, articles 6 and 7). The
 * ministry has the province's rooms; what it sends back is the province's to recognise on that result or to score again
 * (article 7.4g). A producer may take its dossier back until a council has it on its agenda.
 */
const moves: Readonly<Record<string, readonly string[]>> = {
  'commune/draft': ['commune/filed', 'commune/retracted'],
  'commune/filed': ['province/proposed', 'commune/declined', 'commune/retracted'],
  'province/proposed': ['province/received', 'commune/filed', 'province/retracted'],
  'province/received': ['province/reviewing', 'province/scheduled', 'province/eliminated', 'province/retracted'],
  'province/reviewing': ['province/scheduled', 'province/received', 'province/eliminated', 'province/retracted'],
  'province/scheduled': ['province/scored', 'province/received'],
  'province/scored': [
    'province/recognised',
    'province/not_recognised',
    'province/eliminated',
    'ministry/proposed',
    'province/scheduled',
  ],
  'ministry/proposed': ['ministry/received', ...answered],
  'ministry/received': ['ministry/reviewing', 'ministry/scheduled', 'ministry/eliminated', ...answered],
  'ministry/reviewing': ['ministry/scheduled', 'ministry/received', 'ministry/eliminated', ...answered],
  'ministry/scheduled': ['ministry/scored', 'ministry/received', ...answered],
  'ministry/scored': [
    'ministry/recognised',
    'ministry/eliminated',
    'ministry/scheduled',
    'province/scored',
    'province/received',
  ],
};

const nameOf = ({ level, status }: Standing) => `${level}/${status}`;

export const canMove = (from: Standing, to: Standing): boolean => moves[nameOf(from)]?.includes(nameOf(to)) ?? false;

/** @throws AppError state.conflict for a move that the process does not know */
export function assertMove(from: Standing, to: Standing): void {
  if (canMove(from, to)) return;
  throw new AppError('state.conflict', { details: { reason: 'dossiers.no_such_move', from: nameOf(from), to: nameOf(to) } }); // prettier-ignore
}

export type Turn = 'producer' | 'commune' | 'province' | 'advisory' | 'council' | 'ministry' | null;

/** Whose turn it is: the producer's while a list of what is missing waits for its answer; nobody's at the end. */
export function turnOf({ level, status, asked }: Standing & { asked: boolean }): Turn {
  if (hasEnded({ status })) return null;
  if (status === 'draft' || asked) return 'producer';
  if (level === 'commune') return 'commune';
  if (status === 'reviewing') return level === 'province' ? 'advisory' : 'ministry';
  if (status === 'scheduled') return level === 'province' ? 'council' : 'ministry';
  return level;
}

/** The name of a field of a dossier, by what it holds. */
export const fieldName = {
  answer: (item: string) => `answer/${item}`,
  why: (item: string) => `why/${item}`,
  rule: (id: string) => `rule/${id}`,
  form: (name: string) => `form/${name}`,
} as const;

import { issuesOf } from '#kernel/fields';
import { recognitionOf } from '#domain/products/recognitions';
import { criteriaVersions } from '#domain/products/rules';
import { RecordRecognition } from '#domain/products/schema';
import { type Field, issuesIn, type Row } from './row.ts';
import { isBroken, readDay, readLevel, readStars, readYear } from './values.ts';

const Shape = RecordRecognition.omit({ product: true });
export type Decision = ReturnType<typeof recognitionOf>;
type Round = 'r1' | 'r2';

/**
 * The recognitions that a row tells, the first and the second of its two rounds. A star without a decision is told, not
 * recorded: it proves nothing. Criteria and level are asked where the day leaves a choice.
 */
export function readDecisions(row: Row, today: string): Decision[] {
  const rounds = (['r1', 'r2'] as const).filter((round) =>
    (['stars', 'on', 'year', 'no'] as const).some((part) => row.text(`${round}_${part}`)),
  );
  const now = isBroken(row.text('stars')) ? 0 : readStars(row.text('stars'));
  if (row.text('stars') && now === null) row.problem('stars', 'imports.stars_unclear');
  if (!rounds.length && (now ?? 0) > 2) row.note('imports.star_without_decision', { stars: now! });
  const found: Decision[] = [];
  for (const [i, round] of rounds.entries()) {
    const isLast = i === rounds.length - 1;
    const decision = readDecision(row, round, {
      today,
      stars: isLast ? now : null,
      before: found.at(-1) ?? null,
      isLast,
    });
    if (decision) found.push(decision);
  }
  return found;
}

type Told = { today: string; stars: number | null; before: Decision | null; isLast: boolean };

function readDecision(row: Row, round: Round, { today, stars: now, before, isLast }: Told): Decision | null {
  const at = (part: string) => `${round}_${part}` as Field;
  for (const part of ['stars', 'on', 'year', 'no', 'by'])
    if (isBroken(row.text(at(part)))) row.problem(at(part), 'imports.cell_broken');
  const typed = row.text(at('stars'));
  const stars = typed ? readStars(typed) : now;
  if (stars === null) {
    row.problem(at('stars'), typed ? 'imports.stars_unclear' : 'imports.stars_missing');
    return null;
  }
  if (stars < 3) {
    if (stars) row.note('imports.stars_low', { stars });
    return null;
  }
  const decided_on = readDay(row.text(at('on')));
  const year = readYear(row.text(at('year'))) ?? (decided_on ? null : readYear(row.text(at('on'))));
  if (row.text(at('on')) && !decided_on && !readYear(row.text(at('on')))) row.problem(at('on'), 'fields.day');
  if (row.text(at('year')) && !year) row.problem(at('year'), 'imports.year_unclear');
  if (decided_on && year && Number(decided_on.slice(0, 4)) !== year)
    row.problem(at('year'), 'imports.year_differs', { params: { year } });
  if (!decided_on && !year) row.problem(at('on'), 'imports.day_or_year');
  const criteria = criteriaOf(row, at('criteria'), decided_on, year);
  if (!criteria) return null;
  const level = levelOf(row, at, stars, decided_on, criteria);
  if (!level) return null;
  const ends = isLast && !isBroken(row.text('ends_on')) ? row.text('ends_on') : '';
  const end = readDay(ends);
  if (ends && !end) row.problem('ends_on', 'fields.day');
  if (ends && end && !decided_on) row.note('imports.end_without_day');
  const shape = Shape.safeParse({
    stars,
    reason: !before ? 'first' : stars > before.stars ? 'upgrade' : 'regrading',
    level,
    criteria,
    decision_no: row.text(at('no')),
    decided_on: decided_on ?? '',
    year: year ?? '',
    decided_by: row.text(at('by')),
    printed_end: (decided_on && end) || '',
    ...(isLast && lastOnes(row)),
  });
  const fields = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      part === 'ends_on' || name in ofLast ? (part as Field) : at(part),
    ]),
  );
  if (!shape.success) {
    row.problemsOf(issuesOf(shape.error), fields);
    return null;
  }
  let decision: Decision | null = null;
  row.problemsOf(
    issuesIn(() => (decision = recognitionOf({ today }, shape.data))),
    fields,
  );
  return decision;
}

/** What a worksheet tells of the last decision alone. */
const ofLast = { part_a: 'part_a', part_b: 'part_b', part_c: 'part_c', total: 'total', certificate_no: 'certificate' } as const; // prettier-ignore
const lastOnes = (row: Row) =>
  Object.fromEntries(Object.entries(ofLast).map(([name, field]) => [name, isBroken(row.text(field)) ? '' : row.text(field)])); // prettier-ignore

const parts: Record<string, string> = {
  ...ofLast,
  stars: 'stars',
  decided_on: 'on',
  year: 'year',
  decision_no: 'no',
  decided_by: 'by',
  level: 'level',
  criteria: 'criteria',
  printed_end: 'ends_on',
};

/** The criteria in force on the day, or throughout the year; where two were, the row asks. */
function criteriaOf(row: Row, field: Field, day: string | null, year: number | null): string | null {
  const chosen = row.text(field);
  if (chosen) return chosen;
  const [from, to] = day ? [day, day] : [`${year}-01-01`, `${year}-12-31`];
  if (!day && !year) return null;
  const inForce = criteriaVersions.filter((one) => one.from <= to && (!one.to || from <= one.to));
  if (inForce.length === 1) return inForce[0]!.code;
  row.problem(field, inForce.length ? 'imports.criteria_several' : 'imports.criteria_none');
  return null;
}

/** Who gave the star: as the authority's name says, or as the decision allows nobody else; else the row asks. */
function levelOf(
  row: Row,
  at: (part: string) => Field,
  stars: number,
  day: string | null,
  criteria: string,
): string | null {
  const chosen = row.text(at('level'));
  const told = chosen || readLevel(row.text(at('by')));
  if (told) return told;
  if (stars === 5 && criteria !== 'cycle') return 'ministry';
  const only =
    (day && day > '2025-06-30') || criteria === '26/2026/QĐ-TTg' || (stars === 4 && criteria === '148/QĐ-TTg');
  if (stars < 5 && only) return 'province';
  row.problem(at('level'), 'imports.level_unclear');
  return null;
}

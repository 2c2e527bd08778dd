import { dossierDuties } from '#domain/grading/dossiers/queries';
import { behalfDuties } from '#domain/behalf/queries';
import { councilDuties } from '#domain/grading/councils/queries';
import { mayDecide } from '#domain/grading/decisions/policy';
import { decisionDuties } from '#domain/grading/decisions/queries';
import { scoredDossiers } from '#domain/grading/decisions/results';
import { countPairs } from '#domain/duplicates/queries';
import { openCodes } from '#domain/identity/counter';
import { canSeeDesk } from '#domain/identity/data-kinds';
import { dataDuties } from '#domain/identity/data-queue';
import { ideaDuties } from '#domain/grading/ideas/queries';
import { mayTakeIn } from '#domain/grading/reviews/policy';
import { intakeDuties } from '#domain/grading/reviews/queries';
import { officerScopes } from '#domain/identity/rules';
import type { PaperDuties } from '#domain/papers/queries';
import { waitingApplications } from '#domain/producers/applicants';
import { unconfirmedIn } from '#domain/producers/queries';
import { proposalDuties } from '#domain/proposals/queries';
import { counted, factDuties } from '#domain/proposals/unchecked';
import { dayOf } from '#kernel/clock';
import type { Ctx } from '#kernel/context';
import { calendarFrom } from '#kernel/holidays';
import { daysAfter, workingDaysAfter } from '#kernel/working-days';
import { m } from '#paraglide/messages';
import { day, number } from '#ui/format.ts';

/** No law says how fast an office checks what producers say: this many working days are the product's own measure. */
const checkDays = 5;

type Turn = 'officer' | 'producer' | 'person';

/** One line of the queue, in finished words: how much, since when, whose turn, by when. */
export type Duty = {
  key: string;
  text: string;
  href: string;
  since: string;
  turn: string;
  due: string;
  look: 'ok' | 'soon' | 'off';
  word: string;
};

type Given = {
  key: string;
  text: (said: { n: string }) => string;
  href: string;
  count: number;
  /** The day since which the oldest waits. */
  since: string | null;
  turn: Turn;
  due: string | null;
};

/** Late, due by the next day, or in time: the colour and the word of a due day. */
export function standingOf(
  due: string | null,
  today: string,
): { look: Duty['look']; word: 'late' | 'soon' | 'in_time' } {
  if (due === null || due > daysAfter(today, 1)) return { look: 'ok', word: 'in_time' };
  return due < today ? { look: 'off', word: 'late' } : { look: 'soon', word: 'soon' };
}

const dayAt = (at: Date | null) => at && dayOf(at);

/** What waits for this person: each kind of work with its clock; what is late first, what has nothing to do left out. */
export async function queueOf(ctx: Ctx, papers: PaperDuties | null): Promise<Duty[]> {
  const scopes = officerScopes(ctx.actor);
  const isOfficer = scopes.length > 0;
  const [
    facts,
    proposals,
    behalf,
    producers,
    codes,
    applications,
    duplicates,
    desk,
    dossiers,
    ideas,
    results,
    decided,
    intake,
    councils,
  ] = await Promise.all([
    isOfficer ? factDuties(ctx) : null,
    isOfficer ? proposalDuties(ctx) : null,
    isOfficer ? behalfDuties(ctx) : null,
    isOfficer ? unconfirmedIn(ctx, scopes) : null,
    isOfficer ? openCodes(ctx) : null,
    waitingApplications(ctx),
    isOfficer ? countPairs(ctx) : 0,
    canSeeDesk(ctx.actor) ? dataDuties(ctx) : null,
    isOfficer ? dossierDuties(ctx) : null,
    isOfficer ? ideaDuties(ctx) : null,
    scoredDossiers(ctx),
    mayDecide(ctx.actor) ? decisionDuties(ctx) : null,
    mayTakeIn(ctx.actor) ? intakeDuties(ctx) : 0,
    councilDuties(ctx),
  ]);
  const starts = [facts?.facts.oldest, facts?.labels.oldest, papers?.unchecked_since, proposals?.oldest, behalf?.disputed.oldest, applications[0]?.sent_at, ideas?.oldest]
    .flatMap((at) => (at ? [dayOf(at)] : []))
    .toSorted(); // prettier-ignore
  const calendar = starts.length ? await calendarFrom(ctx, starts[0]!) : new Map<string, boolean>();
  const within = (since: string | null) => since && workingDaysAfter(since, checkDays, calendar);
  const toCheck = (key: string, text: Given['text'], href: string, count: number, at: Date | null): Given => {
    const since = dayAt(at);
    return { key, text, href, count, since, turn: 'officer', due: within(since) };
  };
  // The list of one's own area alone, as it was counted.
  const own = scopes.length === 1 && scopes[0] !== 'VN' ? `&area=${scopes[0]!.split('/').at(-1)}` : '';
  const duties: (Given | null)[] = [
    desk && { key: 'desk', text: m['office.queue.desk'], href: '/office/data-desk', count: desk.waiting, since: desk.oldest, turn: 'officer', due: desk.due },
    proposals && toCheck('proposals', m['office.queue.proposals'], '/office/proposals', proposals.count, proposals.oldest),
    toCheck('applications', m['office.queue.applications'], '/office/applications', applications.length, applications[0]?.sent_at ?? null),
    facts && toCheck('facts', m['office.queue.facts'], '/office/checks', facts.facts.count, facts.facts.oldest),
    facts && toCheck('labels', m['office.queue.labels'], '/office/checks?kind=label', facts.labels.count, facts.labels.oldest),
    papers && toCheck('papers', m['office.queue.papers'], '/office/papers?checked=not_yet&sort=newest', papers.unchecked, papers.unchecked_since),
    behalf && toCheck('disputed', m['office.queue.disputed'], '/office/behalf', behalf.disputed.count, behalf.disputed.oldest),
    behalf && { key: 'behalf', text: m['office.queue.behalf'], href: '/office/behalf', count: behalf.waiting.count, since: dayAt(behalf.waiting.oldest), turn: 'producer', due: null },
    codes && { key: 'codes', text: m['office.queue.codes'], href: '/office/counter', count: codes.count, since: null, turn: 'person', due: dayAt(codes.until) },
    papers && { key: 'ended', text: m['office.queue.ended'], href: '/office/papers?state=expired&sort=end', count: papers.expired, since: null, turn: 'producer', due: papers.first_ended },
    papers && { key: 'ending', text: m['office.queue.ending'], href: '/office/papers?state=expiring&sort=end', count: papers.expiring, since: null, turn: 'producer', due: papers.first_end },
    { key: 'duplicates', text: m['office.queue.duplicates'], href: '/office/duplicates', count: duplicates, since: null, turn: 'officer', due: null },
    dossiers && { key: 'dossiers', text: m['office.queue.dossiers'], href: '/office/dossiers?queue=mine', count: dossiers.count, since: dossiers.oldest, turn: 'officer', due: dossiers.due },
    producers && { key: 'producers', text: m['office.queue.producers'], href: `/office/producers?unconfirmed=on${own}`, count: producers.count, since: producers.oldest, turn: 'officer', due: null },
    ideas && toCheck('ideas', m['ideas.queue'], '/office/ideas?status=submitted', ideas.count, ideas.oldest),
    { key: 'sheets', text: m['office.queue.sheets'], href: '/council', count: councils.sheets, since: null, turn: 'officer', due: councils.due },
    { key: 'sessions', text: m['office.queue.sessions'], href: '/office/councils', count: councils.sessions, since: null, turn: 'officer', due: null },
    { key: 'results', text: m['office.queue.results'], href: '/office/results', count: results.filter((row) => !row.decision_id).length, since: null, turn: 'officer', due: null },
    decided && { key: 'signed', text: m['office.queue.signed'], href: '/office/decisions?status=signed', count: decided.signed, since: null, turn: 'officer', due: null },
    decided && { key: 'complaints', text: m['office.queue.complaints'], href: '/office/complaints', count: decided.complaints, since: null, turn: 'officer', due: decided.complaint_due },
    decided && { key: 'cases', text: m['office.queue.cases'], href: '/office/withdrawals', count: decided.cases, since: null, turn: 'officer', due: decided.case_due },
    { key: 'intake', text: m['reviews.queue'], href: '/office/intake', count: intake, since: null, turn: 'officer', due: null },
  ]; // prettier-ignore
  const rank = { off: 0, soon: 1, ok: 2 };
  return duties
    .filter((one): one is Given => !!one && one.count > 0)
    .map((one) => ({ given: one, ...standingOf(one.due, ctx.today) }))
    .toSorted((a, b) => rank[a.look] - rank[b.look] || (a.given.due ?? '9').localeCompare(b.given.due ?? '9'))
    .map(({ given, look, word }) => ({
      key: given.key,
      text: given.text({ n: given.count > counted ? `> ${number(counted, ctx.locale)}` : number(given.count, ctx.locale) }),
      href: given.href,
      since: given.since ? m['office.queue.since']({ day: day(given.since, ctx.locale), n: number(Math.max(0, daysBetween(given.since, ctx.today)), ctx.locale) }) : '',
      turn: m[`office.queue.turn_${given.turn}`](),
      due: day(given.due, ctx.locale),
      look,
      word: given.due ? m[`office.queue.${word}`]() : m['office.queue.open'](),
    })); // prettier-ignore
}

const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

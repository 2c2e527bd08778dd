import type { EntryRow } from '#domain/behalf/queries';
import { paperById } from '#domain/papers/queries';
import { proposalById } from '#domain/proposals/queries';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { m } from '#paraglide/messages';
import { day, instant } from '#ui/format.ts';
import { textOf } from '#ui/names.ts';
import { kindName, labelOf, shown, spanOf } from '../facts/fields.ts';
import { changeOf } from '../facts/proposed.ts';
import { namesIn, roomOfKind } from '../facts/registry.ts';

export type Line = { label: string; value: string };

/** An entry as people read it: what was entered, line by line, in the wording that was entered. */
export type ShownEntry = Pick<EntryRow, 'id' | 'version' | 'state' | 'producer' | 'producer_id' | 'words'> & {
  title: string;
  about: string;
  lines: Line[];
  /** Where the thing is opened in the office; null once it is gone. */
  href: string | null;
  by: string;
  at: string;
  state_text: string;
  paper_id: string | null;
};

type Content = { about: string; lines: Line[]; href: string | null };

/** One that is gone from the register is told as such. */
const orGone = (content: Promise<Content>): Promise<Content> =>
  content.catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found')
      return { about: '', lines: [{ label: '', value: m['behalf.no_more']() }], href: null };
    throw error;
  });

async function factContent(ctx: Ctx, { fact_kind, thing_id, thing_version }: EntryRow): Promise<Content> {
  const room = roomOfKind(fact_kind!);
  const wordings = await room.wordings(ctx, fact_kind!, thing_id);
  const row = wordings.find(({ version }) => version === thing_version);
  if (!row) throw new AppError('not_found');
  const owner = await room.owner(ctx, String(row[`${room.word}_id`]));
  const [names, { [owner.id]: about = '' }] = await Promise.all([
    namesIn(ctx, owner, [row]),
    room.names(ctx, [owner.id]),
  ]);
  const lines = Object.keys(room.kind.fields)
    .map((name) => ({ label: labelOf(name), value: shown(name, row[name], names, ctx.locale) }))
    .filter(({ value }) => value !== '');
  const stands = wordings.some(({ superseded_at }) => !superseded_at);
  return {
    about,
    lines: [...lines, { label: m['behalf.period'](), value: spanOf(row, ctx.locale) }],
    href: stands ? `/office/facts/${fact_kind}/${thing_id}` : null,
  };
}

async function paperContent(ctx: Ctx, { thing_id }: EntryRow): Promise<Content> {
  const paper = await paperById(ctx, thing_id);
  const lines = [
    { label: m['papers.type'](), value: paper.type_name },
    { label: m['papers.number'](), value: paper.number ?? '' },
    { label: m['papers.issuer'](), value: paper.issuer ?? '' },
    { label: m['papers.issued_on'](), value: day(paper.issued_on, ctx.locale) },
    { label: m['papers.end'](), value: day(paper.end, ctx.locale) },
    { label: m['papers.file'](), value: paper.file?.name ?? '' },
  ];
  return { about: '', lines: lines.filter(({ value }) => value), href: `/office/papers/${thing_id}` };
}

async function proposalContent(ctx: Ctx, { thing_id }: EntryRow): Promise<Content> {
  const proposal = await proposalById(ctx, thing_id);
  const { lines } = await changeOf(ctx, proposal);
  return {
    about: proposal.product ?? '',
    lines: lines.map(({ label, before, after }) => ({ label, value: `${before || '–'} → ${after || '–'}` })),
    href: `/office/proposals/${thing_id}`,
  };
}

const contents = { fact: factContent, paper: paperContent, proposal: proposalContent };

/** What an entry is called: the kind of fact, or the kind of thing. */
export const entryTitle = ({
  fact_kind,
  thing_kind,
  act,
}: Pick<EntryRow, 'fact_kind' | 'thing_kind' | 'act'>): string =>
  fact_kind
    ? `${kindName(fact_kind)}${act.endsWith('.enter_fact') ? '' : ` (${textOf(`proposals.act.${act}`) ?? ''})`}`
    : m[`behalf.thing.${thing_kind as 'paper'}`]();

export const shownEntries = (ctx: Ctx, entries: readonly EntryRow[]): Promise<ShownEntry[]> =>
  Promise.all(
    entries.map(async (entry) => ({
      id: entry.id,
      version: entry.version,
      state: entry.state,
      producer: entry.producer,
      producer_id: entry.producer_id,
      words: entry.words,
      paper_id: entry.paper_id,
      title: entryTitle(entry),
      ...(await orGone(contents[entry.thing_kind](ctx, entry))),
      by: entry.entered_by_name ?? 'OpenOCOP',
      at: instant(entry.entered_at, ctx.locale),
      state_text: `${m[`behalf.state.${entry.state}`]()}${entry.how ? ` ${m[`behalf.how.${entry.how}`]()}` : ''}`,
    })),
  );

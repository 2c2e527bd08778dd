import type { z } from 'zod';
import { communesUnder, type AreaRow, pathOf, searchAreas } from '#domain/areas/queries';
import { OfficeFilter as AreaFilter } from '#domain/areas/schema';
import { waitingPairs } from '#domain/duplicates/queries';
import { PairFilter } from '#domain/duplicates/schema';
import { maySeeIdeas } from '#domain/grading/ideas/policy';
import { listIdeas } from '#domain/grading/ideas/queries';
import { IdeaFilter } from '#domain/grading/ideas/schema';
import { watchBoard } from '#domain/grading/process/board';
import { canSeeProcess } from '#domain/grading/process/policy';
import { BoardFilter } from '#domain/grading/process/schema';
import { readLog } from '#domain/identity/log';
import { listPeople } from '#domain/identity/queries';
import { LogQuery, PeopleFilter } from '#domain/identity/schema';
import { isOfficer } from '#domain/identity/rules';
import { listPapers } from '#domain/papers/queries';
import { PaperFilter } from '#domain/papers/schema';
import { listProducers, producerNames } from '#domain/producers/queries';
import { OfficeFilter as ProducerFilter } from '#domain/producers/schema';
import { listProducts } from '#domain/products/office';
import { listRecognitions } from '#domain/products/queries';
import { OfficeFilter as ProductFilter, RecognitionFilter } from '#domain/products/schema';
import { CheckFilter } from '#domain/proposals/schema';
import { uncheckedFacts } from '#domain/proposals/unchecked';
import type { Ctx } from '#kernel/context';
import { AppError } from '#kernel/errors';
import { parse } from '#kernel/fields';
import { m } from '#paraglide/messages';
import { day, instant, phone, points } from '#ui/format.ts';
import { textOf } from '#ui/names.ts';
import { boardLine } from '../grading/board/line.ts';
import { changeLines, eventName } from '../history.ts';
import { namedSubjects } from '../log/subjects.ts';

type Cell = string | number | null;
type Part = { rows: Cell[][]; next: string | null };

/** A list of the office as a file: the page's own filter and query, read in parts, and the columns that the page shows. */
export type ListFile = {
  title: () => string;
  heads: () => string[];
  /** @param at where the part before ended; null for the first */
  read: (ctx: Ctx, asked: Record<string, string>, at: string | null) => Promise<Part>;
};

/** Rows of one part. */
const size = 1000;

/** A list that pages by number. */
const byPage =
  <S extends z.ZodType, R>(
    schema: S,
    list: (ctx: Ctx, filter: z.output<S>, page: number) => Promise<{ items: R[]; hasNext: boolean }>,
    cells: (row: R, ctx: Ctx) => Cell[],
  ): ListFile['read'] =>
  async (ctx, asked, at) => {
    const page = Number(at ?? 1);
    const { items, hasNext } = await list(ctx, parse(schema, asked), page);
    return { rows: items.map((row) => cells(row, ctx)), next: hasNext ? String(page + 1) : null };
  };

const inArea = async (ctx: Ctx, area: string | null) => area && ((await pathOf(ctx, area)) ?? 'none');

const named = ({ type, name }: { type: string; name: string }) =>
  `${textOf(`areas.type.${type}`) ?? ''} ${name}`.trim();

const areaCells = (unit: AreaRow, became: readonly AreaRow[], ctx: Ctx): Cell[] => [
  named(unit),
  unit.parent,
  unit.code,
  unit.valid_to ? m['areas.until']({ day: day(unit.valid_to, ctx.locale) }) : m['areas.in_force'](),
  became.map(named).join('; '),
];

export const lists: Record<string, ListFile> = {
  duplicates: {
    title: m['duplicates.title'],
    heads: () => [
      m['duplicates.one'](), m['duplicates.other'](), m['duplicates.where'](), m['duplicates.how_likely'](), m['duplicates.why_likely'](),
    ], // prettier-ignore
    read: byPage(
      PairFilter,
      (ctx, filter, page) => waitingPairs(ctx, { ...filter, page, limit: size }),
      (row) => [
        row.one_name,
        row.other_name,
        row.place,
        textOf(`duplicates.level.${row.level}`),
        row.reasons.map((reason) => textOf(`duplicates.reason.${reason}`)).join(', '),
      ],
    ),
  },
  producers: {
    title: m['common.producers'],
    heads: () => [m['office.field.name'](), m['public.kind'](), m['public.commune'](), m['office.changed']()],
    read: byPage(
      ProducerFilter,
      async (ctx, filter, page) =>
        listProducers(ctx, { ...filter, area: await inArea(ctx, filter.area), page, limit: size }),
      (row, ctx) => [row.name, textOf(`producers.kind.${row.kind}`), row.commune, instant(row.changed_at, ctx.locale)],
    ),
  },
  products: {
    title: m['common.products'],
    heads: () => [
      m['office.product_name'](), m['public.code'](), m['public.producer'](), m['public.commune'](), m['office.field.stars'](),
      m['public.state'](), m['public.until'](), m['office.changed'](),
    ], // prettier-ignore
    read: byPage(
      ProductFilter,
      async (ctx, filter, page) =>
        listProducts(ctx, { ...filter, area: await inArea(ctx, filter.area), page, limit: size }),
      (row, ctx) => [
        row.name,
        row.code,
        row.producer_name,
        row.commune_name,
        // A star is told only while it holds.
        row.state === 'valid' ? row.stars : null,
        textOf(`products.state.${row.state}`),
        row.state === 'valid' || row.state === 'expired' ? day(row.valid_to, ctx.locale) : null,
        instant(row.changed_at, ctx.locale),
      ],
    ),
  },
  recognitions: {
    title: m['public.recognitions'],
    heads: () => [
      m['public.product'](), m['office.field.stars'](), m['office.field.level'](), m['office.field.decision_no'](), m['office.field.decided_on'](),
      m['public.points'](), m['public.until'](), m['products.state.withdrawn'](),
    ], // prettier-ignore
    read: byPage(
      RecognitionFilter,
      async (ctx, { before, area, ...filter }, page) =>
        listRecognitions(ctx, { ...filter, endsBefore: before, area: await inArea(ctx, area), page, limit: size }),
      (row, ctx) => [
        row.product,
        row.stars,
        textOf(`products.level.${row.level}`),
        row.decision_no,
        day(row.decided_on, ctx.locale),
        row.total === null ? null : points(row.total, ctx.locale),
        day(row.valid_to, ctx.locale),
        day(row.withdrawn_on, ctx.locale),
      ],
    ),
  },
  papers: {
    title: m['papers.title'],
    heads: () => [
      m['papers.type'](), m['papers.number'](), m['papers.issuer'](), m['papers.owner'](), m['papers.issued_on'](), m['papers.end'](),
      m['papers.standing'](), m['papers.check_state'](), m['papers.newest'](),
    ], // prettier-ignore
    read: byPage(
      PaperFilter,
      async (ctx, filter, page) => {
        const found = await listPapers(ctx, { ...filter, area: await inArea(ctx, filter.area), page, limit: size });
        const owners = await producerNames(ctx, found.items.map(({ owner_id }) => owner_id)); // prettier-ignore
        return { ...found, items: found.items.map((row) => ({ ...row, owner: owners[row.owner_id] ?? null })) };
      },
      (row, ctx) => [
        row.type_name,
        row.number,
        row.issuer,
        row.owner,
        day(row.issued_on, ctx.locale),
        day(row.end, ctx.locale),
        m[`papers.state.${row.state}`](),
        m[`papers.verdict.${row.verdict ?? 'not_yet'}`](),
        instant(row.recorded_at, ctx.locale),
      ],
    ),
  },
  checks: {
    title: m['office.checks.title'],
    heads: () => [m['office.checks.what'](), m['office.about_what'](), m['office.checks.said'](), m['office.why']()],
    read: byPage(
      CheckFilter,
      async (ctx, filter, page) => {
        if (!isOfficer(ctx.actor)) throw new AppError('refused');
        return uncheckedFacts(ctx, { ...filter, area: await inArea(ctx, filter.area), page, limit: size });
      },
      (row, ctx) => [textOf(`facts.kind.${row.kind}`), row.owner, instant(row.recorded_at, ctx.locale), row.reason],
    ),
  },
  board: {
    title: m['process.board'],
    heads: () => [
      m['public.product'](), m['public.code'](), m['public.producer'](), m['public.commune'](), m['office.field.stars'](),
      m['process.board_stage'](), m['process.board_window'](), m['process.board_end'](), m['process.board_possible'](),
    ], // prettier-ignore
    read: byPage(
      BoardFilter,
      async (ctx, filter, page) => {
        if (!canSeeProcess(ctx.actor)) throw new AppError('refused');
        return watchBoard(ctx, { ...filter, area: await inArea(ctx, filter.area), page, limit: size });
      },
      (row, ctx) => {
        const said = boardLine(row, ctx.locale);
        return [
          row.name, row.code, row.producer, row.commune, row.stars, textOf(`process.watch.${row.stage}`), said.window,
          day(row.end, ctx.locale), said.possible,
        ]; // prettier-ignore
      },
    ),
  },
  ideas: {
    title: m['ideas.title'],
    heads: () => [m['ideas.name'](), m['ideas.stage_label'](), m['public.producer'](), m['public.commune'](), m['ideas.sent_on'](), m['ideas.status_label']()], // prettier-ignore
    read: byPage(
      IdeaFilter,
      async (ctx, filter, page) => {
        if (!maySeeIdeas(ctx.actor)) throw new AppError('refused');
        return listIdeas(ctx, { ...filter, area: await inArea(ctx, filter.area), page, limit: size });
      },
      (row, ctx) => [
        row.name,
        textOf(`ideas.stage.${row.stage}`),
        row.producer,
        row.commune,
        row.submitted_at && instant(row.submitted_at, ctx.locale),
        textOf(`ideas.status.${row.status}`),
      ],
    ),
  },
  people: {
    title: m['office.people'],
    heads: () => [m['office.person'](), m['office.login'](), m['office.roles'](), m['office.opened_on']()],
    read: byPage(
      PeopleFilter,
      async (ctx, filter, page) => {
        const { items, hasNext } = await listPeople(ctx, { ...filter, page, limit: size });
        const names = await producerNames(ctx, items.flatMap(({ roles }) => roles.flatMap(({ organisation }) => organisation ?? []))); // prettier-ignore
        return { items: items.map((row) => ({ ...row, names })), hasNext };
      },
      ({ names, ...row }, ctx) => [
        row.name,
        phone(row.phone) || row.email,
        row.roles
          .map(
            (held) => `${textOf(`identity.role.${held.role}`)}: ${held.area ?? names[held.organisation ?? ''] ?? ''}`,
          )
          .join('; '),
        instant(row.created_at, ctx.locale),
      ],
    ),
  },
  log: {
    title: m['office.log'],
    heads: () => [m['office.what'](), m['office.field.name'](), m['office.about_what'](), m['public.commune'](), m['office.who_did'](), m['office.when']()], // prettier-ignore
    read: async (ctx, asked, at) => {
      const { items, next } = await readLog(ctx, { ...parse(LogQuery, asked), ...(at && { after: at }), limit: size });
      const rows = (await namedSubjects(ctx, items)).map((entry) => [
        eventName(entry.type),
        changeLines(entry.data, ctx.locale).join('; '),
        entry.subject,
        entry.area,
        entry.actor ?? 'OpenOCOP',
        instant(entry.at, ctx.locale),
      ]);
      return { rows, next };
    },
  },
  areas: {
    title: m['areas.title'],
    heads: () => [m['areas.unit'](), m['areas.level_province'](), m['areas.code'](), m['areas.period'](), m['areas.became']()], // prettier-ignore
    read: async (ctx, asked, at) => {
      if (!asked.q) {
        const communes = await communesUnder(ctx, [ctx.runtime.config.area]);
        return { rows: communes.map((unit) => areaCells(unit, [], ctx)), next: null };
      }
      const { q, level, sort } = parse(AreaFilter, asked);
      const offset = Number(at ?? 0);
      const found = await searchAreas(ctx, q, { level, sort, limit: size, offset });
      return {
        rows: found.map((unit) => areaCells(unit, unit.became, ctx)),
        next: found.length === size ? String(offset + size) : null,
      };
    },
  },
};

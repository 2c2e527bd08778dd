import { inTransaction } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { regradingsUnderWay } from '#domain/grading/process/board';
import { regradingWindow } from '#domain/grading/process/clocks';
import { extendedUntil, reminderOn } from '#domain/grading/process/watch';
import { endingPapers } from '#domain/papers/ends';
import { endingContracts } from '#domain/producers/ends';
import { endingStars } from '#domain/products/ends';
import { currentSettings } from '#domain/settings/queries';
import { give, type Telling } from './give.ts';
import { pastDays, stageOn } from './rules.ts';
import { officers } from './tellings.ts';

/** Things of one transaction: few enough that nobody waits for it. */
const atOnce = 200;

type Ending = { id: string; organisation_id: string; area_path: string; end: string };
/** A year and a day, of a leap year too: the first reminder of a star is told twelve months ahead. */
const yearDays = 367;

type Page<E> = (tx: Tx, page: { after: string | null; past: number; limit: number }) => Promise<E[]>;

/**
 * Tells of what ends within its lead and of what has just ended, to the producer's people and the officers nearest to
 * the place: of each thing once before its end and once after it; of a star as its dates come (watch.ts). A new end is a new thing. By id and in small
 * transactions, so a chore that was cut off goes on where nothing was told yet.
 * @returns how many notices were written
 */
export async function tellAhead(ctx: Ctx | Tx): Promise<number> {
  const { notice_days } = await currentSettings(ctx);
  const papers = await all(ctx, endingPapers, ({ type, ...paper }) => telling(ctx, 'paper', paper, { type }));
  const stars = await all(
    ctx,
    async (tx, page) => {
      const found = await endingStars(tx, { ...page, ahead: yearDays });
      const filed = await regradingsUnderWay(tx, found.map(({ id }) => id)); // prettier-ignore
      return found.map((star) => ({ ...star, filed: filed.has(star.id) }));
    },
    (star) => starTelling(ctx, star),
  );
  const contracts = await all(
    ctx,
    (tx, page) => endingContracts(tx, { ...page, ahead: notice_days }),
    (contract) => telling(ctx, 'contract', contract, {}),
  );
  return papers + stars + contracts;
}

/** Page by page until there is none left. */
async function all<E extends Ending>(ctx: Ctx | Tx, page: Page<E>, told: (one: E) => Telling | null): Promise<number> {
  let given = 0;
  for (let after: string | null = null; ;) {
    const [found, written] = await inTransaction(ctx, async (tx): Promise<[E[], number]> => {
      const ending = await page(tx, { after, past: pastDays, limit: atOnce });
      return [
        ending,
        await give(
          tx,
          ending.flatMap((one) => told(one) ?? []),
        ),
      ];
    });
    given += written;
    if (found.length < atOnce) return given;
    after = found.at(-1)!.id;
  }
}

/** The reminder of a certificate that is due, with the day by which the dossier is handed in, or until which it lives on. */
function starTelling(
  ctx: Ctx | Tx,
  { stars, since, filed, ...star }: Ending & { stars: number; since: string; filed: boolean },
): Telling | null {
  const certificate = { end: star.end, decidedOn: since, filed };
  const kind = reminderOn(certificate, ctx.today);
  if (!kind) return null;
  const by = regradingWindow(star.end).closes.day;
  const until = kind === 'star_missed_late' ? extendedUntil(certificate) : null;
  const params = { product: star.id, stars: String(stars), ...(by >= ctx.today && { by }), ...(until && { until }) };
  return { ...telling(ctx, 'star', star, params), kind };
}

function telling(
  ctx: Ctx | Tx,
  what: 'paper' | 'star' | 'contract',
  { id, organisation_id, area_path, end }: Ending,
  params: Telling['params'],
): Telling {
  return {
    kind: `${what}_${stageOn(ctx.today, end)}`,
    subject: { kind: what === 'star' ? 'product' : what, id },
    cause: end,
    params: { producer: organisation_id, day: end, ...params },
    for: { organisation: organisation_id, officers: { area: area_path, roles: officers } },
  };
}

import { inTransaction } from '#kernel/action';
import type { Ctx, Tx } from '#kernel/context';
import { addDays } from '#domain/papers/rules';
import { endingPapers } from '#domain/papers/ends';
import { endingContracts } from '#domain/producers/ends';
import { endingStars } from '#domain/products/ends';
import { currentSettings } from '#domain/settings/queries';
import { give, type Telling } from './give.ts';
import { pastDays, stageOn, starDays } from './rules.ts';
import { officers } from './tellings.ts';

/** Things of one transaction: few enough that nobody waits for it. */
const atOnce = 200;

type Ending = { id: string; organisation_id: string; area_path: string; end: string };
type Page<E> = (tx: Tx, page: { after: string | null; past: number; limit: number }) => Promise<E[]>;

/**
 * Tells of what ends within its lead and of what has just ended, to the producer's people and the officers nearest to
 * the place: of each thing once before its end and once after it. A new end is a new thing. By id and in small
 * transactions, so a chore that was cut off goes on where nothing was told yet.
 * @returns how many notices were written
 */
export async function tellAhead(ctx: Ctx | Tx): Promise<number> {
  const { notice_days } = await currentSettings(ctx);
  const papers = await all(ctx, endingPapers, ({ type, ...paper }) => telling(ctx, 'paper', paper, { type }));
  const stars = await all(
    ctx,
    (tx, page) => endingStars(tx, { ...page, ahead: starDays.ahead }),
    ({ stars: held, ...star }) => {
      const by = addDays(star.end, -starDays.handedIn);
      return telling(ctx, 'star', star, { product: star.id, stars: String(held), ...(by >= ctx.today && { by }) });
    },
  );
  const contracts = await all(
    ctx,
    (tx, page) => endingContracts(tx, { ...page, ahead: notice_days }),
    (contract) => telling(ctx, 'contract', contract, {}),
  );
  return papers + stars + contracts;
}

/** Page by page until there is none left. */
async function all<E extends Ending>(ctx: Ctx | Tx, page: Page<E>, told: (one: E) => Telling): Promise<number> {
  let given = 0;
  for (let after: string | null = null; ;) {
    const [found, written] = await inTransaction(ctx, async (tx): Promise<[E[], number]> => {
      const ending = await page(tx, { after, past: pastDays, limit: atOnce });
      return [ending, await give(tx, ending.map(told))];
    });
    given += written;
    if (found.length < atOnce) return given;
    after = found.at(-1)!.id;
  }
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

import type { BoardRow } from '#domain/grading/process/board';
import { regradingWindow } from '#domain/grading/process/clocks';
import { m } from '#paraglide/messages';
import { day, type Locale } from '#ui/format.ts';

/** A certificate of the board in words: the window for filing, and what is still possible. */
export function boardLine({ end, until, possible }: BoardRow, locale: Locale): { window: string; possible: string } {
  const { opens, closes } = regradingWindow(end);
  const days = {
    opens: day(opens.day, locale),
    closes: day(closes.day, locale),
    end: day(end, locale),
    until: day(until, locale),
  };
  return {
    window: m['process.board_window_of']({ from: days.opens, to: days.closes }),
    possible: m[`process.possible.${possible}`](days),
  };
}

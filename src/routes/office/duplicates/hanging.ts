import { textOf } from '#ui/names.ts';

/** What hangs on a producer or product, in words. */
export const hangingName = (pointer: string): string => textOf(`duplicates.hangs.${pointer}`) ?? pointer;

import { decision } from '#domain/criteria/sheets';
import type { Locale } from '#kernel/context';

/** The 26 product sets to choose from. */
export const setChoices = (locale: Locale): { value: number; label: string }[] =>
  decision.sets.map(({ no, name }) => ({ value: no, label: `${no}. ${name[locale]}` }));

import { isDay } from '#ui/format.ts';

/** The two days that the address asks about; null where it asks about today. A day that is none counts as today. */
export function askedAsOf(url: URL, today: string): { on: string; known: string } | null {
  const { searchParams } = url;
  if (!searchParams.has('true_on') && !searchParams.has('known_on')) return null;
  const dayOf = (name: string) => {
    const typed = searchParams.get(name) ?? '';
    return isDay(typed) ? typed : today;
  };
  return { on: dayOf('true_on'), known: dayOf('known_on') };
}

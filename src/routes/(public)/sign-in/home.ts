import { roomOf } from '#domain/identity/rules';
import { provided } from '#kernel/context';
import { localizeHref } from '#paraglide/runtime';

type Locale = 'vi' | 'en';

/** Where whoever these new cookies sign in goes: where they wanted to, else their room; to their account without one. */
export async function homeOf(asked: URL, cookies: readonly string[], locale: Locale): Promise<string> {
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
  const actor = await provided().sessions.whoIs(new Headers({ cookie }));
  const room = actor?.owes ? '/account/second-step' : (roomOf(actor) ?? '/account');
  return inside(asked) ?? localizeHref(room, { locale });
}

/** The page that asks for the code of the second step; it knows where to go on to. */
export function codePage(asked: URL, locale: Locale): string {
  const to = inside(asked);
  return `${localizeHref('/sign-in/code', { locale })}${to ? `?to=${encodeURIComponent(to)}` : ''}`;
}

/** Only an address of our own, as the browser would read it. */
function inside(asked: URL): string | null {
  const to = asked.searchParams.get('to');
  if (!to || !URL.canParse(to, asked.origin)) return null;
  const { origin, pathname, search } = new URL(to, asked.origin);
  return origin === asked.origin && !pathname.startsWith('//') ? pathname + search : null;
}

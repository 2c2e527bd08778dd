import { fetchRaw } from './house.ts';

export type Part = { path: string; bytes: number };

const brotli = { 'accept-encoding': 'br' };

/** What a browser fetches for the first view of a page, with the bytes of each body as they come over the wire. */
export async function firstView(port: number, path: string): Promise<Part[]> {
  const page = await text(port, path);
  const links = [...page.text.matchAll(/<(?:link|script|img|use|source)\b[^>]*?\b(?:href|src)="([^"#]+)[^"]*"[^>]*>/g)]
    .filter(([tag]) => !/rel="(?:alternate|canonical|next|prev)"/.test(tag))
    .filter(([, link]) => !link!.startsWith('data:')) // is in the page itself
    .map(([, link]) => new URL(link!, `http://x${path}`).pathname);
  const parts: Part[] = [{ path, bytes: page.bytes }];
  const letters = new Set(page.text.replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ''));
  for (const link of new Set(links)) {
    const part = await text(port, link);
    parts.push({ path: link, bytes: part.bytes });
    if (link.endsWith('.css')) for (const font of fontsFor(part.text, letters)) parts.push(await sizeOf(port, new URL(font, `http://x${link}`).pathname)); // prettier-ignore
  }
  return parts;
}

/** The fonts of a style sheet that hold one of the letters: what is outside `unicode-range` is never fetched. */
export function fontsFor(css: string, letters: ReadonlySet<string>): string[] {
  const faces = [...css.matchAll(/@font-face\s*{([^}]*)}/g)].map(([, face]) => face!);
  const used = faces.filter((face) => {
    const ranges = /unicode-range:([^;}]+)/i.exec(face)?.[1];
    return !ranges || [...letters].some((letter) => holds(ranges, letter.codePointAt(0)!));
  });
  return [...new Set(used.flatMap((face) => /url\(["']?([^"')]+\.woff2?)["']?\)/.exec(face)?.[1] ?? []))];
}

const holds = (ranges: string, point: number) =>
  ranges.split(',').some((range) => {
    const [from = '', to] = range.trim().slice(2).split('-');
    const low = Number.parseInt(from.replaceAll('?', '0'), 16);
    const high = Number.parseInt(to ?? from.replaceAll('?', 'f'), 16);
    return point >= low && point <= high;
  });

async function text(port: number, path: string): Promise<{ text: string; bytes: number }> {
  const small = await fetchRaw(port, path, brotli);
  const plain = await fetchRaw(port, path);
  if (small.status !== 200) throw new Error(`${path}: ${small.status}`);
  return { text: plain.body.toString(), bytes: small.body.length };
}

const sizeOf = async (port: number, path: string): Promise<Part> => ({
  path,
  bytes: (await fetchRaw(port, path, brotli)).body.length,
});

/** Where a file is on its way up. */
export type Sending =
  | { at: 'sending' | 'waiting'; percent: number }
  | { at: 'checking' }
  | { at: 'done'; id: string }
  | { at: 'failed'; sentence: string | null };

/** Small enough that a phone on a poor network loses seconds, not minutes. */
const piece = 256 * 1024;

class Refused extends Error {}

/**
 * Sends a file in pieces and goes on by itself where the network, or the server, dropped it; the same file chosen again
 * after the page was left goes on, too.
 * @param tell hears of each step; the last one is `done` or `failed`
 * @param signal ends the sending without a word
 */
export async function sendFile(
  file: File,
  language: string,
  tell: (now: Sending) => void,
  signal: AbortSignal,
): Promise<void> {
  const ask = (path: string, given: RequestInit) =>
    fetch(path, { ...given, signal, headers: { 'accept-language': language, ...given.headers } });
  let upload: string | null = recall(file);
  let offset = 0;
  const percent = () => Math.floor((offset * 100) / file.size);
  for (let missed = 0; !signal.aborted;) {
    try {
      if (!upload) {
        const body = JSON.stringify({ name: file.name, size: file.size });
        const begun = await ask('/uploads', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        await assertTaken(begun);
        upload = begun.headers.get('location');
        remember(file, upload!);
      } else {
        const known = await ask(upload, { method: 'HEAD' });
        if (known.status === 404) {
          remember(file, null);
          upload = null;
          continue;
        }
        await assertTaken(known);
        offset = Number(known.headers.get('upload-offset'));
      }
      while (offset < file.size) {
        tell({ at: 'sending', percent: percent() });
        const body = file.slice(offset, offset + piece);
        const sent = await ask(upload!, { method: 'PATCH', headers: { 'upload-offset': String(offset) }, body });
        await assertTaken(sent);
        offset = Number(sent.headers.get('upload-offset'));
        missed = 0;
      }
      tell({ at: 'checking' });
      await assertTaken(await ask(`${upload}/file`, { method: 'PUT' }));
      remember(file, null);
      return tell({ at: 'done', id: upload!.split('/').at(-1)! });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refused) {
        remember(file, null);
        return tell({ at: 'failed', sentence: error.message || null });
      }
      tell({ at: 'waiting', percent: percent() });
      await untilBack(Math.min(1000 * 2 ** missed++, 15_000), signal);
    }
  }
}

/** A refusal is final; a server that is away (502 to 504) or a place that is not the end is asked again. */
async function assertTaken(answer: Response): Promise<void> {
  if (answer.ok) return;
  if (answer.status === 409 || (answer.status >= 500 && answer.status !== 507)) throw new TypeError('ask again');
  const problem = (await answer.json().catch(() => null)) as {
    title?: string;
    issues?: { message: string }[];
  } | null;
  throw new Refused(problem?.issues?.[0]?.message ?? problem?.title ?? '');
}

/** After a while, or as soon as the browser says that the network is back. */
const untilBack = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((go) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      go();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });

const keyOf = ({ name, size, lastModified }: File) => `upload ${name} ${size} ${lastModified}`;

function recall(file: File): string | null {
  try {
    return sessionStorage.getItem(keyOf(file));
  } catch {
    return null; // a browser that remembers nothing
  }
}

function remember(file: File, upload: string | null): void {
  try {
    if (upload) sessionStorage.setItem(keyOf(file), upload);
    else sessionStorage.removeItem(keyOf(file));
  } catch {
    // then the same file chosen again begins anew
  }
}

import { parentPort, workerData } from 'node:worker_threads';
import { FileFault } from './archive.ts';
import { readWorksheet } from './grid.ts';

type Given = { file: Uint8Array; sheet: string | null };

/** A thread of its own: a large file must not delay somebody's save, and a hostile one ends with its thread. */
async function answer({ file, sheet }: Given): Promise<object> {
  try {
    return { worksheet: await readWorksheet(Buffer.from(file), sheet) };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return { fault: { key: error.key, params: error.params } };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
if (workerData) parentPort!.postMessage(await answer(workerData as Given));

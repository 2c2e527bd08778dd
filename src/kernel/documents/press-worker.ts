import { parentPort } from 'node:worker_threads';
import type { Format, OfficialDocument } from './model.ts';
import { pdfOf } from './typesetter.ts';
import { docxOf } from './word.ts';

export type Asked = { documents: readonly OfficialDocument[]; format: Format; made: Date };

/** A thread of its own: setting a long document must not delay somebody's save. One job at a time, in order. */
parentPort?.on('message', async ({ documents, format, made }: Asked) => {
  try {
    const bytes = format === 'pdf' ? pdfOf(documents, made) : await docxOf(documents);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort!.postMessage({ bytes });
  } catch (error) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    parentPort!.postMessage({ fault: error instanceof Error ? error.message : String(error) });
  }
});

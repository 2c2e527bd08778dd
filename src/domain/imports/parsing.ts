import { Worker } from 'node:worker_threads';
import { FileFault } from './archive.ts';
import type { Worksheet } from './grid.ts';

/** How long a file may take, in milliseconds, and how much memory, in megabytes. */
const patience = 60_000;
const memory = 700;

/**
 * Reads a worksheet in a thread of its own.
 * @throws FileFault when it is no worksheet, too large, damaged, or takes more time or memory than any worksheet
 */
export async function parseWorksheet(file: Uint8Array, sheet: string | null): Promise<Worksheet> {
  if (file.length < 4) throw new FileFault('imports.file_empty');
  const worker = new Worker(new URL('./parsing-worker.ts', import.meta.url), {
    workerData: { file, sheet },
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  try {
    return await new Promise<Worksheet>((done, fail) => {
      const late = setTimeout(() => fail(new FileFault('imports.file_slow')), patience);
      const ended = (act: () => void) => {
        clearTimeout(late);
        act();
      };
      worker.once('message', (said: { worksheet: Worksheet } | { fault: FileFault }) =>
        ended(() =>
          'worksheet' in said ? done(said.worksheet) : fail(new FileFault(said.fault.key, said.fault.params)),
        ),
      );
      worker.once('error', (error: NodeJS.ErrnoException) =>
        ended(() => fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new FileFault('imports.file_slow') : error)),
      );
    });
  } finally {
    await worker.terminate();
  }
}

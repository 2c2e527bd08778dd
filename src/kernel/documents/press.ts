import { Worker } from 'node:worker_threads';
import type { Format, OfficialDocument } from './model.ts';
import type { Asked } from './press-worker.ts';

/** How long one job may take, in milliseconds: a thousand pages take a few seconds. */
const patience = 60_000;

type Said = { bytes: Uint8Array } | { fault: string };
type Job = { asked: Asked; done: (bytes: Uint8Array) => void; fail: (error: Error) => void };

/**
 * Makes files of documents in one warm thread beside the main one. Jobs wait in line; when the thread dies or a job
 * takes too long, that job alone fails and a new thread takes the rest. An idle thread keeps no process alive.
 */
export class Press {
  #worker: Worker | null = null;
  #line: Job[] = [];
  #current: (Job & { late: NodeJS.Timeout }) | null = null;

  /**
   * Documents as one file, in their order.
   * @param made when it is said to be made: the business clock's now
   * @throws Error when they cannot be set, the thread died or was too slow
   */
  make(documents: readonly OfficialDocument[], format: Format, made: Date): Promise<Uint8Array> {
    return new Promise((done, fail) => {
      this.#line.push({ asked: { documents, format, made }, done, fail });
      this.#next();
    });
  }

  /** Ends the thread; a job that waits for it fails. The next job begins a new one. */
  async end(): Promise<void> {
    const waiting = this.#line.splice(0);
    await this.#worker?.terminate();
    for (const { fail } of waiting) fail(new Error('the press was closed'));
  }

  #next() {
    if (this.#current) return;
    const job = this.#line.shift();
    if (!job) return this.#worker?.unref();
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    const late = setTimeout(() => void worker.terminate(), patience);
    this.#current = { ...job, late };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(job.asked);
  }

  #start(): Worker {
    const worker = new Worker(new URL('./press-worker.ts', import.meta.url));
    worker.on('message', (said: Said) =>
      this.#settle((job) => ('bytes' in said ? job.done(said.bytes) : job.fail(new Error(said.fault)))),
    );
    let why = new Error('the thread that sets documents ended');
    worker.on('error', (error: Error) => (why = error));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      this.#settle((job) => job.fail(why));
    });
    return worker;
  }

  #settle(act: (job: Job) => void) {
    const job = this.#current;
    this.#current = null;
    if (job) {
      clearTimeout(job.late);
      act(job);
    }
    this.#next();
  }
}

/** The press of this process. */
export const press = new Press();

import { once } from 'node:events';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { WorkerRequest, WorkerStart, WorkerWord } from './pglite-worker.ts';
import { StoreError } from './store-error.ts';

/** The files are there and the database does not open on them. */
export class UnopenedError extends Error {
  override readonly name = 'UnopenedError';
}

/** PGlite in a thread of its own, which answers on a socket. */
export class PgliteThread {
  readonly worker: Worker;
  readonly #ended: Promise<void>;
  #busy: Promise<void> = Promise.resolve();

  private constructor(worker: Worker) {
    this.worker = worker;
    this.#ended = new Promise((end) => worker.once('exit', () => end()));
  }

  /**
   * @throws UnopenedError when the database does not open.
   * @throws StoreError when the thread or its socket does not start.
   */
  static async start(start: WorkerStart): Promise<PgliteThread> {
    const thread = new PgliteThread(newWorker({ workerData: start }));
    try {
      const word = await thread.#nextWord();
      if (word.kind === 'unopened') throw new UnopenedError(word.reason);
      return thread;
    } catch (cause) {
      await thread.worker.terminate();
      if (cause instanceof UnopenedError) throw cause;
      throw new StoreError('unavailable', 'The embedded database does not start', { cause });
    }
  }

  /** Copies the database, as it is between two statements, and forces the copy to the disk. */
  copyTo(directory: string): Promise<void> {
    return this.#ask({ kind: 'copy', to: directory });
  }

  /** Ends the database in order, after what it was asked before. */
  async close(): Promise<void> {
    try {
      await this.#ask({ kind: 'close' });
    } finally {
      await this.worker.terminate();
    }
  }

  #ask(request: WorkerRequest): Promise<void> {
    const answer = this.#busy.then(async () => {
      const answered = this.#nextWord();
      this.worker.postMessage(request);
      const word = await answered;
      if (word.kind === 'failed') throw new StoreError('unavailable', word.reason);
    });
    this.#busy = answer.catch(() => undefined);
    return answer;
  }

  /** Rejects when the thread fails or has ended. */
  async #nextWord(): Promise<WorkerWord> {
    const tooEarly = this.#ended.then(() => {
      throw new StoreError('unavailable', 'The embedded database has ended');
    });
    const [word] = await Promise.race([once(this.worker, 'message'), tooEarly]);
    return word as WorkerWord;
  }
}

/**
 * The thread runs the file beside this one: the compiled one, or the source. Node 20 cannot load
 * the source by itself and a thread does not inherit its parent's loader, so it registers its own.
 */
function newWorker(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./pglite-worker.js', import.meta.url), options);
  }
  const loader = import.meta.resolve('tsx/esm/api');
  const source = new URL('./pglite-worker.ts', import.meta.url).href;
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}'); })`;
  return new Worker(start, { ...options, eval: true });
}

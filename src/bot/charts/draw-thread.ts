import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Chart } from './chart.ts';
import type { DrawWord } from './draw-worker.ts';

/** Why a picture was not drawn. */
export class DrawError extends Error {
  override readonly name = 'DrawError';
  /** Whether the thread can still draw others. */
  readonly threadLives: boolean;

  constructor(message: string, options: ErrorOptions & { readonly threadLives: boolean }) {
    super(message, options);
    this.threadLives = options.threadLives;
  }
}

/** Memory of the thread's own; a picture that needs more ends it. */
const HEAP_MB_MAX = 192;

interface Waiting {
  resolve(word: DrawWord): void;
  reject(error: DrawError): void;
}

/** A thread that draws, one picture at a time. It keeps the process alive only while it draws. */
export class DrawThread {
  readonly #worker: Worker;
  #waiting: Waiting | null = null;
  #ended: DrawError | null = null;
  /** Its first word; picked up by the first picture. */
  #early: DrawWord | null = null;

  constructor(
    worker: Worker = newWorker({ resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX } }),
  ) {
    this.#worker = worker;
    worker.unref();
    worker.on('message', (word: DrawWord) => this.#heard(word));
    worker.on('error', (cause) => this.#end('The drawing thread failed', cause));
    worker.on('messageerror', (cause) => this.#end('The drawing thread sent no picture', cause));
    worker.on('exit', (code) => this.#end(`The drawing thread ended with ${code}`));
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  /** Resolves when it can draw. @throws DrawError */
  async ready(): Promise<void> {
    await this.#word();
  }

  /** @throws DrawError */
  async draw(chart: Chart): Promise<Uint8Array> {
    const answer = this.#word();
    try {
      this.#worker.postMessage(chart);
    } catch (cause) {
      this.#waiting?.reject(
        new DrawError('The chart is not plain data', { cause, threadLives: true }),
      );
    }
    const word = await answer;
    if (word.kind === 'drawn') return word.png;
    const reason = word.kind === 'failed' ? word.reason : 'it began again';
    throw new DrawError(`A chart was not drawn: ${reason}`, {
      threadLives: word.kind === 'failed',
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #word(): Promise<DrawWord> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    if (this.#early !== null) {
      const word = this.#early;
      this.#early = null;
      return Promise.resolve(word);
    }
    this.#worker.ref();
    return new Promise<DrawWord>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    }).finally(() => {
      this.#waiting = null;
      this.#worker.unref();
    });
  }

  #heard(word: DrawWord): void {
    if (this.#waiting === null) this.#early = word;
    else this.#waiting.resolve(word);
  }

  #end(message: string, cause?: unknown): void {
    this.#ended ??= new DrawError(message, { cause, threadLives: false });
    this.#waiting?.reject(this.#ended);
  }
}

/**
 * The thread runs the file beside this one: the compiled one, or the source. Node 20 cannot load
 * the source by itself and a thread does not inherit its parent's loader, so it registers its own.
 */
function newWorker(options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./draw-worker.js', import.meta.url), options);
  }
  const loader = import.meta.resolve('tsx/esm/api');
  const source = new URL('./draw-worker.ts', import.meta.url).href;
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}'); })`;
  return new Worker(start, { ...options, eval: true });
}

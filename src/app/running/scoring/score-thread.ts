import { Worker, type WorkerOptions } from 'node:worker_threads';
import { SECOND_MS } from '../../../engine/domain/time.ts';
import type { AnswerTo, ArgsOf, KeeperPort, KeeperWord } from './keeper-port.ts';
import type { KeeperAnswer, KeeperRequest } from './score-worker.ts';

/** Memory of the thread's own; a hundred thousand wallets take less than 200 MB. */
const HEAP_MB_MAX = 512;
/** Before a thread that ended is begun anew: one that cannot begin would do nothing else. */
export const REBIRTH_MS = 5 * SECOND_MS;
/** Answers that are waited for at once. */
const WAITING_MAX = 1_000;

/** The thread did not do what it was asked. */
export class ScoreThreadError extends Error {
  override readonly name = 'ScoreThreadError';
}

export interface ScoreThreadOptions {
  /** It died and began anew, knowing nothing. */
  readonly reborn: (why: Error) => void;
  /** The thread to speak with; the product has one kind only. */
  readonly spawn?: () => Worker;
  readonly rebirthMs?: number;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A keeper in a thread. One that dies is replaced, and everything has to be read again. */
export class ScoreThread implements KeeperPort {
  readonly #options: ScoreThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null;
  #rebirth: NodeJS.Timeout | null = null;
  #lastId = 0;
  #isClosed = false;

  constructor(options: ScoreThreadOptions) {
    this.#options = options;
    this.#worker = this.#born();
  }

  async ask<Word extends KeeperWord>(word: Word, ...args: ArgsOf<Word>): Promise<AnswerTo<Word>> {
    const worker = this.#worker;
    if (this.#isClosed || worker === null) throw new ScoreThreadError('The scoring has stopped');
    if (this.#waiting.size >= WAITING_MAX) {
      throw new ScoreThreadError(`More than ${WAITING_MAX} answers of the scoring are waited for`);
    }
    this.#lastId += 1;
    const request: KeeperRequest = { id: this.#lastId, word, args };
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
    });
    worker.postMessage(request);
    return (await answer) as AnswerTo<Word>;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#rejectAll(new ScoreThreadError('The scoring has stopped'));
    if (this.#rebirth !== null) clearTimeout(this.#rebirth);
    await this.#worker?.terminate();
  }

  #born(): Worker {
    const worker = (this.#options.spawn ?? newScoreWorker)();
    let why = new Error('The thread of the scoring ended');
    worker.unref();
    worker.on('message', (answer: KeeperAnswer) => this.#heard(answer));
    worker.on('error', (cause) => {
      why = new ScoreThreadError('The thread of the scoring failed', { cause });
    });
    worker.on('exit', () => this.#died(why));
    return worker;
  }

  #heard(answer: KeeperAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.kind === 'done') waiting?.resolve(answer.value);
    else waiting?.reject(new ScoreThreadError(answer.reason));
  }

  #died(why: Error): void {
    if (this.#isClosed) return;
    this.#worker = null;
    this.#rejectAll(why);
    this.#rebirth = setTimeout(() => {
      this.#worker = this.#born();
      this.#options.reborn(why);
    }, this.#options.rebirthMs ?? REBIRTH_MS);
    this.#rebirth.unref();
  }

  #rejectAll(why: Error): void {
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
  }
}

/** The thread runs the file beside this one: the compiled one, or the source by its own loader. */
export function newScoreWorker(): Worker {
  const options: WorkerOptions = { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX } };
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./score-worker.js', import.meta.url), options);
  }
  const loader = import.meta.resolve('tsx/esm/api');
  const source = new URL('./score-worker.ts', import.meta.url).href;
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}'); })`;
  return new Worker(start, { ...options, eval: true });
}

import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { SignRequest } from './guard.ts';
import type { SignerPolicy } from './policy.ts';
import { SignerError } from './signer-error.ts';
import type { SignerAnswer, SignerRequest, SignerWord } from './signer-words.ts';

/** Memory of the thread's own, besides what deriving the key takes for a moment. */
const HEAP_MB_MAX = 128;
/** Signatures that are waited for at once. */
const WAITING_MAX = 256;
/** Errors of Node itself have such a code; anything else may be part of a secret. */
const NODE_CODE = /^ERR_[A-Z_]{1,60}$/;

export interface SignerThreadOptions {
  readonly keystore: string;
  /** Overwritten with zeros before this returns. */
  readonly passphrase: Uint8Array;
  readonly policy: SignerPolicy;
  readonly openMsMax: number;
  readonly signMsMax: number;
  /** The thread to speak with; the product has one kind only. */
  readonly spawn?: () => Worker;
}

interface Waiting {
  resolve(answer: SignerAnswer): void;
  reject(error: SignerError): void;
  readonly timer: NodeJS.Timeout;
}

type Without<Id, T> = T extends unknown ? Omit<T, keyof Id> : never;

/** One life of the thread that holds the key. It keeps the process alive only while it is asked. */
export class SignerThread {
  readonly #worker: Worker;
  readonly #signMsMax: number;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #died: SignerError | null = null;
  #onDeath: (why: SignerError) => void = () => undefined;

  private constructor({ spawn = newSignerWorker, signMsMax }: SignerThreadOptions) {
    const worker = spawn();
    this.#worker = worker;
    this.#signMsMax = signMsMax;
    worker.unref();
    worker.on('message', (word: SignerWord) => this.#heard(word));
    worker.on('error', (error) => this.#die(`The signer's thread failed${codeIn(error)}`));
    worker.on('messageerror', () => this.#die("The signer's thread answered with no data"));
    worker.on('exit', (code) => this.#die(`The signer's thread ended with ${code}`));
  }

  /** @throws SignerError */
  static async open(
    options: SignerThreadOptions,
  ): Promise<{ readonly thread: SignerThread; readonly address: string }> {
    const { keystore, policy, openMsMax } = options;
    // A buffer of its own: small ones share memory with others, which would move along.
    const passphrase = new Uint8Array(options.passphrase);
    options.passphrase.fill(0);
    const thread = new SignerThread(options);
    try {
      const answer = await thread.#ask(
        { kind: 'open', keystore, passphrase, policy },
        { msMax: openMsMax, move: [passphrase.buffer] },
      );
      if (answer.kind === 'opened') return { thread, address: answer.address };
      if (answer.kind === 'unopened') throw new SignerError(answer.why, answer.message);
      throw new SignerError('unavailable', "The signer's thread did not open the key");
    } catch (error) {
      await thread.end();
      throw error;
    } finally {
      // Empty when it has moved.
      if (passphrase.byteLength > 0) passphrase.fill(0);
    }
  }

  /** Calls back once when the thread dies by itself; at once when it has already. */
  onDeath(act: (why: SignerError) => void): void {
    if (this.#died === null) this.#onDeath = act;
    else act(this.#died);
  }

  /** @throws SignerError of kind `unavailable` */
  async sign(request: SignRequest): Promise<SignerAnswer> {
    return await this.#ask({ kind: 'sign', ...request }, { msMax: this.#signMsMax });
  }

  /** @throws SignerError of kind `unavailable` */
  async signTransaction(transaction: unknown): Promise<SignerAnswer> {
    return await this.#ask({ kind: 'signTransaction', transaction }, { msMax: this.#signMsMax });
  }

  /** @throws SignerError of kind `unavailable` */
  async signRelay(relay: unknown): Promise<SignerAnswer> {
    return await this.#ask({ kind: 'signRelay', relay }, { msMax: this.#signMsMax });
  }

  /** Has the thread forget the key after what it was asked before, and ends it with its memory. */
  async close(): Promise<void> {
    this.#onDeath = () => undefined;
    try {
      await this.#ask({ kind: 'close' }, { msMax: this.#signMsMax });
    } catch (error) {
      // One that is dead or does not answer is ended all the same.
      if (!(error instanceof SignerError)) throw error;
    } finally {
      await this.end();
    }
  }

  /** Ends the thread as it is. */
  async end(): Promise<void> {
    this.#onDeath = () => undefined;
    this.#die("The signer's thread was ended");
    await this.#worker.terminate();
  }

  #ask(
    request: Without<{ id: number }, SignerRequest>,
    { msMax, move = [] }: { readonly msMax: number; readonly move?: ArrayBuffer[] },
  ): Promise<SignerAnswer> {
    if (this.#died !== null) return Promise.reject(this.#died);
    if (this.#waiting.size >= WAITING_MAX && request.kind !== 'close') {
      return Promise.reject(
        new SignerError('unavailable', `${WAITING_MAX} signatures are waited for already`),
      );
    }
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<SignerAnswer>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#die(`The signer's thread did not answer for ${msMax} ms`);
      }, msMax);
      this.#worker.ref();
      this.#waiting.set(id, { resolve, reject, timer });
      try {
        this.#worker.postMessage({ ...request, id }, move);
      } catch {
        // The error of Node quotes what could not be copied.
        this.#settle(id)?.resolve({
          kind: 'refused',
          reason: 'malformed',
          detail: 'it is no plain data',
        });
      }
    });
  }

  #heard({ id, ...answer }: SignerWord): void {
    this.#settle(id)?.resolve(answer);
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return undefined;
    clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
    return waiting;
  }

  /** Whoever waits gets nothing any more, also when a signature was just made: it is not given out. */
  #die(message: string): void {
    if (this.#died !== null) return;
    const why = new SignerError('unavailable', message);
    this.#died = why;
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(why);
    this.#onDeath(why);
  }
}

/** Only the code of an error of Node: the text of others may quote what they worked on. */
function codeIn(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return NODE_CODE.test(code) ? ` (${code})` : '';
}

/**
 * The thread runs the file beside this one: the compiled one, or the source. Node 20 cannot load
 * the source by itself and a thread does not inherit its parent's loader, so it registers its own.
 * It is given no environment: the passphrase may stand there.
 */
export function newSignerWorker(): Worker {
  const options: WorkerOptions = {
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
  };
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./signer-worker.js', import.meta.url), options);
  }
  const loader = import.meta.resolve('tsx/esm/api');
  const source = new URL('./signer-worker.ts', import.meta.url).href;
  const start = `import('${loader}').then(({ register }) => { register(); return import('${source}'); })`;
  return new Worker(start, { ...options, eval: true });
}

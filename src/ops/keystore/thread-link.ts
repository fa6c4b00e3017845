import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { SignerPolicy } from './policy.ts';
import type { SignerEars, SignerLink } from './signer-link.ts';
import type { SignerWord, SigningRequest, ThreadOpening } from './signer-words.ts';

/** Memory of the thread's own, besides what deriving the key takes for a moment. */
const HEAP_MB_MAX = 128;
/** Errors of Node itself have such a code; anything else may be part of a secret. */
const NODE_CODE = /^ERR_[A-Z_]{1,60}$/;

export interface ThreadLinkOptions {
  readonly keystore: string;
  /** Overwritten with zeros before the constructor returns. */
  readonly passphrase: Uint8Array;
  readonly policy: SignerPolicy;
  /** The thread to speak with; the product has one kind only. */
  readonly spawn?: (() => Worker) | undefined;
}

/** The signer in a thread of this process. */
export class ThreadLink implements SignerLink {
  readonly place = 'thread';
  readonly #worker: Worker;
  readonly #options: ThreadLinkOptions;
  readonly #passphrase: Uint8Array<ArrayBuffer>;

  constructor(options: ThreadLinkOptions) {
    // A buffer of its own: small ones share memory with others, which would move along.
    this.#passphrase = new Uint8Array(options.passphrase);
    options.passphrase.fill(0);
    this.#options = options;
    this.#worker = (options.spawn ?? newSignerWorker)();
    this.#worker.unref();
  }

  listen({ heard, died }: SignerEars): void {
    this.#worker.on('message', (word: SignerWord) => heard(word));
    this.#worker.on('error', (error) => died(`failed${codeIn(error)}`));
    this.#worker.on('messageerror', () => died('answered with no data'));
    this.#worker.on('exit', (code) => died(`ended with ${code}`));
  }

  open(id: number): void {
    const { keystore, policy } = this.#options;
    const passphrase = this.#passphrase;
    const opening: ThreadOpening = { id, kind: 'open', keystore, passphrase, policy };
    this.#worker.postMessage(opening, [passphrase.buffer]);
  }

  post(request: SigningRequest): void {
    this.#worker.postMessage(request);
  }

  keepAlive(isNeeded: boolean): void {
    if (isNeeded) this.#worker.ref();
    else this.#worker.unref();
  }

  async end(): Promise<void> {
    // Empty when it has moved.
    if (this.#passphrase.byteLength > 0) this.#passphrase.fill(0);
    await this.#worker.terminate();
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

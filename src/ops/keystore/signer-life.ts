import type { SignRequest } from './guard.ts';
import { SignerError } from './signer-error.ts';
import type { SignerLink } from './signer-link.ts';
import type { SignerAnswer, SignerWord, SigningRequest } from './signer-words.ts';

/** Signatures that are waited for at once. */
const WAITING_MAX = 256;

export interface SignerLifeOptions {
  readonly link: SignerLink;
  readonly openMsMax: number;
  readonly signMsMax: number;
}

/** A key that was opened, by whom it can be reached. */
export interface OpenedLife {
  readonly life: SignerLife;
  readonly address: string;
  readonly isConfined: boolean;
}

interface Waiting {
  resolve(answer: SignerAnswer): void;
  reject(error: SignerError): void;
  readonly timer: NodeJS.Timeout;
}

type Without<Id, T> = T extends unknown ? Omit<T, keyof Id> : never;

/** One life of the thread or process that holds the key. It keeps ours alive only while it is asked. */
export class SignerLife {
  readonly #link: SignerLink;
  readonly #signMsMax: number;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #died: SignerError | null = null;
  #onDeath: (why: SignerError) => void = () => undefined;

  private constructor({ link, signMsMax }: SignerLifeOptions) {
    this.#link = link;
    this.#signMsMax = signMsMax;
    link.listen({ heard: (word) => this.#heard(word), died: (how) => this.#die(how) });
  }

  /** @throws SignerError */
  static async open(options: SignerLifeOptions): Promise<OpenedLife> {
    const life = new SignerLife(options);
    try {
      const answer = await life.#answered((id) => options.link.open(id), options.openMsMax);
      if (answer.kind === 'opened') {
        return { life, address: answer.address, isConfined: answer.isConfined };
      }
      if (answer.kind === 'unopened') throw new SignerError(answer.why, answer.message);
      throw new SignerError(
        'unavailable',
        `The signer's ${options.link.place} did not open the key`,
      );
    } catch (error) {
      await life.end();
      throw error;
    }
  }

  /** Calls back once when it dies by itself; at once when it has already. */
  onDeath(act: (why: SignerError) => void): void {
    if (this.#died === null) this.#onDeath = act;
    else act(this.#died);
  }

  /** @throws SignerError of kind `unavailable` */
  async sign(request: SignRequest): Promise<SignerAnswer> {
    return await this.#ask({ kind: 'sign', ...request });
  }

  /** @throws SignerError of kind `unavailable` */
  async signTransaction(transaction: unknown): Promise<SignerAnswer> {
    return await this.#ask({ kind: 'signTransaction', transaction });
  }

  /** @throws SignerError of kind `unavailable` */
  async signRelay(relay: unknown): Promise<SignerAnswer> {
    return await this.#ask({ kind: 'signRelay', relay });
  }

  /** Has the key forgotten after what was asked before, and ends the life with its memory. */
  async close(): Promise<void> {
    this.#onDeath = () => undefined;
    try {
      await this.#ask({ kind: 'close' });
    } catch (error) {
      // One that is dead or does not answer is ended all the same.
      if (!(error instanceof SignerError)) throw error;
    } finally {
      await this.end();
    }
  }

  /** Ends it as it is. */
  async end(): Promise<void> {
    this.#onDeath = () => undefined;
    this.#die('was ended');
    await this.#link.end();
  }

  #ask(request: Without<{ id: number }, SigningRequest>): Promise<SignerAnswer> {
    if (this.#waiting.size >= WAITING_MAX && request.kind !== 'close') {
      const full = `${WAITING_MAX} signatures are waited for already`;
      return Promise.reject(this.#died ?? new SignerError('unavailable', full));
    }
    return this.#answered((id) => this.#link.post({ ...request, id }), this.#signMsMax);
  }

  #answered(post: (id: number) => void, msMax: number): Promise<SignerAnswer> {
    if (this.#died !== null) return Promise.reject(this.#died);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<SignerAnswer>((resolve, reject) => {
      const timer = setTimeout(() => this.#die(`did not answer for ${msMax} ms`), msMax);
      this.#link.keepAlive(true);
      this.#waiting.set(id, { resolve, reject, timer });
      try {
        post(id);
      } catch {
        // The error of Node quotes what could not be copied.
        const refused = { kind: 'refused', reason: 'malformed' } as const;
        this.#settle(id)?.resolve({ ...refused, detail: 'it is no plain data' });
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
    if (this.#waiting.size === 0) this.#link.keepAlive(false);
    return waiting;
  }

  /** Whoever waits gets nothing any more, also when a signature was just made: it is not given out. */
  #die(how: string): void {
    if (this.#died !== null) return;
    const why = new SignerError('unavailable', `The signer's ${this.#link.place} ${how}`);
    this.#died = why;
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(why);
    this.#onDeath(why);
  }
}

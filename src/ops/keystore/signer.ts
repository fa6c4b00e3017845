import type { Worker } from 'node:worker_threads';
import { readKeystore } from './keystore-file.ts';
import type { SignerPolicy } from './policy.ts';
import { ProcessLink, type SignerChild } from './process-link.ts';
import type { Refusal } from './refusal.ts';
import type { RelayRequest, SignedRelay } from './relay-request.ts';
import { SignerError } from './signer-error.ts';
import { type OpenedLife, SignerLife } from './signer-life.ts';
import type { SignerLink } from './signer-link.ts';
import type { SignerAnswer } from './signer-words.ts';
import { ThreadLink } from './thread-link.ts';
import type { SignedTransaction, TransactionRequest } from './transaction.ts';

/** Opening takes a second, on a busy machine some more. */
const OPEN_MS_MAX = 60_000;
/** A signature takes about a millisecond. */
const SIGN_MS_MAX = 2_000;
/** Waits before each try to open the key again. */
const RESTART_DELAYS_MS: readonly number[] = [0, 1_000, 10_000, 60_000];
/** Deaths within the window after which it stays down: something kills it. */
const DEATHS_MAX = 5;
const DEATHS_WINDOW_MS = 10 * 60_000;

/** What opens the keystore, at the start and again at each restart; it says where the key will be. */
export type Passphrase =
  /**
   * Its bytes, overwritten with zeros at once: the key is in a thread of this process. Rejects when
   * there is none to be had.
   */
  | (() => Promise<Uint8Array>)
  /** The absolute path of its file, which only the process of the key reads. */
  | { readonly file: string };

export interface SignerOptions {
  readonly keystorePath: string;
  readonly policy: SignerPolicy;
  readonly passphrase: Passphrase;
  /** Told of each change. */
  readonly onState?: (state: SignerState) => void;
  readonly spawnThread?: () => Worker;
  readonly spawnProcess?: (passphraseFile: string) => SignerChild;
  readonly openMsMax?: number;
  readonly signMsMax?: number;
  readonly restartDelaysMs?: readonly number[];
}

export type SignerState =
  | { readonly kind: 'open' }
  /** Its thread or process died; it opens the key again by itself. */
  | { readonly kind: 'restarting'; readonly why: string }
  /** It does not come back. */
  | { readonly kind: 'ended'; readonly why: string };

/**
 * Signs with the key of a keystore. The key is in a thread or process of its own, which signs what its
 * guard allows; here are neither key nor passphrase. Has the shape that ethers' signers have.
 */
export class Signer {
  readonly address: string;
  /** Where the key is; `confined` when the runtime lets that process read its own code and no more. */
  readonly place: 'thread' | 'process' | 'confined process';
  readonly #options: SignerOptions;
  readonly #refusals = new Map<Refusal, number>();
  #life: SignerLife;
  #state: SignerState = { kind: 'open' };
  #deathsAtMs: number[] = [];
  #stopWaiting: () => void = () => undefined;

  private constructor(options: SignerOptions, { life, address, isConfined }: OpenedLife) {
    this.#options = options;
    this.#life = life;
    this.address = address;
    this.place = isConfined ? 'confined process' : placeOf(options.passphrase);
    this.#watch(life);
  }

  /** @throws SignerError of kind `keystore`, `passphrase`, `policy`, `unavailable` */
  static async start(options: SignerOptions): Promise<Signer> {
    return new Signer(options, await opened(options));
  }

  get state(): SignerState {
    return this.#state;
  }

  /** How often the guard refused, by reason, since the start. */
  get refusals(): ReadonlyMap<Refusal, number> {
    return new Map(this.#refusals);
  }

  async getAddress(): Promise<string> {
    return this.address;
  }

  /** The signature of what the guard allows. @throws SignerError: then none was given out */
  async signTypedData(domain: unknown, types: unknown, value: unknown): Promise<string> {
    const answer = await this.#answer((life) => life.sign({ domain, types, value }));
    if (answer.kind === 'signed') return answer.signature;
    throw noAnswer();
  }

  /** A transaction that the guard allows, signed. @throws SignerError: then none was given out */
  async signTransaction(transaction: TransactionRequest): Promise<SignedTransaction> {
    const answer = await this.#answer((life) => life.signTransaction(transaction));
    if (answer.kind === 'signedTransaction') return { raw: answer.raw, hash: answer.hash };
    throw noAnswer();
  }

  /** Calls that the guard allows, signed for the wallet. @throws SignerError: then none was given out */
  async signRelay(request: RelayRequest): Promise<SignedRelay> {
    const answer = await this.#answer((life) => life.signRelay(request));
    if (answer.kind === 'signedRelay') return answer.relay;
    throw noAnswer();
  }

  /** Forgets the key and ends where it was. What is asked afterwards is told that it has ended. */
  async close(): Promise<void> {
    if (this.#state.kind === 'ended') return;
    const wasOpen = this.#state.kind === 'open';
    this.#become({ kind: 'ended', why: 'it was closed' });
    this.#stopWaiting();
    if (wasOpen) await this.#life.close();
  }

  async #answer(ask: (life: SignerLife) => Promise<SignerAnswer>): Promise<SignerAnswer> {
    if (this.#state.kind !== 'open') {
      const kind = this.#state.kind === 'ended' ? 'ended' : 'unavailable';
      throw new SignerError(kind, `The signer is ${this.#state.kind}: ${this.#state.why}`);
    }
    const answer = await ask(this.#life);
    if (answer.kind !== 'refused') return answer;
    const { reason, detail } = answer;
    this.#refusals.set(reason, (this.#refusals.get(reason) ?? 0) + 1);
    throw new SignerError('refused', `The signer refuses for ${reason}: ${detail}`, reason);
  }

  #watch(life: SignerLife): void {
    life.onDeath((why) => {
      this.#restart(life, why.message).catch((error: unknown) => this.#giveUp(wordsOf(error)));
    });
  }

  async #restart(dead: SignerLife, why: string): Promise<void> {
    if (this.#state.kind !== 'open') return;
    const nowMs = performance.now();
    this.#deathsAtMs = [...this.#deathsAtMs.filter((at) => nowMs - at < DEATHS_WINDOW_MS), nowMs];
    if (this.#deathsAtMs.length > DEATHS_MAX) {
      this.#giveUp(
        `its ${placeOf(this.#options.passphrase)} died ${this.#deathsAtMs.length} times`,
      );
      return;
    }
    this.#become({ kind: 'restarting', why });
    // One that does not answer may live on.
    await dead.end();
    await this.#openAgain();
  }

  async #openAgain(): Promise<void> {
    let last = 'it was not tried';
    for (const delayMs of this.#options.restartDelaysMs ?? RESTART_DELAYS_MS) {
      await this.#wait(delayMs);
      if (this.#state.kind !== 'restarting') return;
      try {
        await this.#takeOver(await opened(this.#options));
        return;
      } catch (error) {
        last = wordsOf(error);
      }
    }
    this.#giveUp(last);
  }

  async #takeOver({ life, address }: OpenedLife): Promise<void> {
    // It was closed meanwhile.
    if (this.#state.kind !== 'restarting') return await life.end();
    if (address !== this.address) {
      await life.end();
      this.#giveUp(`the keystore is now that of ${address}`);
      return;
    }
    this.#life = life;
    this.#become({ kind: 'open' });
    this.#watch(life);
  }

  #giveUp(why: string): void {
    if (this.#state.kind !== 'ended') this.#become({ kind: 'ended', why });
  }

  #become(state: SignerState): void {
    this.#state = state;
    this.#options.onState?.(state);
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, delayMs);
      this.#stopWaiting = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}

async function opened(options: SignerOptions): Promise<OpenedLife> {
  return await SignerLife.open({
    link: await linkTo(options),
    openMsMax: options.openMsMax ?? OPEN_MS_MAX,
    signMsMax: options.signMsMax ?? SIGN_MS_MAX,
  });
}

async function linkTo(options: SignerOptions): Promise<SignerLink> {
  const { keystorePath, passphrase, policy, spawnThread, spawnProcess } = options;
  const keystore = readKeystore(keystorePath);
  return typeof passphrase === 'function'
    ? new ThreadLink({ keystore, passphrase: await passphrase(), policy, spawn: spawnThread })
    : new ProcessLink({ keystore, passphraseFile: passphrase.file, policy, spawn: spawnProcess });
}

function placeOf(passphrase: Passphrase): 'thread' | 'process' {
  return typeof passphrase === 'function' ? 'thread' : 'process';
}

function noAnswer(): SignerError {
  return new SignerError('unavailable', 'The signer does not answer what it was asked');
}

/** Our own errors are worded without secrets; of others only their kind is told. */
function wordsOf(error: unknown): string {
  if (error instanceof SignerError) return error.message;
  return error instanceof Error ? error.name : 'an unknown error';
}

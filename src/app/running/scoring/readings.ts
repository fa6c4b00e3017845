import type { HttpRuntime } from '../../../data/http/runtime.ts';
import { DueQueue } from '../../../data/polymarket/feed/due-queue.ts';
import { troubleOf } from '../../../data/polymarket/feed/feed-trouble.ts';
import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import type { KeeperPort } from './keeper-port.ts';
import { type Past, piecesOf } from './past.ts';
import type { PastReader } from './past-reader.ts';

/** Between the starts of two readings: a history is many requests, and nobody waits for it. */
export const SPACING_MS = 250;
/** Wait after a first failure; each further one doubles it. */
export const RETRY_MS_MIN = 2 * SECOND_MS;
export const RETRY_MS_MAX = 10 * MINUTE_MS;
/** A wallet that nobody follows is given up after as many failures. */
const CANDIDATE_TRIES_MAX = 3;

export type ScoringRuntime = Pick<HttpRuntime, 'nowMs' | 'monotonicMs' | 'random' | 'sleep'>;

export interface ReadingsOptions {
  readonly keeper: KeeperPort;
  readonly past: Pick<PastReader, 'read'>;
  readonly runtime: ScoringRuntime;
  /** When somebody began to follow it; `null` when nobody does. */
  readonly followedAtMs: (wallet: WalletAddress) => AtMs | null;
  /** Its past is counted, of which these were the trades. */
  readonly done: (wallet: WalletAddress, past: Past) => void;
  readonly failed: (wallet: WalletAddress, error: unknown) => void;
  /** It failed too often, and nobody follows it. */
  readonly gaveUp: (wallet: WalletAddress) => void;
}

export interface ReadingsHealth {
  /** Wallets whose past is waited for. */
  readonly waiting: number;
  readonly failures: number;
  /** Of the last failure, in words; `null` once a reading went well after it. */
  readonly trouble: string | null;
}

/** That a wallet be read; one that is made anew ends what was done for the one before. */
interface Wish {
  failuresInRow: number;
}

/**
 * Reads the pasts of wallets one after another, those that are followed beside those that are not,
 * and tries again what fails. Nothing but scores waits for it.
 */
export class Readings {
  readonly #options: ReadingsOptions;
  readonly #followed: DueQueue<WalletAddress>;
  readonly #others: DueQueue<WalletAddress>;
  readonly #wanted = new Map<WalletAddress, Wish>();
  #failures = 0;
  #trouble: string | null = null;

  constructor(options: ReadingsOptions) {
    this.#options = options;
    this.#followed = this.#queue();
    this.#others = this.#queue();
  }

  get health(): ReadingsHealth {
    return { waiting: this.#wanted.size, failures: this.#failures, trouble: this.#trouble };
  }

  isWanted(wallet: WalletAddress): boolean {
    return this.#wanted.has(wallet);
  }

  /** Reads it as soon as its turn comes; wanting it again changes nothing until then. */
  want(wallet: WalletAddress): void {
    if (this.#wanted.has(wallet)) return;
    this.#wanted.set(wallet, { failuresInRow: 0 });
    this.#queueOf(wallet).schedule(wallet, 0);
  }

  forget(wallet: WalletAddress): void {
    this.#wanted.delete(wallet);
    this.#followed.remove(wallet);
    this.#others.remove(wallet);
  }

  async close(): Promise<void> {
    await Promise.all([this.#followed.close(), this.#others.close()]);
  }

  #queue(): DueQueue<WalletAddress> {
    return new DueQueue<WalletAddress>({
      runtime: this.#options.runtime,
      spacingMs: SPACING_MS,
      joinMs: 0,
      batchMax: 1,
      runsMax: 1,
      run: async ([wallet], signal) => {
        const wish = wallet === undefined ? undefined : this.#wanted.get(wallet);
        if (wallet === undefined || wish === undefined) return;
        await this.#read(
          wallet,
          () => !signal.aborted && this.#wanted.get(wallet) === wish,
          signal,
        );
      },
      failed: ([wallet], error) => {
        if (wallet !== undefined) this.#failed(wallet, error);
      },
    });
  }

  #queueOf(wallet: WalletAddress): DueQueue<WalletAddress> {
    return this.#options.followedAtMs(wallet) === null ? this.#others : this.#followed;
  }

  async #read(wallet: WalletAddress, isWanted: () => boolean, signal: AbortSignal): Promise<void> {
    const { keeper, past: reader, followedAtMs, done } = this.#options;
    try {
      await keeper.ask('begin', wallet);
      const past = await reader.read(wallet, { followedAtMs: followedAtMs(wallet), signal });
      // In pieces: copying a long past over at once would be a pause of everything.
      for (const piece of piecesOf(past)) {
        if (!isWanted()) return;
        await keeper.ask('take', wallet, piece);
      }
      const isWhole = isWanted() && (await keeper.ask('restore', wallet));
      if (!isWanted()) return;
      if (!isWhole) {
        this.#queueOf(wallet).schedule(wallet, RETRY_MS_MIN);
        return;
      }
      this.#trouble = null;
      this.#wanted.delete(wallet);
      done(wallet, past);
    } catch (error) {
      if (isWanted()) this.#failed(wallet, error);
    }
  }

  #failed(wallet: WalletAddress, error: unknown): void {
    const { keeper, failed, gaveUp, followedAtMs, runtime } = this.#options;
    const wish = this.#wanted.get(wallet);
    if (wish === undefined) return;
    this.#failures += 1;
    this.#trouble = troubleOf(error);
    wish.failuresInRow += 1;
    // A keeper that is gone knows nothing to give up.
    keeper.ask('giveUp', wallet).catch((cause: unknown) => failed(wallet, cause));
    failed(wallet, error);
    if (followedAtMs(wallet) === null && wish.failuresInRow >= CANDIDATE_TRIES_MAX) {
      this.#wanted.delete(wallet);
      gaveUp(wallet);
      return;
    }
    const ceilingMs = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** (wish.failuresInRow - 1));
    this.#queueOf(wallet).schedule(wallet, (ceilingMs * (1 + runtime.random())) / 2);
  }
}

import type { WalletAddress } from '../../../engine/domain/ids.ts';
import type { KeeperPort } from './keeper-port.ts';
import { type Seen, SeenQueue } from './seen-queue.ts';
import { Slices, type SlicesOptions } from './slices.ts';

/** Things that go over in one message: copying them takes well under a millisecond. */
export const BATCH_MAX = 64;
/** Messages under way at most: a keeper that is busy is not flooded. */
export const BATCHES_MAX = 8;
/** Wallets remembered of which something was lost; of the others it stays uncounted. */
const LOST_MAX = 10_000;

export interface SeenPumpOptions extends Pick<SlicesOptions, 'isIdle' | 'monotonicMs' | 'later'> {
  readonly keeper: KeeperPort;
  /** Whose trades the engine counts: rows of theirs are not missed. */
  readonly isFollowed: (wallet: WalletAddress) => boolean;
  readonly queueMax?: number;
  readonly failed: (error: unknown) => void;
  /** Something found no room, for the first time. */
  readonly overflowed: () => void;
}

/** Brings what passes to the keeper, in small batches while the engine is idle. */
export class SeenPump {
  readonly #options: SeenPumpOptions;
  readonly #queue: SeenQueue;
  readonly #slices: Slices;
  readonly #lost = new Set<WalletAddress>();
  #underWay = 0;

  constructor(options: SeenPumpOptions) {
    this.#options = options;
    this.#queue = new SeenQueue(options.queueMax);
    this.#slices = new Slices({ ...options, piece: () => this.#piece() });
  }

  get queued(): number {
    return this.#queue.size;
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  /** The longest time that the engine may have waited for it. */
  get sliceMsMax(): number {
    return this.#slices.longestMs;
  }

  push(seen: Seen): void {
    if (this.#queue.push(seen)) {
      if (this.#underWay < BATCHES_MAX) this.#slices.wake();
      return;
    }
    if (this.#queue.dropped === 1) this.#options.overflowed();
    const wallet = this.#loserBy(seen);
    if (wallet !== null && this.#lost.size < LOST_MAX) this.#lost.add(wallet);
  }

  stop(): void {
    this.#slices.stop();
  }

  /** Sends one batch; `false` when there is none to send now. */
  #piece(): boolean {
    if (this.#underWay >= BATCHES_MAX || this.#queue.size === 0) return false;
    const batch: Seen[] = [];
    while (batch.length < BATCH_MAX) {
      const seen = this.#queue.shift();
      if (seen === null) break;
      batch.push(seen);
    }
    const lost = [...this.#lost];
    this.#lost.clear();
    this.#underWay += 1;
    this.#options.keeper
      .ask('count', batch, lost)
      .catch((error: unknown) => this.#options.failed(error))
      .finally(() => {
        this.#underWay -= 1;
        if (this.#queue.size > 0) this.#slices.wake();
      });
    return this.#queue.size > 0;
  }

  /** Whose record misses something without it. */
  #loserBy(seen: Seen): WalletAddress | null {
    if (seen.kind === 'trade') return seen.trade.event.wallet;
    if (seen.kind !== 'row' || this.#options.isFollowed(seen.event.wallet)) return null;
    return seen.event.wallet;
  }
}

import type { WalletAddress } from '../../../engine/domain/ids.ts';
import { retryDelayMs } from '../../http/backoff.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import type { DataApi } from '../client/data-api.ts';
import { DueQueue } from './due-queue.ts';
import type { FrameSink } from './frame-sink.ts';

/** The tape's name of what wallets hold. */
const SOURCE = 'polymarket.positions';
/** Between two reads: a tenth of what the venue was measured to take. */
const SPACING_MS = 500;
const READS_MAX = 2;

export interface HoldingsFeedOptions {
  readonly data: DataApi;
  readonly sink: FrameSink;
  readonly runtime: HttpRuntime;
  /** A read failed; it is repeated. */
  readonly failed: (wallet: WalletAddress, error: unknown) => void;
}

/** The name under which is kept that a wallet's holdings were told. */
export function holdingsCursor(wallet: WalletAddress): string {
  return `holdings:${wallet}`;
}

/**
 * Tells once what a wallet held when it was followed: shares that it sells later were partly bought
 * before, and a sale is mirrored as the part of the whole that it is.
 */
export class HoldingsFeed {
  readonly #options: HoldingsFeedOptions;
  /** Reads that failed in a row, of each wallet that is still to be read. */
  readonly #failures = new Map<WalletAddress, number>();
  readonly #queue: DueQueue<WalletAddress>;

  constructor(options: HoldingsFeedOptions) {
    this.#options = options;
    this.#queue = new DueQueue<WalletAddress>({
      runtime: options.runtime,
      joinMs: 0,
      spacingMs: SPACING_MS,
      batchMax: 1,
      runsMax: READS_MAX,
      run: async ([wallet], signal) => {
        if (wallet !== undefined) await this.#read(wallet, signal);
      },
      failed: ([wallet], error) => {
        if (wallet !== undefined) this.#retry(wallet, error);
      },
    });
  }

  /** Reads soon, and again until it succeeds. */
  read(wallet: WalletAddress): void {
    this.#failures.set(wallet, 0);
    this.#queue.schedule(wallet, 0);
  }

  forget(wallet: WalletAddress): void {
    this.#failures.delete(wallet);
    this.#queue.remove(wallet);
  }

  close(): Promise<void> {
    return this.#queue.close();
  }

  async #read(wallet: WalletAddress, signal: AbortSignal): Promise<void> {
    const { data, sink, runtime } = this.#options;
    const read = await data.rawPositions(wallet, { signal });
    if (!read.complete) {
      this.#retry(wallet, read.error);
      return;
    }
    // It was forgotten meanwhile.
    if (!this.#failures.delete(wallet)) return;
    const nowMs = runtime.nowMs();
    sink.json(SOURCE, { wallet, rows: read.rows }, nowMs);
    sink.cursor(holdingsCursor(wallet), String(nowMs), null);
  }

  #retry(wallet: WalletAddress, error: unknown): void {
    const { runtime, failed } = this.#options;
    const before = this.#failures.get(wallet);
    if (before === undefined) return;
    const failures = before + 1;
    this.#failures.set(wallet, failures);
    failed(wallet, error);
    this.#queue.schedule(
      wallet,
      retryDelayMs(failures, null, () => runtime.random()),
    );
  }
}

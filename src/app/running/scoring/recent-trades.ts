import type { LeaderTrade } from '../../../engine/domain/change.ts';
import type { WalletAddress } from '../../../engine/domain/ids.ts';

/** Newest trades kept: more than pass while one wallet's past is read. */
export const RECENT_MAX = 5_000;

/** A trade by what tells it apart from all others. */
export function tradeId({ key, ordinal }: LeaderTrade): string {
  return `${key}#${ordinal}`;
}

/**
 * The newest trades that were counted. A past that is read from the store lacks those that are being
 * written just then, and those that pass while it is read.
 */
export class RecentTrades {
  readonly #lengthMax: number;
  #trades: LeaderTrade[] = [];
  #total = 0;

  constructor(lengthMax = RECENT_MAX) {
    this.#lengthMax = lengthMax;
  }

  /** How many were ever added. */
  get total(): number {
    return this.#total;
  }

  add(trade: LeaderTrade): void {
    this.#trades.push(trade);
    this.#total += 1;
    // In one go now and then, rather than one by one.
    if (this.#trades.length >= 2 * this.#lengthMax) {
      this.#trades = this.#trades.slice(this.#lengthMax);
    }
  }

  of(wallet: WalletAddress): readonly LeaderTrade[] {
    return this.#trades.filter(({ event }) => event.wallet === wallet);
  }

  /** Whether every one since that count of {@link total} is still here. */
  hasAllSince(total: number): boolean {
    return this.#total - total <= this.#lengthMax;
  }
}

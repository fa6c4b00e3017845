import type { AtMs } from '../../../domain/time.ts';
import { byTime, type CountedTrade, RESOLUTION_RANK, textHash } from './counted-trade.ts';
import type { MarketFacts } from './markets.ts';
import { TimeHeap } from './time-heap.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Trades that wait together; beyond it they are counted before their window has passed. */
export const WAITING_TRADES_MAX = 200_000;

/** A market's final payout in the time of a wallet. */
export interface CountedResolution {
  readonly kind: 'resolution';
  readonly market: MarketFacts;
  readonly atMs: AtMs;
  readonly dueAtMs: AtMs;
  readonly rank: number;
  readonly hash: number;
  readonly ordinal: number;
}

export type TimedEvent = CountedTrade | CountedResolution;

/** Told to a wallet that has counted up to `countedUntilMs`: never earlier than that. */
export function countedResolution(market: MarketFacts, countedUntilMs: AtMs): CountedResolution {
  return {
    kind: 'resolution',
    market,
    atMs: Math.max(market.resolvedAtMs, countedUntilMs),
    dueAtMs: market.resolutionDueMs,
    rank: RESOLUTION_RANK,
    hash: textHash(market.id),
    ordinal: 0,
  };
}

/**
 * Events in the order of their times, up to the first that may still have one before it. Whatever
 * comes within the window of an event then finds it uncounted.
 */
export function dueEvents(events: TimedEvent[], nowMs: AtMs): readonly TimedEvent[] {
  events.sort(byTime);
  const first = events.findIndex((event) => event.dueAtMs > nowMs);
  return first < 0 ? events : events.slice(0, first);
}

/** A wallet is looked at this often at most: each look sorts what waits of it. */
export const LOOK_EVERY_MS = 15_000;

interface Waiting {
  trades: CountedTrade[];
  /** Earliest time at which the wallet was asked to be looked at. */
  lookAtMs: AtMs;
}

const NONE: readonly CountedTrade[] = [];

/** Trades that are not counted for good, by the row of their wallet, and when to look at it again. */
export class Window {
  readonly #byWallet = new Map<number, Waiting>();
  readonly #due = new TimeHeap();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  wallets(): readonly number[] {
    return [...this.#byWallet.keys()];
  }

  of(wallet: number): readonly CountedTrade[] {
    return this.#byWallet.get(wallet)?.trades ?? NONE;
  }

  add(wallet: number, trade: CountedTrade): void {
    const waiting = this.#byWallet.get(wallet) ?? { trades: [], lookAtMs: NEVER };
    this.#byWallet.set(wallet, waiting);
    waiting.trades.push(trade);
    this.#size += 1;
    this.#look(wallet, waiting, trade.dueAtMs);
  }

  /** A wallet of which something may be due; `null` when none is. */
  takeDue(nowMs: AtMs): number | null {
    return this.#due.nextAtMs <= nowMs ? this.#due.pop() : null;
  }

  /** Takes out what was counted, and has the wallet looked at again for the rest. */
  drop(wallet: number, counted: ReadonlySet<TimedEvent>, nowMs: AtMs): void {
    const waiting = this.#byWallet.get(wallet);
    if (waiting === undefined) return;
    const kept = waiting.trades.filter((trade) => !counted.has(trade));
    this.#size -= waiting.trades.length - kept.length;
    waiting.trades = kept;
    waiting.lookAtMs = NEVER;
    if (kept.length === 0) {
      this.#byWallet.delete(wallet);
      return;
    }
    let nextAtMs = NEVER;
    for (const { dueAtMs } of kept) {
      if (dueAtMs > nowMs) nextAtMs = Math.min(nextAtMs, dueAtMs);
    }
    // What is due already waits for a resolution before it.
    this.#look(wallet, waiting, nextAtMs === NEVER ? nowMs + 1 : nextAtMs);
  }

  forget(wallet: number): void {
    this.#size -= this.of(wallet).length;
    this.#byWallet.delete(wallet);
  }

  #look(wallet: number, waiting: Waiting, dueAtMs: AtMs): void {
    const atMs = Math.ceil(dueAtMs / LOOK_EVERY_MS) * LOOK_EVERY_MS;
    if (atMs >= waiting.lookAtMs) return;
    waiting.lookAtMs = atMs;
    this.#due.push(atMs, wallet);
  }
}

import { type AtMs, SECOND_MS } from '../../../engine/domain/time.ts';
import type { PriceWay, SymbolHealth } from './health.ts';

/** A price that is older is none: best prices of a large coin change several times a second. */
export const STALE_MS = 5 * SECOND_MS;

/** One price as it came. */
export interface HeardPrice {
  readonly price: number;
  readonly venueAtMs: AtMs;
  readonly receivedAtMs: AtMs;
  readonly host: string;
  readonly way: PriceWay;
}

/** The newest price of a symbol, and what happened to those before it. */
export class SymbolWatch {
  readonly symbol: string;
  readonly counts = { gaps: 0, missedTrades: 0, duplicates: 0, overtaken: 0, late: 0 };
  /** Why no host can tell its price; `null` when nobody said so. */
  unknownAt: string | null = null;
  #last: HeardPrice | null = null;
  #heardMs: number;
  #streamedMs: number;

  /** `nowMs` is monotonic, as all times here that are not `…AtMs`. */
  constructor(symbol: string, nowMs: number) {
    this.symbol = symbol;
    this.#heardMs = nowMs;
    this.#streamedMs = nowMs;
  }

  heard(price: HeardPrice, nowMs: number): void {
    this.#last = price;
    this.#heardMs = nowMs;
    if (price.way === 'stream') this.#streamedMs = nowMs;
    this.unknownAt = null;
  }

  /** Since its newest price, or since it is followed. */
  silentMs(nowMs: number): number {
    return nowMs - this.#heardMs;
  }

  /** Since the stream brought its newest price, or since it is followed. */
  streamSilentMs(nowMs: number): number {
    return nowMs - this.#streamedMs;
  }

  /** The newest price while it is one. */
  fresh(nowMs: number): HeardPrice | null {
    return this.silentMs(nowMs) <= STALE_MS ? this.#last : null;
  }

  health(nowMs: number): SymbolHealth {
    const last = this.#last;
    return {
      symbol: this.symbol,
      price: this.fresh(nowMs)?.price ?? null,
      lastPrice: last?.price ?? null,
      ageMs: last === null ? null : this.silentMs(nowMs),
      venueAtMs: last?.venueAtMs ?? null,
      host: last?.host ?? null,
      way: last?.way ?? null,
      ...this.counts,
      trouble: this.#trouble(nowMs),
    };
  }

  #trouble(nowMs: number): string | null {
    if (this.silentMs(nowMs) <= STALE_MS) return null;
    const name = this.symbol.toUpperCase();
    if (this.unknownAt !== null) {
      return `${this.unknownAt} does not trade ${name}. Check its spelling, for example BTCUSDT.`;
    }
    const seconds = Math.round(this.silentMs(nowMs) / SECOND_MS);
    return `No price of ${name} for ${seconds} s, so it is not used. A price is at most ${STALE_MS / SECOND_MS} s old.`;
  }
}

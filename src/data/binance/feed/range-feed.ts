import { setMaxListeners } from 'node:events';
import { type AtMs, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError } from '../../http/venue-error.ts';
import { BinanceClient } from '../client/client.ts';
import { BINANCE_US, type BinanceHost } from '../hosts.ts';
import { CANDLE_ROWS_MAX } from '../parse-candles.ts';
import { coverOf } from './candle-cover.ts';
import type { SpotSink } from './frame-sink.ts';

/** The tape's name of candles since a moment. */
const SOURCE = 'binance.candles';
/** Between two reads of extremes: after a gap of the stream they are unknown for so long at most. */
export const RANGE_EVERY_MS = 5 * MINUTE_MS;
/** After a failure. */
export const RANGE_RETRY_MS = 20 * SECOND_MS;
/** Between two requests: of weight 2 each, a twentieth of what the venue allows. */
const SPACING_MS = 400;
const LOOK_MS = SECOND_MS;
/** Different stretches that are read at a time. */
export const RANGES_MAX = 100;

/** Candles that somebody needs: of a coin, from a moment to now. */
export interface RangeWish {
  /** Lower case: `btcusdt`. */
  readonly symbol: string;
  /** A whole minute. */
  readonly fromMs: AtMs;
  /** Nobody needs them after it. */
  readonly untilMs: AtMs;
  /** Extremes grow with time and are read again; a first price does not change. */
  readonly again: boolean;
}

export interface RangeFeedHealth {
  readonly wanted: number;
  readonly reads: number;
  readonly failures: number;
  /** Stretches for which there was no room. */
  readonly leftOut: number;
  readonly lastSuccessAtMs: AtMs | null;
  readonly trouble: string | null;
}

interface Wanted extends RangeWish {
  /** By the monotonic clock; infinite when it is done. */
  dueMs: number;
}

export interface RangeFeedOptions {
  /** Tried in order; none of another exchange than the first one's. */
  readonly hosts: readonly BinanceHost[];
  readonly sink: SpotSink;
  readonly runtime: HttpRuntime;
}

/** Reads what coins did since markets opened that were not watched then. */
export class RangeFeed {
  readonly #options: RangeFeedOptions;
  readonly #clients: readonly BinanceClient[];
  readonly #stop = new AbortController();
  readonly #wanted = new Map<string, Wanted>();
  readonly #counts = { reads: 0, failures: 0, leftOut: 0 };
  #host = 0;
  #lastSuccessAtMs: AtMs | null = null;
  #trouble: string | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: RangeFeedOptions) {
    this.#options = options;
    const { hosts, runtime } = options;
    // Candles of another exchange are another price than the one that decides.
    const [first] = hosts;
    const usable = hosts.filter(({ exchange }) => exchange === first?.exchange);
    this.#clients = usable
      .filter(({ exchange }) => exchange !== BINANCE_US.exchange)
      .map(({ apiUrl }) => new BinanceClient(apiUrl, runtime));
    setMaxListeners(0, this.#stop.signal);
  }

  /** Once. `failed` is told of what no venue is to blame for. */
  start(failed: (error: unknown) => void): void {
    if (this.#clients.length > 0) this.#running = this.#run().catch(failed);
  }

  /** Reads it soon, and again where it changes. The same stretch is read once for all. */
  want(wish: RangeWish): void {
    const key = `${wish.symbol}|${wish.fromMs}`;
    const known = this.#wanted.get(key);
    if (known === undefined && this.#wanted.size >= RANGES_MAX) {
      this.#counts.leftOut += 1;
      return;
    }
    const again = wish.again || known?.again === true;
    const untilMs = Math.max(wish.untilMs, known?.untilMs ?? 0);
    const isNew = known === undefined || (again && !known.again);
    this.#wanted.set(key, { ...wish, again, untilMs, dueMs: isNew ? 0 : known.dueMs });
  }

  /** Somebody who begins anew knows nothing of what was read. */
  forget(): void {
    this.#wanted.clear();
  }

  snapshot(): RangeFeedHealth {
    return {
      ...this.#counts,
      wanted: this.#wanted.size,
      lastSuccessAtMs: this.#lastSuccessAtMs,
      trouble: this.#trouble,
    };
  }

  /** Ends it for good; settles when no request is under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { runtime } = this.#options;
    while (!signal.aborted) {
      for (const [key, one] of this.#wanted) {
        if (one.untilMs <= runtime.nowMs()) this.#wanted.delete(key);
        else if (one.dueMs <= runtime.monotonicMs()) await this.#read(key, one);
        if (signal.aborted) return;
      }
      await runtime.sleep(LOOK_MS, signal);
    }
  }

  async #read(key: string, one: Wanted): Promise<void> {
    const { runtime, sink } = this.#options;
    this.#counts.reads += 1;
    try {
      const untilMs = runtime.nowMs();
      const rows = await this.#rows(one, untilMs);
      if (this.#stop.signal.aborted) return;
      const { symbol, fromMs } = one;
      this.#lastSuccessAtMs = runtime.nowMs();
      this.#trouble = null;
      sink.json(SOURCE, { symbol, fromMs, untilMs, rows }, this.#lastSuccessAtMs);
      const inMs = one.again ? RANGE_EVERY_MS : Number.POSITIVE_INFINITY;
      this.#due(key, runtime.monotonicMs() + inMs);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      if (!(error instanceof VenueError)) throw error;
      this.#counts.failures += 1;
      this.#trouble = error.message;
      this.#host = (this.#host + 1) % this.#clients.length;
      this.#due(key, runtime.monotonicMs() + RANGE_RETRY_MS);
    }
  }

  #due(key: string, dueMs: number): void {
    const now = this.#wanted.get(key);
    if (now !== undefined) now.dueMs = dueMs;
  }

  /** @throws VenueError */
  async #rows({ symbol, fromMs }: RangeWish, untilMs: AtMs): Promise<readonly unknown[]> {
    const { runtime } = this.#options;
    const { signal } = this.#stop;
    const client = this.#clients[this.#host];
    const rows: unknown[] = [];
    for (const span of coverOf(fromMs, untilMs)) {
      if (rows.length > 0) await runtime.sleep(SPACING_MS, signal);
      if (client === undefined || signal.aborted) return rows;
      const request = { symbol, ...span, untilMs: span.untilMs - 1, limit: CANDLE_ROWS_MAX };
      rows.push(...(await client.candleRows(request, { priority: 'background', signal })));
    }
    return rows;
  }
}

import { setMaxListeners } from 'node:events';
import type { HttpRuntime } from '../../data/http/runtime.ts';
import { VenueError } from '../../data/http/venue-error.ts';
import type { Row } from '../../data/parsed.ts';
import type { Gamma } from '../../data/polymarket/client/gamma.ts';
import type { MarketRow } from '../../data/polymarket/client/gamma-market.ts';
import { chunksOf, type PagedRead } from '../../data/polymarket/client/pages.ts';
import { troubleOf } from '../../data/polymarket/feed/feed-trouble.ts';
import type { FrameSink } from '../../data/polymarket/feed/frame-sink.ts';
import { LAG_HORIZON_MS, LAG_MARKETS_MAX } from '../../engine/core/market/lags.ts';
import type { CryptoRule } from '../../engine/domain/crypto-rule.ts';
import type { MarketId } from '../../engine/domain/ids.ts';
import { type AtMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { readPolymarketRule } from '../../engine/intelligence/price-lag/polymarket-rule.ts';
import { longEventSlugs } from './crypto-slugs.ts';

/** The tape's name of Gamma's markets. */
const SOURCE = 'polymarket.markets';
/** The tag of every event about coins. */
const TAG = 'crypto';
/**
 * What ends within this time is listed whatever it is called. The longest windows without a name to
 * ask for last an hour, and have to be watched from their beginning: its price is what is beaten.
 */
export const NEAR_MS = 1.5 * HOUR_MS;
/** Of the markets that are watched, so many at most end later than that. */
export const LATER_MAX = 200;
/** Between two lists of what ends soon: no window is listed later than an hour before its end. */
export const LIST_EVERY_MS = 2 * MINUTE_MS;
/** Between two looks for events that last longer. */
export const LATER_EVERY_MS = 15 * MINUTE_MS;
const RETRY_MS = 15 * SECOND_MS;
/** Between two looks whether it is time, or whether somebody wants it by now. */
const LOOK_MS = SECOND_MS;
/** Pages of events of one list; four times of what coins have in an hour and a half. */
const PAGES_MAX = 8;
/** Slugs of one request: its address stays below 4 kB. */
const SLUGS_MAX = 50;
/**
 * Markets of one frame, and the time to the next one: each leads to a subscription and to reads, which
 * are not to get into the way of those that a copy waits for.
 */
export const FRAME_ROWS = 20;
const FRAME_SPACING_MS = SECOND_MS;

export interface CryptoListingOptions {
  readonly gamma: Pick<Gamma, 'eventRows'>;
  readonly sink: Pick<FrameSink, 'json'>;
  /** Whose prices are followed, such as `btc`. */
  readonly coins: ReadonlySet<string>;
  /** Whether anybody looks for lags now. */
  readonly isWanted: () => boolean;
  /** Rows with the tags of their events, before they are told. */
  readonly onRows?: (rows: readonly Row[]) => void;
  readonly runtime: HttpRuntime;
  readonly everyMs?: number;
}

export interface CryptoListingHealth {
  readonly isWanted: boolean;
  readonly lists: number;
  readonly failures: number;
  /** Markets told that have not ended. */
  readonly markets: number;
  /** Markets that found no room in the newest list. */
  readonly leftOut: number;
  readonly lastSuccessAtMs: AtMs | null;
  readonly trouble: string | null;
}

interface Candidate {
  readonly row: Row;
  readonly marketId: MarketId;
  readonly closesAtMs: AtMs;
}

/**
 * Finds the markets about coins whose rule can be read, before anybody trades in them, and tells each
 * once with its rules. At most {@link LAG_MARKETS_MAX} at a time, the nearest end first.
 */
export class CryptoListing {
  readonly #options: CryptoListingOptions;
  readonly #stop = new AbortController();
  /** Told and not over, with when they end. */
  readonly #told = new Map<MarketId, AtMs>();
  readonly #counts = { lists: 0, failures: 0, leftOut: 0 };
  /** By the monotonic clock. */
  #dueMs = Number.NEGATIVE_INFINITY;
  #laterDueMs = Number.NEGATIVE_INFINITY;
  #lastSuccessAtMs: AtMs | null = null;
  #trouble: string | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: CryptoListingOptions) {
    this.#options = options;
    // Every page of every list listens; their number has limits of its own.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Once. `failed` is told of what no venue is to blame for. */
  start(failed: (error: unknown) => void): void {
    this.#running = this.#run().catch(failed);
  }

  snapshot(): CryptoListingHealth {
    return {
      isWanted: this.#options.isWanted(),
      ...this.#counts,
      markets: this.#told.size,
      lastSuccessAtMs: this.#lastSuccessAtMs,
      trouble: this.#trouble,
    };
  }

  /** Ends it for good; settles when nothing is under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { runtime, isWanted } = this.#options;
    while (!signal.aborted) {
      if (!isWanted()) this.#forget();
      else if (runtime.monotonicMs() >= this.#dueMs) await this.#list();
      await runtime.sleep(LOOK_MS, signal);
    }
  }

  /** Who looks for lags again knows of no market. */
  #forget(): void {
    this.#told.clear();
    this.#dueMs = Number.NEGATIVE_INFINITY;
    this.#laterDueMs = Number.NEGATIVE_INFINITY;
  }

  async #list(): Promise<void> {
    const { runtime, everyMs = LIST_EVERY_MS } = this.#options;
    const startedMs = runtime.monotonicMs();
    this.#counts.lists += 1;
    try {
      const isLaterDue = startedMs >= this.#laterDueMs;
      const later = isLaterDue ? await this.#later() : [];
      await this.#tell([...(await this.#near()), ...later]);
      if (isLaterDue) this.#laterDueMs = startedMs + LATER_EVERY_MS;
      this.#dueMs = startedMs + everyMs;
      this.#lastSuccessAtMs = runtime.nowMs();
      this.#trouble = null;
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      if (!(error instanceof VenueError)) throw error;
      this.#counts.failures += 1;
      this.#trouble = troubleOf(error);
      this.#dueMs = startedMs + RETRY_MS;
    }
  }

  /** What ends soon. @throws VenueError */
  async #near(): Promise<readonly MarketRow[]> {
    const nowMs = this.#options.runtime.nowMs();
    const ends = { endsFromMs: nowMs, endsUntilMs: nowMs + NEAR_MS };
    return this.#read({ tagSlug: TAG, ...ends, pagesMax: PAGES_MAX });
  }

  /** What lasts longer, by its names. @throws VenueError */
  async #later(): Promise<readonly MarketRow[]> {
    const { coins, runtime } = this.#options;
    const rows: MarketRow[] = [];
    for (const slugs of chunksOf(longEventSlugs(coins, runtime.nowMs()), SLUGS_MAX)) {
      rows.push(...(await this.#read({ slugs, pagesMax: PAGES_MAX })));
    }
    return rows;
  }

  async #read(
    of: Parameters<Gamma['eventRows']>[0],
  ): Promise<Extract<PagedRead<MarketRow>, { readonly complete: true }>['rows']> {
    const { gamma } = this.#options;
    const { signal } = this.#stop;
    const read = await gamma.eventRows({ closed: false, ...of, priority: 'background', signal });
    if (read.complete) return read.rows;
    // A part of a list is as good as it is long, and the rest comes with the next one.
    if (read.readSoFar.length === 0) throw read.error;
    this.#counts.failures += 1;
    return read.readSoFar;
  }

  async #tell(rows: readonly MarketRow[]): Promise<void> {
    const { runtime, sink, onRows } = this.#options;
    const { signal } = this.#stop;
    const chosen = this.#choose(rows);
    let isFirst = true;
    for (const part of chunksOf(chosen, FRAME_ROWS)) {
      if (!isFirst) await runtime.sleep(FRAME_SPACING_MS, signal);
      isFirst = false;
      if (signal.aborted || !this.#options.isWanted()) return;
      const frame = part.map(({ row }) => row);
      for (const { marketId, closesAtMs } of part) this.#told.set(marketId, closesAtMs);
      onRows?.(frame);
      sink.json(SOURCE, frame, runtime.nowMs());
    }
  }

  /** Those that are new and find room, the nearest end first. */
  #choose(rows: readonly MarketRow[]): readonly Candidate[] {
    const nowMs = this.#options.runtime.nowMs();
    for (const [marketId, closesAtMs] of this.#told) {
      if (closesAtMs <= nowMs) this.#told.delete(marketId);
    }
    const isLater = (closesAtMs: AtMs): boolean => closesAtMs > nowMs + NEAR_MS;
    let laterCount = [...this.#told.values()].filter(isLater).length;
    const found = new Map<MarketId, Candidate>();
    for (const row of rows) {
      const candidate = this.#candidate(row, nowMs);
      if (candidate !== null) found.set(candidate.marketId, candidate);
    }
    const chosen: Candidate[] = [];
    for (const candidate of [...found.values()].sort((a, b) => a.closesAtMs - b.closesAtMs)) {
      const later = isLater(candidate.closesAtMs);
      if (this.#told.size + chosen.length >= LAG_MARKETS_MAX) break;
      if (later && laterCount >= LATER_MAX) break;
      if (later) laterCount += 1;
      chosen.push(candidate);
    }
    this.#counts.leftOut = found.size - chosen.length;
    return chosen;
  }

  /** `null` for what is told already, cannot be traded, or has no rule that can be read. */
  #candidate({ row, listed: { market } }: MarketRow, nowMs: AtMs): Candidate | null {
    if (this.#told.has(market.id) || !market.acceptingOrders) return null;
    const description = row['description'];
    const text = typeof description === 'string' ? description : null;
    const reading = readPolymarketRule(market, text);
    if (!reading.ok || !this.#isLookedAt(reading.rule, nowMs)) return null;
    return { row, marketId: market.id, closesAtMs: reading.rule.closesAtMs };
  }

  #isLookedAt({ symbol, closesAtMs }: CryptoRule, nowMs: AtMs): boolean {
    const leftMs = closesAtMs - nowMs;
    return leftMs > 0 && leftMs <= LAG_HORIZON_MS && this.#options.coins.has(symbol);
  }
}

import type { MarketId } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { retryDelayMs } from '../../http/backoff.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { FrameReader, type Row } from '../../parsed.ts';
import type { KalshiClient } from '../client/client.ts';
import { TICKERS_PER_REQUEST } from '../client/markets.ts';
import { chunksOf } from '../client/pages.ts';
import type { KalshiListing } from '../parse-market.ts';
import { readListing } from '../parse-markets.ts';
import { troubleOf } from './feed-trouble.ts';
import type { KalshiSink } from './frame-sink.ts';
import type { WantedListHealth } from './health.ts';
import type { InheritedRows } from './inherited-rows.ts';
import type { KalshiPace } from './pace.ts';
import { Round } from './round.ts';
import { WantedMarket } from './wanted-market.ts';

/** The tape's name of listed markets. */
export const MARKETS_SOURCE = 'kalshi.markets';
/** Rows of one frame: a row may be 10 kB, and is parsed in one go. */
export const FRAME_ROWS = 20;
/** Wishes that come within this time are asked for together. */
const JOIN_MS = 50;
/** Lists in a row without a market, after which it is looked for in the archive. */
const MISSED_LISTS_MIN = 2;
/** Nothing is due: somebody's wish wakes it. */
const IDLE_MS = 60_000;
/** The first retry comes after about a second, as if two had failed before. */
const RETRIES_SKIPPED = 2;

export interface WantedListOptions {
  readonly client: Pick<KalshiClient, 'markets' | 'lists'>;
  readonly inherited: InheritedRows;
  readonly sink: KalshiSink;
  readonly runtime: HttpRuntime;
  readonly pace: KalshiPace;
  /** A wanted market was listed, after its frame went out. */
  onListed(wanted: WantedMarket, listing: KalshiListing): void;
}

/** Lists the markets that somebody wants, again while they live, and until their outcome was told. */
export class WantedList {
  readonly #options: WantedListOptions;
  readonly #wanted = new Map<MarketId, WantedMarket>();
  readonly #round: Round;
  readonly #counts = { lists: 0, failures: 0, rows: 0, resolutions: 0 };
  #listedAtMs: AtMs | null = null;
  #trouble: string | null = null;

  constructor(options: WantedListOptions) {
    this.#options = options;
    const { runtime } = options;
    this.#round = new Round({
      runtime,
      run: (signal) => this.#run(signal),
      failed: (error) => this.#failed(error),
    });
  }

  get all(): IterableIterator<WantedMarket> {
    return this.#wanted.values();
  }

  start(): void {
    this.#round.start();
  }

  get(id: MarketId): WantedMarket | null {
    return this.#wanted.get(id) ?? null;
  }

  /** Lists the market soon and from time to time; wanting it again changes nothing. */
  want(id: MarketId): void {
    if (this.#wanted.has(id)) return;
    const nowMs = this.#options.runtime.monotonicMs();
    this.#wanted.set(id, new WantedMarket(id, nowMs + JOIN_MS));
    this.#round.hasten(JOIN_MS);
  }

  unwant(id: MarketId): void {
    this.#wanted.delete(id);
  }

  /** Something happened to it: it is listed soon, unless that just failed. */
  hasten(id: MarketId): void {
    const wanted = this.#wanted.get(id);
    if (wanted === undefined || wanted.isResolved || wanted.failuresInRow > 0) return;
    const dueMs = this.#options.runtime.monotonicMs() + JOIN_MS;
    wanted.dueMs = Math.min(wanted.dueMs, dueMs);
    this.#round.hasten(JOIN_MS);
  }

  snapshot(): WantedListHealth {
    return { ...this.#counts, listedAtMs: this.#listedAtMs, trouble: this.#trouble };
  }

  close(): Promise<void> {
    return this.#round.close();
  }

  async #run(signal: AbortSignal): Promise<number> {
    const nowMs = this.#options.runtime.monotonicMs();
    const due = [...this.#wanted.values()]
      .filter(({ dueMs, isResolved }) => !isResolved && dueMs <= nowMs)
      .sort((a, b) => a.dueMs - b.dueMs)
      .slice(0, TICKERS_PER_REQUEST);
    if (due.length > 0) await this.#list(due, signal);
    return Math.max(JOIN_MS, this.#nextMs());
  }

  #nextMs(): number {
    const nowMs = this.#options.runtime.monotonicMs();
    const waiting = [...this.#wanted.values()].filter(({ isResolved }) => !isResolved);
    return Math.min(IDLE_MS, ...waiting.map(({ dueMs }) => dueMs - nowMs));
  }

  async #list(due: readonly WantedMarket[], signal: AbortSignal): Promise<void> {
    const { client, runtime, inherited } = this.#options;
    this.#counts.lists += 1;
    try {
      const ids = due.map(({ marketId }) => marketId);
      const options = { priority: 'entry', signal } as const;
      const read = await client.markets.getMarketsByTicker(ids, options);
      const rows = read.rows.map(({ row }) => row);
      const archived = await this.#archived(read.missing, signal);
      await inherited.learn([...rows, ...archived], signal);
      if (signal.aborted) return;
      this.#listedAtMs = runtime.nowMs();
      this.#trouble = null;
      this.#deliver([...rows, ...archived].map((row) => inherited.joined(row)));
    } catch (error) {
      if (!signal.aborted) this.#trouble = troubleOf(error);
      for (const wanted of due) this.#again(wanted, this.#trouble ?? 'the feed ends');
      throw error;
    }
    for (const wanted of due) {
      if (wanted.dueMs <= runtime.monotonicMs()) this.#missed(wanted);
    }
  }

  /** Markets that lists have lost because they were settled long ago. */
  async #archived(missing: readonly MarketId[], signal: AbortSignal): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (const id of missing) {
      const wanted = this.#wanted.get(id);
      if (wanted === undefined || wanted.missedInRow + 1 < MISSED_LISTS_MIN) continue;
      const row = await this.#options.client.lists.archivedMarket(id, { signal });
      if (row !== null) rows.push(row);
    }
    return rows;
  }

  #deliver(rows: readonly Row[]): void {
    const { runtime, sink, onListed, pace } = this.#options;
    const atMs = runtime.nowMs();
    const told = rows.flatMap((row) => {
      const listing = readListing(row, new FrameReader(MARKETS_SOURCE));
      const wanted = listing === null ? undefined : this.#wanted.get(listing.market.id);
      if (listing === null || wanted === undefined || wanted.isResolved) return [];
      const isNews = wanted.listed(listing, atMs);
      wanted.dueMs = runtime.monotonicMs() + wanted.intervalMs(atMs, pace);
      const frame = { ...row, at_ms: atMs, ...(isNews ? { status_changed: true } : {}) };
      return [{ wanted, listing, frame }];
    });
    for (const part of chunksOf(told, FRAME_ROWS)) {
      const frame = part.map((each) => each.frame);
      sink.json(MARKETS_SOURCE, frame, atMs);
      this.#counts.rows += part.length;
    }
    for (const { wanted, listing } of told) {
      if (wanted.isResolved) this.#counts.resolutions += 1;
      onListed(wanted, listing);
    }
  }

  #missed(wanted: WantedMarket): void {
    wanted.missedInRow += 1;
    this.#again(wanted, 'Kalshi does not list this market');
  }

  #again(wanted: WantedMarket, trouble: string): void {
    const { runtime } = this.#options;
    wanted.failuresInRow += 1;
    wanted.trouble = trouble;
    const attempt = wanted.failuresInRow + RETRIES_SKIPPED;
    wanted.dueMs = runtime.monotonicMs() + retryDelayMs(attempt, null, runtime.random);
  }

  #failed(error: unknown): number {
    this.#counts.failures += 1;
    this.#trouble = troubleOf(error);
    return Math.max(JOIN_MS, this.#nextMs());
  }
}

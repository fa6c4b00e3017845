import { setMaxListeners } from 'node:events';
import type { HttpRuntime } from '../../data/http/runtime.ts';
import { VenueError } from '../../data/http/venue-error.ts';
import type { Row } from '../../data/parsed.ts';
import { chunksOf } from '../../data/polymarket/client/pages.ts';
import { troubleOf } from '../../data/polymarket/feed/feed-trouble.ts';
import type { FrameSink } from '../../data/polymarket/feed/frame-sink.ts';
import type { CryptoRule } from '../../engine/domain/crypto-rule.ts';
import type { MarketId } from '../../engine/domain/ids.ts';
import { type AtMs, HOUR_MS, SECOND_MS } from '../../engine/domain/time.ts';

/**
 * What ends within this time comes before what ends later. The longest windows without a name to ask
 * for last an hour, and have to be watched from their beginning: its price is what is beaten.
 */
export const NEAR_MS = 1.5 * HOUR_MS;
const RETRY_MS = 15 * SECOND_MS;
/** Between two looks whether it is time, or whether somebody wants it by now. */
const LOOK_MS = SECOND_MS;
/**
 * Markets of one frame, and the time to the next one: each leads to a subscription and to reads, which
 * are not to get into the way of those that a copy waits for.
 */
export const FRAME_ROWS = 20;
const FRAME_SPACING_MS = SECOND_MS;

/** A market whose rule could be read. */
export interface LagCandidate {
  readonly row: Row;
  readonly marketId: MarketId;
  readonly rule: CryptoRule;
}

export interface LagSearch {
  readonly signal: AbortSignal;
  isTold(marketId: MarketId): boolean;
  /** A part of the list did not come. */
  missed(): void;
}

export interface LagFind {
  /** Markets that were not told, the best first. */
  readonly candidates: readonly LagCandidate[];
  /** What they are judged by is not all there yet: it is looked again soon. */
  readonly isEarly?: boolean;
}

/** What is a venue's own of a {@link LagListing}. */
export interface LagListingOptions {
  /** The tape's name of its rows. */
  readonly source: string;
  readonly sink: Pick<FrameSink, 'json'>;
  readonly runtime: HttpRuntime;
  /** Whether anybody looks for lags now. */
  readonly isWanted: () => boolean;
  readonly everyMs: number;
  /** Markets told that have not ended, at most; and those of them that end later than {@link NEAR_MS}. */
  readonly marketsMax: number;
  readonly laterMax: number;
  /** @throws VenueError */
  find(search: LagSearch): Promise<LagFind>;
  /** Rows as they are told. @throws VenueError */
  rowsOf(chosen: readonly LagCandidate[], signal: AbortSignal): Promise<readonly Row[]>;
  /** The rule of a market that was told. */
  readonly onTold?: ((rule: CryptoRule) => void) | undefined;
  /** What was told is not known any more: all is told anew when lags are looked for again. */
  readonly onForgotten?: (() => void) | undefined;
}

export interface LagListingHealth {
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

/** Lists the markets of a venue that lags are looked for in, and tells each once while it lasts. */
export class LagListing {
  readonly #options: LagListingOptions;
  readonly #stop = new AbortController();
  /** Told and not over, with when they end. */
  readonly #told = new Map<MarketId, AtMs>();
  readonly #counts = { lists: 0, failures: 0, leftOut: 0 };
  /** By the monotonic clock. */
  #dueMs = Number.NEGATIVE_INFINITY;
  #lastSuccessAtMs: AtMs | null = null;
  #trouble: string | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: LagListingOptions) {
    this.#options = options;
    // Every page of every list listens; their number has limits of its own.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Once. `failed` is told of what no venue is to blame for. */
  start(failed: (error: unknown) => void): void {
    this.#running = this.#run().catch(failed);
  }

  snapshot(): LagListingHealth {
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
    if (this.#dueMs === Number.NEGATIVE_INFINITY) return;
    this.#options.onForgotten?.();
    this.#told.clear();
    this.#dueMs = Number.NEGATIVE_INFINITY;
  }

  async #list(): Promise<void> {
    const { runtime, everyMs, find } = this.#options;
    const startedMs = runtime.monotonicMs();
    this.#counts.lists += 1;
    try {
      this.#prune();
      const { candidates, isEarly = false } = await find({
        signal: this.#stop.signal,
        isTold: (marketId) => this.#told.has(marketId),
        missed: () => {
          this.#counts.failures += 1;
        },
      });
      await this.#tell(this.#choose(candidates));
      this.#dueMs = startedMs + (isEarly ? Math.min(RETRY_MS, everyMs) : everyMs);
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

  #prune(): void {
    const nowMs = this.#options.runtime.nowMs();
    for (const [marketId, closesAtMs] of this.#told) {
      if (closesAtMs <= nowMs) this.#told.delete(marketId);
    }
  }

  /** Those that find room, in their order; what ends late leaves room for what ends soon. */
  #choose(candidates: readonly LagCandidate[]): readonly LagCandidate[] {
    const { runtime, marketsMax, laterMax } = this.#options;
    const laterFromMs = runtime.nowMs() + NEAR_MS;
    this.#prune();
    let laterCount = [...this.#told.values()].filter((atMs) => atMs > laterFromMs).length;
    const found = new Map(candidates.map((candidate) => [candidate.marketId, candidate]));
    const chosen: LagCandidate[] = [];
    for (const candidate of found.values()) {
      const isLater = candidate.rule.closesAtMs > laterFromMs;
      if (this.#told.size + chosen.length >= marketsMax) break;
      if (isLater && laterCount >= laterMax) continue;
      if (isLater) laterCount += 1;
      chosen.push(candidate);
    }
    this.#counts.leftOut = found.size - chosen.length;
    return chosen;
  }

  async #tell(chosen: readonly LagCandidate[]): Promise<void> {
    const { runtime, sink, source, rowsOf, isWanted, onTold } = this.#options;
    const { signal } = this.#stop;
    let isFirst = true;
    for (const part of chunksOf(chosen, FRAME_ROWS)) {
      if (!isFirst) await runtime.sleep(FRAME_SPACING_MS, signal);
      isFirst = false;
      if (signal.aborted || !isWanted()) return;
      const frame = await rowsOf(part, signal);
      if (signal.aborted) return;
      for (const { marketId, rule } of part) this.#told.set(marketId, rule.closesAtMs);
      sink.json(source, frame, runtime.nowMs());
      for (const { rule } of part) onTold?.(rule);
    }
  }
}

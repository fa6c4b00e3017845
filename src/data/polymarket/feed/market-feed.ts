import type { MarketId, TokenId } from '../../../engine/domain/ids.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { retryDelayMs } from '../../http/backoff.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError } from '../../http/venue-error.ts';
import type { Row } from '../../parsed.ts';
import type { PolymarketClient } from '../client/client.ts';
import { GAMMA_CONDITIONS_MAX } from '../client/gamma.ts';
import type { MarketRow } from '../client/gamma-market.ts';
import { chunksOf } from '../client/pages.ts';
import { DueQueue } from './due-queue.ts';
import { EventTags } from './event-tags.ts';
import { troubleOf } from './feed-trouble.ts';
import type { FrameSink } from './frame-sink.ts';
import { type ResolutionNews, readResolutionNews } from './resolution-rows.ts';
import { type ListPace, type WantedHealth, WantedMarket } from './wanted-market.ts';

/** The tape's name of Gamma's markets. */
const SOURCE = 'polymarket.markets';
/** The tape's name of where markets stand in their resolution. */
const RESOLUTIONS_SOURCE = 'polymarket.resolutions';
/** Wishes that come within this time are asked for together. */
export const JOIN_MS = 50;
/** Between two requests for lists. */
export const LISTS_SPACING_MS = 200;
/** Requests for lists at the same time; one that hangs does not hold up the others. */
export const LISTS_MAX = 3;
/** Rows of one frame: a row may be 10 kB, and is parsed in one go. */
export const FRAME_ROWS = 20;
/**
 * The first retry comes after about a second, as if two had failed before: most markets are only
 * just being listed, which may take the venue minutes.
 */
const RETRIES_SKIPPED = 2;
/** Share by which intervals vary. */
const JITTER = 0.1;

export interface MarketFeedHealth {
  readonly lists: number;
  readonly failures: number;
  readonly rows: number;
  readonly lastSuccessAtMs: AtMs | null;
  readonly trouble: string | null;
  readonly markets: readonly WantedHealth[];
}

export interface MarketFeedOptions {
  readonly client: Pick<PolymarketClient, 'gamma' | 'data'>;
  readonly sink: FrameSink;
  readonly runtime: HttpRuntime;
  /** A wanted market is tradeable by these tokens: its books may be subscribed to. */
  readonly onTokens: (marketId: MarketId, tokenIds: readonly TokenId[]) => void;
  readonly pace?: ListPace;
}

/**
 * Lists the markets that somebody wants, again while they live, and until their outcome is final. Each
 * stage of a resolution is told once.
 */
export class MarketFeed {
  readonly #options: MarketFeedOptions;
  readonly #tags: EventTags;
  readonly #wanted = new Map<MarketId, WantedMarket>();
  readonly #queue: DueQueue<MarketId>;
  readonly #counts = { lists: 0, failures: 0, rows: 0 };
  #lastSuccessAtMs: AtMs | null = null;
  #trouble: string | null = null;

  constructor(options: MarketFeedOptions) {
    this.#options = options;
    const { runtime, client } = options;
    this.#tags = new EventTags(client.gamma, () => runtime.nowMs());
    this.#queue = new DueQueue<MarketId>({
      runtime,
      spacingMs: LISTS_SPACING_MS,
      joinMs: JOIN_MS,
      batchMax: GAMMA_CONDITIONS_MAX,
      runsMax: LISTS_MAX,
      run: (ids, signal) => this.#list(ids, signal),
      failed: (ids, error) => this.#failed(ids, error),
    });
  }

  /**
   * Lists the market soon and from time to time. Wanting it again changes nothing. By what is
   * `remembered` of it, it is paid out also when no list shows it any more.
   */
  want(marketId: MarketId, remembered: Market | null = null): void {
    if (this.#wanted.has(marketId)) return;
    this.#wanted.set(marketId, new WantedMarket(marketId, remembered));
    this.#queue.schedule(marketId, JOIN_MS);
  }

  /** Something is odd about a wanted market: it is listed soon, unless that just failed. */
  hasten(marketId: MarketId): void {
    if (this.#wanted.get(marketId)?.failuresInRow === 0) this.#queue.hasten(marketId, JOIN_MS);
  }

  /** Somebody else listed these rows, with the tags of their events: they are not asked for again. */
  learnTags(rows: readonly Row[]): void {
    for (const row of rows) this.#tags.learn(row);
  }

  unwant(marketId: MarketId): void {
    this.#wanted.delete(marketId);
    this.#queue.remove(marketId);
  }

  snapshot(): MarketFeedHealth {
    return {
      ...this.#counts,
      lastSuccessAtMs: this.#lastSuccessAtMs,
      trouble: this.#trouble,
      markets: [...this.#wanted.values()].map((market) => market.health()),
    };
  }

  /** Stops; resolves when no request is under way and no timer is left. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  async #list(due: readonly MarketId[], signal: AbortSignal): Promise<void> {
    const ids = due.filter((id) => this.#wanted.has(id));
    if (ids.length === 0) return;
    this.#counts.lists += 1;
    try {
      await this.#listAll(ids, signal);
    } finally {
      // Also when Gamma is down: who waits for a payout does not wait for lists.
      if (!signal.aborted) await this.#resolve(ids, signal);
    }
  }

  async #listAll(ids: readonly MarketId[], signal: AbortSignal): Promise<void> {
    const read = await this.#options.client.gamma.marketRowsByCondition(ids, { signal });
    const ready = await this.#tagged(read.rows, signal);
    if (signal.aborted) return;
    this.#lastSuccessAtMs = this.#options.runtime.nowMs();
    if (ready.length === ids.length) this.#trouble = null;
    this.#deliver(ready);
    for (const id of read.missing) this.#again(id, 'Gamma does not list it yet');
  }

  /** Tells how far the resolutions of markets are that have ended, by the Data API. */
  async #resolve(ids: readonly MarketId[], signal: AbortSignal): Promise<void> {
    const { client, runtime } = this.#options;
    const nowMs = runtime.nowMs();
    const ended = ids
      .flatMap((id) => this.#wanted.get(id) ?? [])
      .filter((market) => !market.isResolved && market.isEnded(nowMs));
    if (ended.length === 0) return;
    try {
      const news = await readResolutionNews(client.data, ended, { signal });
      if (!signal.aborted) this.#tell(news);
    } catch (error) {
      if (!(error instanceof VenueError)) throw error;
      this.#counts.failures += 1;
      this.#trouble = troubleOf(error);
    }
    for (const market of ended) {
      if (market.failuresInRow === 0) this.#scheduleNext(market);
    }
  }

  #tell(all: readonly ResolutionNews[]): void {
    const { runtime, sink } = this.#options;
    const news = all.filter(({ market }) => this.#isWanted(market));
    for (const part of chunksOf(news, FRAME_ROWS)) {
      const rows = part.map(({ row }) => row);
      sink.json(RESOLUTIONS_SOURCE, rows, runtime.nowMs());
      this.#counts.rows += rows.length;
    }
    for (const { market, isFinal } of news) {
      if (!isFinal) continue;
      market.resolved();
      this.#queue.remove(market.marketId);
    }
  }

  /**
   * Rows whose tags are known. A market without its categories could slip through a filter, so it
   * waits for them; one that is over only pays out, and does not.
   */
  async #tagged(rows: readonly MarketRow[], signal: AbortSignal): Promise<readonly MarketRow[]> {
    const tagged = await Promise.all(
      rows.map(async ({ row, listed }): Promise<MarketRow | null> => {
        try {
          return { row: await this.#tags.tagged(row, signal), listed };
        } catch (error) {
          if (!(error instanceof VenueError)) throw error;
          if (listed.market.status !== 'open') return { row, listed };
          this.#failed([listed.market.id], error);
          return null;
        }
      }),
    );
    return tagged.filter((row) => row !== null);
  }

  #deliver(all: readonly MarketRow[]): void {
    const { runtime, sink, onTokens } = this.#options;
    const receivedAtMs = runtime.nowMs();
    const rows = all.filter(({ listed }) => this.#wanted.has(listed.market.id));
    for (const part of chunksOf(rows, FRAME_ROWS)) {
      sink.json(
        SOURCE,
        part.map((row) => this.#untold(row)),
        receivedAtMs,
      );
      this.#counts.rows += part.length;
    }
    for (const { listed } of rows) {
      const { market } = listed;
      const wanted = this.#wanted.get(market.id);
      const hasNewTokens = wanted?.listed(market, receivedAtMs);
      if (wanted !== undefined) this.#scheduleNext(wanted);
      const tokenIds = market.outcomes.map(({ tokenId }) => tokenId);
      if (hasNewTokens === true && market.status !== 'resolved') onTokens(market.id, tokenIds);
    }
  }

  /** A market's row without a stage of its resolution that was told before. */
  #untold({ row, listed: { market, moved } }: MarketRow): Row {
    if (moved === null || this.#wanted.get(market.id)?.gammaSays(moved.stage) === true) return row;
    return { ...row, umaResolutionStatus: null };
  }

  #scheduleNext(market: WantedMarket): void {
    if (!this.#isWanted(market)) return;
    const { runtime, pace } = this.#options;
    const intervalMs = market.intervalMs(runtime.nowMs(), pace);
    if (intervalMs === null) this.#queue.remove(market.marketId);
    else this.#queue.schedule(market.marketId, this.#varied(intervalMs));
  }

  /** It may have been given up, and even be wanted anew, while an answer was on its way. */
  #isWanted(market: WantedMarket): boolean {
    return this.#wanted.get(market.marketId) === market;
  }

  #failed(ids: readonly MarketId[], error: unknown): void {
    this.#counts.failures += 1;
    this.#trouble = troubleOf(error);
    for (const id of ids) this.#again(id, this.#trouble);
  }

  #again(id: MarketId, trouble: string): void {
    const wanted = this.#wanted.get(id);
    if (wanted === undefined || wanted.isResolved) return;
    wanted.failuresInRow += 1;
    wanted.trouble = trouble;
    const attempt = wanted.failuresInRow + RETRIES_SKIPPED;
    this.#queue.schedule(id, retryDelayMs(attempt, null, this.#options.runtime.random));
  }

  #varied(intervalMs: number): number {
    return intervalMs * (1 + JITTER * (2 * this.#options.runtime.random() - 1));
  }
}

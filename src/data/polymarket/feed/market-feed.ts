import type { MarketId, TokenId } from '../../../engine/domain/ids.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import { retryDelayMs } from '../../http/backoff.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError } from '../../http/venue-error.ts';
import type { PolymarketClient } from '../client/client.ts';
import { GAMMA_CONDITIONS_MAX } from '../client/gamma.ts';
import type { MarketRow } from '../client/gamma-market.ts';
import { chunksOf } from '../client/pages.ts';
import { DueQueue } from './due-queue.ts';
import { EventTags } from './event-tags.ts';
import { troubleOf } from './feed-trouble.ts';
import { withOutcome } from './final-row.ts';
import type { FrameSink } from './frame-sink.ts';
import { type ListPace, type WantedHealth, WantedMarket } from './wanted-market.ts';

/** The tape's name of Gamma's markets. */
const SOURCE = 'polymarket.markets';
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

/** Lists the markets that somebody wants, again while they live, and until their outcome is final. */
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

  /** Lists the market soon and from time to time. Wanting it again changes nothing. */
  want(marketId: MarketId): void {
    if (this.#wanted.has(marketId)) return;
    this.#wanted.set(marketId, new WantedMarket(marketId));
    this.#queue.schedule(marketId, JOIN_MS);
  }

  /** Something is odd about a wanted market: it is listed soon, unless that just failed. */
  hasten(marketId: MarketId): void {
    if (this.#wanted.get(marketId)?.failuresInRow === 0) this.#queue.hasten(marketId, JOIN_MS);
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
    const read = await this.#options.client.gamma.marketRowsByCondition(ids, { signal });
    const ready = await this.#tagged(read.rows, signal);
    if (signal.aborted) return;
    this.#lastSuccessAtMs = this.#options.runtime.nowMs();
    if (ready.length === ids.length) this.#trouble = null;
    this.#deliver(ready);
    for (const id of read.missing) this.#again(id, 'Gamma does not list it yet');
    const outcomes = await this.#outcomes(ready, signal);
    if (!signal.aborted) this.#deliver(outcomes);
  }

  /** Markets that have ended, with the outcome that Gamma does not tell yet. */
  async #outcomes(rows: readonly MarketRow[], signal: AbortSignal): Promise<readonly MarketRow[]> {
    const nowMs = this.#options.runtime.nowMs();
    const ended = new Map(
      rows
        .filter(({ listed: { market, resolved } }) => {
          return resolved === null && this.#wanted.get(market.id)?.isEnded(nowMs);
        })
        .map((row) => [row.listed.market.id, row] as const),
    );
    try {
      const states = await this.#options.client.data.resolutions([...ended.keys()], { signal });
      return states.rows
        .flatMap((state) => {
          const row = ended.get(state.marketId);
          return row === undefined ? [] : withOutcome(row, state);
        })
        .filter(({ listed }) => listed.resolved !== null);
    } catch (error) {
      if (!(error instanceof VenueError)) throw error;
      this.#counts.failures += 1;
      this.#trouble = troubleOf(error);
      return [];
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
        part.map(({ row }) => row),
        receivedAtMs,
      );
      this.#counts.rows += part.length;
    }
    for (const { listed } of rows) {
      const { market } = listed;
      const wanted = this.#wanted.get(market.id);
      const hasNewTokens = wanted?.listed(market, receivedAtMs);
      const intervalMs = wanted?.intervalMs(receivedAtMs, this.#options.pace) ?? null;
      if (intervalMs === null) this.#queue.remove(market.id);
      else this.#queue.schedule(market.id, this.#varied(intervalMs));
      const tokenIds = market.outcomes.map(({ tokenId }) => tokenId);
      if (hasNewTokens === true && market.status !== 'resolved') onTokens(market.id, tokenIds);
    }
  }

  #failed(ids: readonly MarketId[], error: unknown): void {
    this.#counts.failures += 1;
    this.#trouble = troubleOf(error);
    for (const id of ids) this.#again(id, this.#trouble);
  }

  #again(id: MarketId, trouble: string): void {
    const wanted = this.#wanted.get(id);
    if (wanted === undefined) return;
    wanted.failuresInRow += 1;
    wanted.trouble = trouble;
    const attempt = wanted.failuresInRow + RETRIES_SKIPPED;
    this.#queue.schedule(id, retryDelayMs(attempt, null, this.#options.runtime.random));
  }

  #varied(intervalMs: number): number {
    return intervalMs * (1 + JITTER * (2 * this.#options.runtime.random() - 1));
  }
}

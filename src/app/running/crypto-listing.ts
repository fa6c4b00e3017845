import type { HttpRuntime } from '../../data/http/runtime.ts';
import type { Row } from '../../data/parsed.ts';
import type { Gamma } from '../../data/polymarket/client/gamma.ts';
import type { MarketRow } from '../../data/polymarket/client/gamma-market.ts';
import { chunksOf, type PagedRead } from '../../data/polymarket/client/pages.ts';
import type { FrameSink } from '../../data/polymarket/feed/frame-sink.ts';
import { LAG_HORIZON_MS, LAG_MARKETS_MAX } from '../../engine/core/market/lags.ts';
import type { CryptoRule } from '../../engine/domain/crypto-rule.ts';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';
import { readPolymarketRule } from '../../engine/intelligence/price-lag/polymarket-rule.ts';
import { longEventSlugs } from './crypto-slugs.ts';
import {
  type LagCandidate,
  type LagFind,
  LagListing,
  type LagListingHealth,
  type LagSearch,
  NEAR_MS,
} from './lag-listing.ts';

/** The tape's name of Gamma's markets. */
const SOURCE = 'polymarket.markets';
/** The tag of every event about coins. */
const TAG = 'crypto';
/** Of the markets that are watched, so many at most end later than {@link NEAR_MS}. */
export const LATER_MAX = 200;
/** Between two lists of what ends soon: no window is listed later than an hour before its end. */
export const LIST_EVERY_MS = 2 * MINUTE_MS;
/** Between two looks for events that last longer. */
export const LATER_EVERY_MS = 15 * MINUTE_MS;
/** Pages of events of one list; four times of what coins have in an hour and a half. */
const PAGES_MAX = 8;
/** Slugs of one request: its address stays below 4 kB. */
const SLUGS_MAX = 50;

export interface CryptoListingOptions {
  readonly gamma: Pick<Gamma, 'eventRows'>;
  readonly sink: Pick<FrameSink, 'json'>;
  /** Whose prices are followed, such as `btc`. */
  readonly coins: ReadonlySet<string>;
  /** Whether anybody looks for lags now. */
  readonly isWanted: () => boolean;
  /** Rows with the tags of their events, before they are told. */
  readonly onRows?: (rows: readonly Row[]) => void;
  /** The rule of a market that was told. */
  readonly onTold?: (rule: CryptoRule) => void;
  /** What was told is not known any more: all is told anew when lags are looked for again. */
  readonly onForgotten?: () => void;
  readonly runtime: HttpRuntime;
  readonly everyMs?: number;
  /** Markets at a time; as many as lags are looked for in, unless another venue has a share of them. */
  readonly marketsMax?: number;
}

/**
 * Finds Polymarket's markets about coins whose rule can be read, before anybody trades in them, and
 * tells each once with its rules, the nearest end first.
 */
export class CryptoListing {
  readonly #options: CryptoListingOptions;
  readonly #listing: LagListing;
  /** By the monotonic clock. */
  #laterDueMs = Number.NEGATIVE_INFINITY;

  constructor(options: CryptoListingOptions) {
    const { everyMs = LIST_EVERY_MS, marketsMax = LAG_MARKETS_MAX, onForgotten } = options;
    const { sink, runtime, isWanted, onTold } = options;
    this.#options = options;
    this.#listing = new LagListing({
      ...{ source: SOURCE, sink, runtime, isWanted, everyMs, marketsMax, laterMax: LATER_MAX },
      find: (search) => this.#find(search),
      rowsOf: (chosen) => this.#rowsOf(chosen),
      onTold,
      onForgotten: () => {
        this.#laterDueMs = Number.NEGATIVE_INFINITY;
        onForgotten?.();
      },
    });
  }

  /** Once. `failed` is told of what no venue is to blame for. */
  start(failed: (error: unknown) => void): void {
    this.#listing.start(failed);
  }

  snapshot(): LagListingHealth {
    return this.#listing.snapshot();
  }

  /** Ends it for good; settles when nothing is under way. */
  close(): Promise<void> {
    return this.#listing.close();
  }

  /** @throws VenueError */
  async #find(search: LagSearch): Promise<LagFind> {
    const { runtime } = this.#options;
    const startedMs = runtime.monotonicMs();
    const isLaterDue = startedMs >= this.#laterDueMs;
    const later = isLaterDue ? await this.#later(search) : [];
    const rows = [...(await this.#near(search)), ...later];
    if (isLaterDue) this.#laterDueMs = startedMs + LATER_EVERY_MS;
    const nowMs = runtime.nowMs();
    const found = rows.flatMap((row) => this.#candidate(row, search, nowMs) ?? []);
    return { candidates: found.sort((a, b) => a.rule.closesAtMs - b.rule.closesAtMs) };
  }

  async #rowsOf(chosen: readonly LagCandidate[]): Promise<readonly Row[]> {
    const rows = chosen.map(({ row }) => row);
    this.#options.onRows?.(rows);
    return rows;
  }

  /** What ends soon. @throws VenueError */
  async #near(search: LagSearch): Promise<readonly MarketRow[]> {
    const nowMs = this.#options.runtime.nowMs();
    const ends = { endsFromMs: nowMs, endsUntilMs: nowMs + NEAR_MS };
    return this.#read({ tagSlug: TAG, ...ends, pagesMax: PAGES_MAX }, search);
  }

  /** What lasts longer, by its names. @throws VenueError */
  async #later(search: LagSearch): Promise<readonly MarketRow[]> {
    const { coins, runtime } = this.#options;
    const rows: MarketRow[] = [];
    for (const slugs of chunksOf(longEventSlugs(coins, runtime.nowMs()), SLUGS_MAX)) {
      rows.push(...(await this.#read({ slugs, pagesMax: PAGES_MAX }, search)));
    }
    return rows;
  }

  async #read(
    of: Parameters<Gamma['eventRows']>[0],
    { signal, missed }: LagSearch,
  ): Promise<Extract<PagedRead<MarketRow>, { readonly complete: true }>['rows']> {
    const { gamma } = this.#options;
    const read = await gamma.eventRows({ closed: false, ...of, priority: 'background', signal });
    if (read.complete) return read.rows;
    // A part of a list is as good as it is long, and the rest comes with the next one.
    if (read.readSoFar.length === 0) throw read.error;
    missed();
    return read.readSoFar;
  }

  /** `null` for what is told already, cannot be traded, or has no rule that can be read. */
  #candidate(
    { row, listed: { market } }: MarketRow,
    { isTold }: LagSearch,
    nowMs: AtMs,
  ): LagCandidate | null {
    if (isTold(market.id) || !market.acceptingOrders) return null;
    const description = row['description'];
    const text = typeof description === 'string' ? description : null;
    const reading = readPolymarketRule(market, text);
    if (!reading.ok || !this.#isLookedAt(reading.rule, nowMs)) return null;
    return { row, marketId: market.id, rule: reading.rule };
  }

  #isLookedAt({ symbol, closesAtMs }: CryptoRule, nowMs: AtMs): boolean {
    const leftMs = closesAtMs - nowMs;
    return leftMs > 0 && leftMs <= LAG_HORIZON_MS && this.#options.coins.has(symbol);
  }
}

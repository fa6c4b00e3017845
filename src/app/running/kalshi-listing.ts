import type { HttpRuntime } from '../../data/http/runtime.ts';
import type { KalshiMarketRow } from '../../data/kalshi/client/markets.ts';
import type { SeriesReader } from '../../data/kalshi/feed/series-reader.ts';
import type { FrameSink } from '../../data/polymarket/feed/frame-sink.ts';
import { LAG_HORIZON_MS } from '../../engine/core/market/lags.ts';
import type { CryptoRule } from '../../engine/domain/crypto-rule.ts';
import type { KalshiTerms } from '../../engine/domain/kalshi-terms.ts';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';
import { readKalshiRule } from '../../engine/intelligence/price-lag/kalshi-rule.ts';
import { swayOf } from '../../engine/intelligence/price-lag/sway.ts';
import {
  type LagCandidate,
  type LagFind,
  LagListing,
  type LagListingHealth,
  type LagSearch,
} from './lag-listing.ts';

/** The tape's name of listed markets. */
const SOURCE = 'kalshi.markets';
/** Behind `KX` and the coin: windows of 15 minutes, prices above a strike, and ranges. */
const FAMILIES = ['15M', 'D', ''] as const;

/**
 * Without a key books are asked for: those of 40 markets are one request every two seconds, and where
 * only best prices are given to anybody, rows of some 4 kB each, 80 kB a second. With one page a second
 * of the list of all markets and 15 requests in two minutes for this one that is 1.7 requests a second,
 * of five that are ours: half of what is taken to be the limit by address.
 */
export const POLLED_MARKETS_MAX = 40;
/** With a key the stream brings changes alone; should it fail, these are two requests for books. */
export const STREAMED_MARKETS_MAX = 120;
/** Of these, so many (a quarter) may end later than in an hour and a half: strikes of soon need room. */
const LATER_SHARE = 0.25;
/** Between two lists; windows are listed before they open. */
export const KALSHI_LIST_EVERY_MS = 2 * MINUTE_MS;
/** A window that opens so soon is told: it is watched from its beginning, and its strike is read then. */
const OPENS_WITHIN_MS = KALSHI_LIST_EVERY_MS + MINUTE_MS;
/** What ends sooner is over before its book was followed long enough to be believed. */
const LEFT_MS_MIN = MINUTE_MS;
/**
 * Least sway: a claim that gains less than two cents when its coin moves by half a percent has no lag
 * that could be told from noise.
 */
export const SWAY_MIN = 4;

export interface KalshiListingOptions {
  readonly series: Pick<SeriesReader, 'closing' | 'joined'>;
  readonly sink: Pick<FrameSink, 'json'>;
  /** Whose prices are followed, such as `btc`. */
  readonly coins: ReadonlySet<string>;
  /** What a coin costs now; `null` while nobody knows. */
  readonly priceOf: (coin: string) => number | null;
  /** Whether books come by the stream. */
  readonly hasKey: boolean;
  /** Whether anybody looks for lags now. */
  readonly isWanted: () => boolean;
  readonly runtime: HttpRuntime;
  readonly everyMs?: number;
}

/** Kalshi's markets at a time, of all that lags are looked for in. */
export function kalshiMarketsMax(hasKey: boolean): number {
  return hasKey ? STREAMED_MARKETS_MAX : POLLED_MARKETS_MAX;
}

/**
 * Finds Kalshi's markets about coins that end within a day, and tells each once with its terms. There
 * are hundreds of strikes: those come first whose worth goes furthest with the price, which are near the
 * money and near their end.
 */
export class KalshiListing {
  readonly #options: KalshiListingOptions;
  readonly #listing: LagListing;

  constructor(options: KalshiListingOptions) {
    const { sink, runtime, isWanted, hasKey, everyMs = KALSHI_LIST_EVERY_MS } = options;
    const marketsMax = kalshiMarketsMax(hasKey);
    this.#options = options;
    this.#listing = new LagListing({
      ...{ source: SOURCE, sink, runtime, isWanted, everyMs, marketsMax },
      laterMax: marketsMax * LATER_SHARE,
      find: (search) => this.#find(search),
      rowsOf: (chosen, signal) =>
        options.series.joined(
          chosen.map(({ row }) => row),
          signal,
        ),
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
    const { coins, priceOf } = this.#options;
    const ranked: { readonly candidate: LagCandidate; readonly sway: number }[] = [];
    for (const coin of coins) {
      for (const row of await this.#ofCoin(coin, search)) {
        const candidate = this.#candidate(row, search);
        if (candidate === null) continue;
        const sway = swayOf(candidate.rule, priceOf(coin), this.#options.runtime.nowMs());
        if (sway !== null && sway >= SWAY_MIN) ranked.push({ candidate, sway });
      }
    }
    const candidates = ranked.sort((a, b) => b.sway - a.sway).map(({ candidate }) => candidate);
    // Without prices the strikes of a coin cannot be told apart.
    return { candidates, isEarly: [...coins].every((coin) => priceOf(coin) === null) };
  }

  async #ofCoin(coin: string, search: LagSearch): Promise<readonly KalshiMarketRow[]> {
    const nowMs = this.#options.runtime.nowMs();
    const rows: KalshiMarketRow[] = [];
    for (const family of FAMILIES) {
      const span = {
        seriesTicker: `KX${coin.toUpperCase()}${family}`,
        closesFromMs: nowMs + LEFT_MS_MIN,
        closesUntilMs: nowMs + LAG_HORIZON_MS,
      };
      const read = await this.#options.series.closing(span, search.signal);
      if (!read.complete && read.readSoFar.length === 0) throw read.error;
      if (!read.complete) search.missed();
      rows.push(...(read.complete ? read.rows : read.readSoFar));
    }
    return rows;
  }

  /** `null` for what is told already, is not traded soon, or has no rule that can be read. */
  #candidate({ row, listing }: KalshiMarketRow, { isTold }: LagSearch): LagCandidate | null {
    const { terms } = listing;
    const nowMs = this.#options.runtime.nowMs();
    if (isTold(terms.marketId) || terms.kind !== 'binary') return null;
    if (terms.status !== 'active' && !opensSoon(terms, nowMs)) return null;
    const reading = readKalshiRule(terms);
    if (!reading.ok || !this.#isLookedAt(reading.rule, nowMs)) return null;
    return { row, marketId: terms.marketId, rule: reading.rule };
  }

  #isLookedAt({ symbol, closesAtMs }: CryptoRule, nowMs: AtMs): boolean {
    const leftMs = closesAtMs - nowMs;
    return leftMs >= LEFT_MS_MIN && leftMs <= LAG_HORIZON_MS && this.#options.coins.has(symbol);
  }
}

function opensSoon({ status, opensAtMs }: KalshiTerms, nowMs: AtMs): boolean {
  if (status !== 'initialized' || opensAtMs === null) return false;
  return opensAtMs - nowMs <= OPENS_WITHIN_MS;
}

import type { SettlementSource } from '../../domain/crypto-rule.ts';
import type { SpotFeed, SpotTick } from '../../domain/price-lag.ts';
import { type AtMs, SECOND_MS } from '../../domain/time.ts';
import { BASIS_UNKNOWN, Basis, ERROR_DEVIATIONS } from './basis.ts';
import type { Volatility } from './fair.ts';
import { FeedTrack } from './spot-feed.ts';

/** Feeds of exchanges, the best first: what they say now the settling index says seconds later. */
const LEADING: readonly SpotFeed[] = ['binance', 'rtds'];
/** Age at which a leading price is stale. Source: facts of the venue, fresh is 1 to 2 s. */
export const LEADING_AGE_MS_MAX = 2 * SECOND_MS;
/** The same for an index: Chainlink arrives 1.2 to 2.1 s after its own time and skips seconds. */
export const INDEX_AGE_MS_MAX = 5 * SECOND_MS;
/** How far an index is behind the exchanges when nothing else is seen; measured 2 to 3 s. */
const INDEX_BEHIND_S = 3;
/**
 * The same by its own time, in whole seconds that are over by then. Chainlink's is 1.4 s before it
 * arrives; Kalshi's index is of the very second that it is stamped with.
 */
const STAMP_BEHIND_S: Readonly<Partial<Record<SpotFeed, number>>> = {
  chainlink: 2,
  kalshiIndex: 1,
};

/** The price that settles, as well as it is known now. */
export interface IndexView {
  readonly price: number;
  /** As a share of the price. */
  readonly error: number;
  readonly estimated: boolean;
  /** Seconds since the moment it is the price of. */
  readonly ageS: number;
  /** Where it was read from; its prices times `factor` are those of the index. */
  readonly track: FeedTrack;
  readonly factor: number;
  /** The feed that settles, when it was seen at all. */
  readonly settling: FeedTrack | null;
}

export type NoIndex = 'spotUnknown' | 'spotStale';

/** Which feed settles a rule. */
export function settlingFeed(source: SettlementSource): SpotFeed {
  switch (source.kind) {
    case 'binanceCandle':
      return 'binance';
    case 'kalshiMean60':
      return 'kalshiIndex';
    default:
      return 'chainlink';
  }
}

/** Everything known of one coin's price. */
export class SymbolSpot {
  readonly #symbol: string;
  readonly #tracks = new Map<SpotFeed, FeedTrack>();
  readonly #bases = new Map<SpotFeed, Basis>();

  constructor(symbol: string) {
    this.#symbol = symbol;
  }

  track(feed: SpotFeed): FeedTrack | null {
    return this.#tracks.get(feed) ?? null;
  }

  /** Every feed seen so far, in the order in which they were first seen. */
  tracks(): IterableIterator<FeedTrack> {
    return this.#tracks.values();
  }

  /** Takes a price; `null` when it was not believed. */
  take({ feed, price, venueAtMs }: SpotTick, atMs: AtMs): FeedTrack | null {
    let track = this.#tracks.get(feed);
    if (track === undefined) {
      track = new FeedTrack(this.#symbol, feed);
      this.#tracks.set(feed, track);
    }
    if (!track.take(price, venueAtMs, atMs)) return null;
    const behindS = STAMP_BEHIND_S[feed];
    if (behindS !== undefined) this.#compare(track, behindS, atMs);
    return track;
  }

  /** The price by which a source settles, or its best estimate. */
  index(source: SettlementSource, atMs: AtMs): IndexView | NoIndex {
    const feed = settlingFeed(source);
    const settling = this.track(feed);
    const isFresh = settling !== null && isFreshAt(settling, atMs);
    const leading = this.leading(atMs);
    if (feed === 'binance' && isFresh) return direct(settling, 0, atMs);
    const basis = this.#bases.get(feed);
    // Until the difference of the two is known, the one that settles says more.
    if (leading !== null && (!isFresh || basis?.isKnown === true)) {
      const factor = basis?.factor ?? 1;
      const error = basis?.errorAt(atMs) ?? BASIS_UNKNOWN;
      const price = leading.price * factor;
      return { price, error, estimated: !isFresh, ageS: 0, track: leading, factor, settling };
    }
    if (isFresh) return direct(settling, behindError(settling), atMs);
    return this.#tracks.size === 0 ? 'spotUnknown' : 'spotStale';
  }

  /** The exchange's feed that may be believed now, the better one first. */
  leading(atMs: AtMs): FeedTrack | null {
    for (const feed of LEADING) {
      const track = this.#tracks.get(feed);
      if (track !== undefined && isFreshAt(track, atMs)) return track;
    }
    return null;
  }

  /** An index of a second, and what the exchange said when that was measured. */
  #compare(index: FeedTrack, behindS: number, atMs: AtMs): void {
    const leading = this.leading(atMs);
    if (leading === null) return;
    const before = Math.floor(index.venueAtMs / SECOND_MS) - behindS;
    const price = leading.ring.closeOf(before);
    if (price === null) return;
    let basis = this.#bases.get(index.feed);
    if (basis === undefined) {
      basis = new Basis();
      this.#bases.set(index.feed, basis);
    }
    basis.observe(index.price, price, atMs);
  }
}

/** The price of the feed that settles itself. */
function direct(settling: FeedTrack, error: number, atMs: AtMs): IndexView {
  const ageS = Math.max(0, atMs - settling.venueAtMs) / SECOND_MS;
  const { price } = settling;
  return { price, error, estimated: false, ageS, track: settling, factor: 1, settling };
}

/** Whether a feed's last price is young enough, by when it came and by its own time. */
export function isFreshAt(track: FeedTrack, atMs: AtMs): boolean {
  const most = LEADING.includes(track.feed) ? LEADING_AGE_MS_MAX : INDEX_AGE_MS_MAX;
  return atMs - track.receivedAtMs <= most && atMs - track.venueAtMs <= INDEX_AGE_MS_MAX;
}

/** What the exchanges may have moved meanwhile. */
function behindError(track: FeedTrack): number {
  const volatility: Volatility | null = track.volatility.over(INDEX_BEHIND_S);
  if (volatility === null) return BASIS_UNKNOWN;
  return ERROR_DEVIATIONS * Math.sqrt(volatility.perSecond * INDEX_BEHIND_S);
}

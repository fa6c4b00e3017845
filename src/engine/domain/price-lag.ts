import type { CryptoRule } from './crypto-rule.ts';
import type { MarketId, TokenId } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Price } from './values/money.ts';

/** Who says what a coin costs. `rtds` relays Binance, `chainlinkTwap` is Chainlink's own 60-second mean. */
export type SpotFeed = 'binance' | 'rtds' | 'chainlink' | 'chainlinkTwap' | 'kalshiIndex';

/** One price of one coin. */
export interface SpotTick {
  /** Lower-case code of the coin, such as `btc`. */
  readonly symbol: string;
  readonly feed: SpotFeed;
  /** Dollars. */
  readonly price: number;
  readonly venueAtMs: AtMs;
}

/** What one side of a market was worth and cost at one moment. */
export interface FairPoint {
  readonly atMs: AtMs;
  /** By the spot price that decides. */
  readonly fair: Price;
  /** How far that may be off. */
  readonly band: Price;
  /** The middle of its book; `null` where that was not known. */
  readonly price: Price | null;
}

/**
 * A side that costs less than the spot price says it is worth, and did not follow within the
 * reaction time. It is evidence for a signal of the kind `price_lag`.
 */
export interface PriceLagFound {
  readonly kind: 'priceLagFound';
  /** One opportunity from its crossing to its end has one id. */
  readonly id: string;
  readonly marketId: MarketId;
  /** The side to buy. */
  readonly tokenId: TokenId;
  readonly symbol: string;
  readonly claim: CryptoRule['kind'];
  /** The price that decides, or its estimate, and which feed it was read from. */
  readonly spot: number;
  readonly feed: SpotFeed;
  /**
   * The feed that settles this market was not seen: the price is an estimate from another one. Such
   * evidence may alert and never trades.
   */
  readonly estimated: boolean;
  /** What the side is worth, and how far that may be off. */
  readonly fair: Price;
  readonly band: Price;
  readonly ask: Price;
  /** The taker's fee on one share at the ask, and half of the spread. */
  readonly fee: Price;
  readonly halfSpread: Price;
  /** `fair − ask − fee`: what one share would gain on average. */
  readonly edge: Price;
  /** How far the fair value went since the move began, and how far the market's middle went with it. */
  readonly fairMove: number;
  readonly marketMove: number;
  readonly movedAtMs: AtMs;
  /** When the edge crossed what it must be. */
  readonly crossedAtMs: AtMs;
  /** Receipt of the newest change of the book, and of the spot price. */
  readonly bookAtMs: AtMs;
  readonly spotAtMs: AtMs;
  readonly atMs: AtMs;
  readonly expiresAtMs: AtMs;
}

/** Why an opportunity is over. */
export type LagEnd = 'fellBack' | 'expired' | 'spotStale' | 'bookUnusable' | 'marketOver';

export interface PriceLagEnded {
  readonly kind: 'priceLagEnded';
  readonly id: string;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly why: LagEnd;
  readonly atMs: AtMs;
}

export type PriceLagEvent = PriceLagFound | PriceLagEnded;

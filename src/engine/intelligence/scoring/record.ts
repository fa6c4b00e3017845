import type { LeaderTrade } from '../../domain/change.ts';
import type { MarketId, TokenId, WalletAddress } from '../../domain/ids.ts';
import type { Market, Resolution } from '../../domain/market.ts';
import type { AtMs } from '../../domain/time.ts';
import type { Price } from '../../domain/values/money.ts';
import type { Horizon } from '../../domain/wallet-score.ts';

/** After this time an ended market counts half of a new one. */
export const EVIDENCE_HALF_LIFE_MS = 90 * 86_400_000;

/**
 * Events within this time may come in any order; older ones mark their wallet for being read again
 * from the store.
 */
export const REORDER_WINDOW_MS = 10 * 60_000;

/**
 * The most that one market's return or edge counts, per dollar: what a winning share of 5 cents, the
 * cheapest that is copied by default, pays above its price. More is a lottery ticket, and counts as this much.
 */
export const RETURN_MAX = 19;

/** Bounds of {@link certaintyOf}: a share at 5 cents and one at 80. */
export const CERTAINTY_MIN = 1 / 19;
export const CERTAINTY_MAX = 4;

/**
 * How much the edge of a market tells whose entry price was `price`, where one at 50 cents is 1. Per
 * dollar a share wins (1 − p)/p or loses 1, which is luck of the variance (1 − p)/p when the price
 * is right; means are best when each is weighed by one over its variance: p/(1 − p).
 */
export function certaintyOf(price: number): number {
  if (price >= 1) return CERTAINTY_MAX;
  return Math.min(CERTAINTY_MAX, Math.max(CERTAINTY_MIN, price / (1 - price)));
}

/**
 * Sums over markets, one value x each, weighed by age as of {@link WalletRecord.atMs}:
 * Σw, Σw², Σwx, Σwx². A market is the unit, because trades within one share their luck.
 */
export interface WeighedSums {
  readonly count: number;
  readonly weight: number;
  readonly weightSquares: number;
  readonly sum: number;
  readonly squares: number;
}

/**
 * All that is kept of one wallet, made of its trades, in dollars as floats. A market has *ended* for
 * a wallet when it was resolved while the wallet had shares, or when the wallet sold all of it; a
 * loser that nobody redeems has ended.
 */
export interface WalletRecord {
  readonly wallet: WalletAddress;
  readonly atMs: AtMs;
  readonly firstTradeAtMs: AtMs;
  readonly lastTradeAtMs: AtMs;
  /** Buys and sells. */
  readonly trades: number;
  readonly markets: number;
  readonly openMarkets: number;
  /** 1 for a profit after fees, 0 for none. `count` is the number of ended markets. */
  readonly wins: WeighedSums;
  /** Profit per dollar paid, after fees; at most {@link RETURN_MAX} a market. */
  readonly returns: WeighedSums;
  /** Of ended markets, unweighed. */
  readonly profit: number;
  readonly cost: number;
  /** The most dollars that were in open markets at a time. */
  readonly capitalMax: number;
  /** Move in favour of its buys, dollars a share after the fee, average of each market. */
  readonly moves: Readonly<Record<Horizon, WeighedSums>>;
  /**
   * (payout − entry price) per dollar paid, of resolved markets, whenever the wallet left them; at
   * most {@link RETURN_MAX} a market. Besides its age a market is weighed by {@link certaintyOf} the
   * price in {@link luck}, here and by category: else one ticket would drown a hundred favourites.
   */
  readonly edge: WeighedSums;
  readonly edgeByCategory: ReadonlyMap<string, WeighedSums>;
  /** Whole blocks of ten ended markets in the order of their ends; x is 1 for a profitable one. */
  readonly blocks: WeighedSums;
  /** Entry prices of resolved markets as chances: Σp and Σp(1−p), to tell luck from skill; and wins among them. */
  readonly luck: {
    readonly markets: number;
    readonly expectedWins: number;
    readonly variance: number;
    readonly wins: number;
  };
  readonly drawdown: { readonly depth: number; readonly lengthMs: number };
  /** Of the last seven days: result of markets that ended, and dollars that were at work. */
  readonly week: { readonly profit: number; readonly atWork: number };
  /** Geometric means and spread; `count` entries each. */
  readonly sizes: {
    readonly count: number;
    readonly meanLog: number;
    readonly varianceLog: number;
  };
  readonly sizesAfterLoss: { readonly count: number; readonly meanLog: number };
  readonly holding: { readonly count: number; readonly meanLogMs: number };
  /** Dollars of entries by price, ten bands. */
  readonly priceBands: readonly number[];
  readonly bestMarketProfit: number;
  /** Σ profits of ended markets that made one. */
  readonly grossProfit: number;
  /** What tells kinds apart, each a share 0..1 of ended markets but for the last. */
  readonly habits: {
    /** Both outcomes were bought. */
    readonly bothSides: number;
    /** Dollars of its buys that ended up in complete sets, of all dollars. */
    readonly inSets: number;
    /** Left before the resolution. */
    readonly soldOut: number;
    /** Held for less than ten minutes. */
    readonly quick: number;
    /** Bought in the last hour before the end at 50 cents or less, and won. */
    readonly lateAndRight: number;
    /** Buys and sells a day on days with any. */
    readonly tradesPerActiveDay: number;
  };
}

/** A public print: somebody traded this token at this price. */
export interface Print {
  readonly tokenId: TokenId;
  readonly price: Price;
  readonly atMs: AtMs;
}

/**
 * Follows what wallets do and what became of it. Nothing depends on the order in which events come,
 * as long as it is within {@link REORDER_WINDOW_MS}; rows that a feed repeats are counted before.
 */
export interface WalletTracker {
  /** Categories, outcomes, fee and end of a market; may come after its trades. */
  list(market: Market): void;
  /** `late`: too old for what was counted already; the wallet is {@link stale} until {@link forget} and a new reading. */
  observe(trade: LeaderTrade): 'taken' | 'late';
  resolve(resolution: Resolution, atMs: AtMs): void;
  print(print: Print): void;
  /** The time goes on; what is older than the reorder window is counted for good. */
  advance(atMs: AtMs): void;
  /** Counts everything, however new: the end of a file. */
  flush(): void;
  /** Including what is not counted for good yet; `null` of an unknown wallet. */
  record(wallet: WalletAddress, atMs: AtMs): WalletRecord | null;
  wallets(): IterableIterator<WalletAddress>;
  readonly size: number;
  stale(): readonly WalletAddress[];
  forget(wallet: WalletAddress): void;
  /** Markets with open positions of somebody that are not known to be resolved. */
  unresolved(): IterableIterator<MarketId>;
}

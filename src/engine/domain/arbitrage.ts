import type { MarketId, TokenId } from './ids.ts';
import type { Venue } from './market.ts';
import type { PairBasis } from './market-pair.ts';
import type { AtMs } from './time.ts';
import type { Money, Ppm, Price, Quantity } from './values/money.ts';

/**
 * What guarantees the payout. `pair`: one question on two venues. `set`: every outcome of an event
 * that is provably exhaustive, or the other side of each. `implied`: one market cannot pay unless
 * another does, such as two bars of one price.
 */
export type ArbitrageStructure = 'pair' | 'set' | 'implied';

/** One side to buy. */
export interface ArbitrageLeg {
  readonly venue: Venue;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  /** Average and worst price of the shares, before fees. */
  readonly price: Price;
  readonly limit: Price;
  readonly fee: Money;
  /** Shares that the book shows up to the limit. */
  readonly depth: Quantity;
  /** Receipt of the newest change of its book. */
  readonly bookAtMs: AtMs;
}

/** Sides that cost less together than they pay, found once from its crossing to its end. */
export interface ArbitrageFound {
  readonly kind: 'arbitrageFound';
  /** One opportunity from its crossing to its end has one id. */
  readonly id: string;
  /** The pair, set or implication that it belongs to. */
  readonly watchId: string;
  readonly structure: ArbitrageStructure;
  /** Number of the pair, for people; `null` for sets and implications on one venue. */
  readonly pair: number | null;
  readonly family: string | null;
  /** The leg with the thinner book first. */
  readonly legs: readonly ArbitrageLeg[];
  /** Shares of each leg. */
  readonly quantity: Quantity;
  /** Everything that is paid, fees included. */
  readonly cost: Money;
  readonly fees: Money;
  /** What is certain to be paid out, less the cost. */
  readonly profit: Money;
  /** Of the cost. */
  readonly roi: Ppm;
  readonly paysAtMs: AtMs | null;
  /** The return of a year; `null` without a time of the payout. */
  readonly yearly: Ppm | null;
  readonly basis: readonly PairBasis[];
  /** What the design calls arbitrage; anything else is a basis spread, shown and never automatic. */
  readonly isArbitrage: boolean;
  readonly isAutomatic: boolean;
  /** When it first crossed the thresholds. */
  readonly crossedAtMs: AtMs;
  readonly atMs: AtMs;
  readonly expiresAtMs: AtMs;
}

/** Why an opportunity is over. */
export type ArbitrageEnd = 'closed' | 'expired' | 'bookUnusable' | 'marketOver' | 'unpaired';

export interface ArbitrageEnded {
  readonly kind: 'arbitrageEnded';
  readonly id: string;
  readonly watchId: string;
  readonly why: ArbitrageEnd;
  readonly lastedMs: number;
  /** Whether it was still there after our latency from when it was told. */
  readonly wasTakeable: boolean;
  readonly bestProfit: Money;
  readonly atMs: AtMs;
}

/** Something that must not be, and what it was seen on. */
export interface ArbitrageAlarm {
  readonly kind: 'arbitrageAlarm';
  /**
   * `mirror`: both outcomes of one book cost less than a dollar. `polarity`: the prices add up to
   * one instead of being equal. `gap`: they are further apart than equal questions ever are.
   */
  readonly alarm: 'mirror' | 'polarity' | 'gap';
  readonly watchId: string;
  readonly pair: number | null;
  readonly marketId: MarketId;
  /** The two prices that it was read from. */
  readonly prices: readonly [Price, Price];
  readonly atMs: AtMs;
}

/** One opportunity as it is kept: how it began, and how it ended. */
export interface ArbitrageRecord {
  readonly found: ArbitrageFound;
  readonly ended: ArbitrageEnded | null;
}

export type ArbitrageEvent = ArbitrageFound | ArbitrageEnded | ArbitrageAlarm;

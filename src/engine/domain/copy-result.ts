import type { LedgerId, MarketId, SignalId, TokenId, WalletAddress } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money, Price, Quantity } from './values/money.ts';
import type { Estimate } from './wallet-score.ts';

/** Shares that changed hands: dollars before fees. */
export interface TripLeg {
  readonly quantity: Quantity;
  readonly dollars: Money;
  readonly fees: Money;
  /** Of the newest fill. */
  readonly atMs: AtMs;
}

/** One copy with a fill, from the leader's trade to what became of it, in one ledger. */
export interface CopyTrip {
  readonly signalId: SignalId;
  readonly ledger: LedgerId;
  readonly wallet: WalletAddress;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly leaderPrice: Price;
  readonly leaderQuantity: Quantity;
  readonly tradedAtMs: AtMs;
  /** Best ask when it was judged; `null` where the decision does not tell. */
  readonly askWhenJudged: Price | null;
  /** Dollars that the rules wanted, and what they became after caps, minima and depth. */
  readonly wanted: Money | null;
  readonly budget: Money | null;
  readonly bought: TripLeg;
  /** Its share of what sales of the position brought, by first bought, first sold. */
  readonly sold: TripLeg | null;
  /** What a share paid at the resolution; `null` before it. */
  readonly payout: Price | null;
  /** Average price at which the leader left, as far as the copy was to follow; `null` while it holds. */
  readonly leaderExitPrice: Price | null;
  /** Nothing of it is held any more. */
  readonly isOver: boolean;
  /** When that was; left out while it is held, and where nobody knows. */
  readonly endedAtMs?: AtMs;
}

/**
 * Where the money between the leader's trade and ours went, in dollars of our size: each part is
 * positive when it cost us; together they are the leader's result at our size less ours.
 */
export interface Shortfall {
  readonly copies: number;
  /** The book had moved when we judged. */
  readonly latency: Money;
  /** We paid more than the best price of that moment. */
  readonly slippage: Money;
  readonly fees: Money;
  /** Lots, ticks and minima made the size another one. */
  readonly rounding: Money;
  /** We left at another price than the leader, or not at all. */
  readonly missedExit: Money;
}

/** What copying would have made beside what the leader made, on the same trades. */
export interface Copyability {
  readonly wallet: WalletAddress;
  readonly fromMs: AtMs;
  readonly untilMs: AtMs;
  /** Prices of a time without books are guessed from public prints: shown as ESTIMATE. */
  readonly isEstimate: boolean;
  readonly leaderTrades: number;
  readonly copied: number;
  /** Net dollars at our size: of the leader's prices, and of ours. */
  readonly leaderNet: Money;
  readonly ourNet: Money;
  readonly spent: Money;
  /** Net per dollar, clustered by market; `null` below two markets. */
  readonly leaderEdge: Estimate | null;
  readonly ourEdge: Estimate | null;
  readonly shortfall: Shortfall;
  /** Net dollars added up over time, oldest first, at most 400 points each. */
  readonly leaderCurve: readonly { readonly atMs: AtMs; readonly value: Money }[];
  readonly ourCurve: readonly { readonly atMs: AtMs; readonly value: Money }[];
}

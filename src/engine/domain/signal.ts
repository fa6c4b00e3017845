import type { ArbitrageFound } from './arbitrage.ts';
import type { MarketId, SignalId, TokenId, WalletAddress } from './ids.ts';
import type { LeaderEventKind } from './leader.ts';
import type { OwnExit } from './own-exit.ts';
import type { PriceLagFound } from './price-lag.ts';
import type { AtMs } from './time.ts';
import type { Money, Ppm, Price, Quantity } from './values/money.ts';

/**
 * How far a clip had come when its signal was made: `crossed` is the print that carried it over
 * the minimum, `remainder` what came after it within the window, `belowMinimum` a clip that ended
 * under it. Each is a signal, so each ends with a decision that says why.
 */
export type ClipStage = 'crossed' | 'remainder' | 'belowMinimum';

/** A leader opened or enlarged a position. */
export interface CopySignal {
  readonly kind: 'copy';
  readonly id: SignalId;
  readonly wallet: WalletAddress;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly stage: ClipStage;
  /** Average the leader paid over the prints of this stage. */
  readonly leaderPrice: Price;
  readonly leaderQuantity: Quantity;
  readonly leaderNotional: Money;
  /** Dollars of the whole clip so far; the minimum is judged on it. */
  readonly clipNotional: Money;
  readonly prints: number;
  /** Venue time of the newest print. */
  readonly tradedAtMs: AtMs;
  readonly receivedAtMs: AtMs;
}

/**
 * What a leader did, what a person asked for, or which rule of ours was met. `unwind` gets rid of
 * shares whose other side was missed by an arbitrage.
 */
export type ExitCause = LeaderEventKind | 'opposite' | 'manual' | 'unwind' | OwnExit;

/** A leader closed part of a position, a person asked for it, or a rule of ours was met. */
export interface ExitSignal {
  readonly kind: 'exit';
  readonly id: SignalId;
  /** `null` closes what a person asked for, whoever it was copied from. */
  readonly wallet: WalletAddress | null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  /** How much of the leader's exposure ended, 1,000,000 for all of it. */
  readonly fraction: Ppm;
  readonly cause: ExitCause;
  readonly leaderPrice: Price | null;
  readonly tradedAtMs: AtMs;
  readonly receivedAtMs: AtMs;
}

/** A side of a market that has not followed a spot price, found once from its crossing to its end. */
export interface LagSignal {
  readonly kind: 'price_lag';
  /** Of its evidence. */
  readonly id: SignalId;
  readonly wallet: null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly evidence: PriceLagFound;
  /** When the edge crossed what it must be. */
  readonly tradedAtMs: AtMs;
  readonly receivedAtMs: AtMs;
}

/** Sides on two venues that cost less together than they pay, found once from its crossing to its end. */
export interface ArbitrageSignal {
  readonly kind: 'arbitrage';
  /** Of its evidence. */
  readonly id: SignalId;
  readonly wallet: null;
  /** Of Polymarket's leg, where there is one. */
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly evidence: ArbitrageFound;
  /** When it crossed what it must be. */
  readonly tradedAtMs: AtMs;
  readonly receivedAtMs: AtMs;
}

/** What may open a position. */
export type EntrySignal = CopySignal | LagSignal;
export type Signal = EntrySignal | ArbitrageSignal | ExitSignal;
export type SignalKind = Signal['kind'];

/** The price that a signal was made at: what a leader paid, or the ask that lags. */
export function signalPrice(signal: EntrySignal): Price {
  return signal.kind === 'price_lag' ? signal.evidence.ask : signal.leaderPrice;
}

/** What a leader paid or got; `null` where it is not known, and for what no leader did. */
export function leaderPriceOf(signal: Signal | null): Price | null {
  return signal?.kind === 'copy' || signal?.kind === 'exit' ? signal.leaderPrice : null;
}

import type { LedgerId, MarketId, SignalId, TokenId, WalletAddress } from './ids.ts';
import type { SignalKind } from './signal.ts';
import type { AtMs } from './time.ts';
import type { Money, Price, Quantity } from './values/money.ts';

/** Every check a signal can meet, in the order in which they run. */
export const GATES = [
  'killed',
  'paused',
  'liveNotReady',
  'writeQueue',
  'walletUnknown',
  'walletDisabled',
  'walletConfidence',
  'walletKind',
  'cooldownWallet',
  'marketClosed',
  'bookMissing',
  'marketUnknown',
  'marketFilter',
  'walletCategory',
  'shortCrypto',
  'minutesToClose',
  'cooldownMarket',
  'clipMinimum',
  'clipAlreadyCopied',
  'signalAge',
  'priceBand',
  'bookUntrusted',
  'bookStale',
  'quality',
  'priceMoved',
  'positionCount',
  'orderRate',
  'noEdge',
  'trust',
  'volatility',
  'resolutionRisk',
  'orderCap',
  'marketCap',
  'groupCap',
  'walletCap',
  'walletDayCap',
  'categoryCap',
  'totalCap',
  'slippage',
  'venueMinimum',
  'cash',
  'model',
  'modelSilent',
  'leaderLeft',
  'lagAlertOnly',
  'lagEstimated',
  'arbitrageBasis',
  'arbitrageAlertOnly',
  'arbitrageGone',
  'noPosition',
  'exitManual',
  'unsettled',
  'dust',
] as const;

export type Gate = (typeof GATES)[number];

/** `stop` ends the signal, `shrink` made it smaller, `wait` delays an exit, `pass` let it by. */
export type GateVerdict = 'pass' | 'shrink' | 'wait' | 'stop';

export type GateUnit = 'money' | 'price' | 'quantity' | 'ppm' | 'ms' | 'count' | 'score' | 'flag';

/** One gate met, with the numbers on both sides. A flag is 1 or 0. */
export interface GateResult {
  readonly gate: Gate;
  readonly verdict: GateVerdict;
  readonly actual: number | null;
  readonly limit: number | null;
  readonly unit: GateUnit;
  /** What the numbers cannot say: a filter rule, a reason of distrust. */
  readonly note: string | null;
}

/** `held` is an exit that waits: it is not over. */
export type Verdict = 'accepted' | 'denied' | 'held';

/** How a signal ended in one ledger. */
export interface Decision {
  /** From (signal, ledger). */
  readonly id: string;
  readonly signalId: SignalId;
  readonly signalKind: SignalKind;
  readonly ledger: LedgerId;
  readonly wallet: WalletAddress | null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly verdict: Verdict;
  /** The first gate that stopped or delayed it. */
  readonly reason: Gate | null;
  readonly gates: readonly GateResult[];
  /** The budget: dollars to spend at most, or shares to sell at most. */
  readonly spend: Money | null;
  readonly quantity: Quantity | null;
  readonly limitPrice: Price | null;
  readonly settingsVersion: number;
  readonly atMs: AtMs;
}

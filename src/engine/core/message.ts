import type { IntegrityFault } from '../domain/account-event.ts';
import type { ArbitrageAlarm } from '../domain/arbitrage.ts';
import type { DepthView, Quote } from '../domain/book/depth.ts';
import type { ExecutionReport } from '../domain/execution-report.ts';
import type {
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
  WalletAddress,
} from '../domain/ids.ts';
import type { Market } from '../domain/market.ts';
import type { MarketPair } from '../domain/market-pair.ts';
import type { Order } from '../domain/order.ts';
import type { Signal } from '../domain/signal.ts';
import type { Stake } from '../domain/stake.ts';
import type { Ppm } from '../domain/values/money.ts';
import type { VenueFill } from '../domain/venue-answer.ts';
import type { ArbitragePlan } from '../intelligence/arbitrage/plan.ts';
import type { RiskApproved } from '../risk/approve.ts';

/** What a depth view was asked for; it comes back with the answer. */
export type DepthPurpose =
  | {
      readonly kind: 'entry';
      readonly signalId: SignalId;
      readonly ledger: LedgerId;
      /** Whose holdings of the market are told with the answer. */
      readonly wallet: WalletAddress | null;
    }
  | { readonly kind: 'send'; readonly intentId: IntentId }
  | { readonly kind: 'exit'; readonly exitKey: string }
  | { readonly kind: 'paper'; readonly intentId: IntentId }
  | { readonly kind: 'run'; readonly signalId: SignalId; readonly leg: 0 | 1 };

export interface DepthQuestion {
  readonly kind: 'askDepth';
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly purpose: DepthPurpose;
}

export interface DepthAnswer {
  readonly kind: 'depth';
  readonly purpose: DepthPurpose;
  /** `null` when no book is kept for the market. */
  readonly view: DepthView | null;
  /** What the wallet of an entry holds of the market; empty where nothing is known. */
  readonly leader: readonly Stake[];
}

/**
 * What the cores tell each other. Within one process all of it is handled in the turn that made it;
 * only signals, quotes and depth would cross between processes.
 */
export type Message =
  | { readonly kind: 'signal'; readonly signal: Signal }
  | { readonly kind: 'quote'; readonly quote: Quote }
  | DepthQuestion
  | DepthAnswer
  | { readonly kind: 'paperOrder'; readonly approved: RiskApproved; readonly market: Market }
  /** Send an order whose bytes are written down; or send a waiting one again. */
  | { readonly kind: 'liveOrder'; readonly order: Order }
  /** Take an order back if it has not met the book. */
  | { readonly kind: 'cancelOrder'; readonly intentId: IntentId }
  | { readonly kind: 'report'; readonly report: ExecutionReport }
  /** The same bytes may go again: are the gates still open? */
  | { readonly kind: 'resend'; readonly intentId: IntentId }
  /** They are not: a waiting order ends. */
  | { readonly kind: 'giveUp'; readonly intentId: IntentId; readonly reason: string }
  /** A comparison with the venue found a fill. */
  | { readonly kind: 'accountFill'; readonly fill: VenueFill }
  /** Ask the venue about these orders now. */
  | { readonly kind: 'lookAt'; readonly intentIds: readonly IntentId[] }
  /** Cancel everything of the account, until the venue proves that nothing is open. */
  | { readonly kind: 'sweep'; readonly ledger: LedgerId }
  /** It did. */
  | { readonly kind: 'swept'; readonly ledger: LedgerId; readonly canceled: number }
  /** A fill, or what the chain says of it, of an order of ours that was over. */
  | { readonly kind: 'lateFill'; readonly intentId: IntentId; readonly fill: VenueFill }
  /** What is believed of a pair of markets changed. */
  | { readonly kind: 'pair'; readonly pair: MarketPair }
  /** How would an opportunity be bought now? Answered by `plan`. */
  | { readonly kind: 'askPlan'; readonly signalId: SignalId; readonly edgeKept: Ppm }
  | {
      readonly kind: 'plan';
      readonly signalId: SignalId;
      /** `null` when it is gone. */
      readonly plan: ArbitragePlan | null;
    }
  /** Prices that must not be. */
  | { readonly kind: 'arbitrageAlarm'; readonly alarm: ArbitrageAlarm }
  | { readonly kind: 'fault'; readonly fault: IntegrityFault; readonly detail: string };

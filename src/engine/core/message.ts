import type { DepthView, Quote } from '../domain/book/depth.ts';
import type { ExecutionReport } from '../domain/execution-report.ts';
import type { IntentId, LedgerId, MarketId, SignalId, TokenId } from '../domain/ids.ts';
import type { Market } from '../domain/market.ts';
import type { Signal } from '../domain/signal.ts';
import type { RiskApproved } from '../risk/approve.ts';

/** What a depth view was asked for; it comes back with the answer. */
export type DepthPurpose =
  | { readonly kind: 'entry'; readonly signalId: SignalId; readonly ledger: LedgerId }
  | { readonly kind: 'send'; readonly intentId: IntentId }
  | { readonly kind: 'exit'; readonly exitKey: string }
  | { readonly kind: 'paper'; readonly intentId: IntentId };

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
  /** Take an order back if it has not met the book. */
  | { readonly kind: 'cancelOrder'; readonly intentId: IntentId }
  | { readonly kind: 'report'; readonly report: ExecutionReport };

import { contentId, type LedgerId } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';

/** `external`: what the owner did on the same account without us. */
export type FlowKind = 'deposit' | 'withdrawal' | 'external';

/** Money that entered or left a ledger without a trade of ours. Never profit or loss. */
export interface Flow {
  readonly id: string;
  readonly ledger: LedgerId;
  readonly kind: FlowKind;
  /** Signed: a withdrawal is negative. */
  readonly amount: Money;
  readonly note: string;
  readonly atMs: AtMs;
}

/** A trade of the account by an order that is none of ours, as the venue names it. */
interface ForeignTrade {
  readonly tradeId: string;
  readonly orderHash: string;
}

/** The flow that adopts a foreign trade, so that it is booked once. */
export function externalFlowId({ tradeId, orderHash }: ForeignTrade): string {
  return contentId('external', [tradeId, orderHash]);
}

/** The flow that takes it back when it failed on chain. */
export function externalReversalId({ tradeId, orderHash }: ForeignTrade): string {
  return contentId('external', [tradeId, orderHash, 'failed']);
}

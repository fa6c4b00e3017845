import {
  contentId,
  type LedgerId,
  type MarketId,
  type TokenId,
  type WalletAddress,
} from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';

/** `external`: what the owner did on the same account without us. */
export type FlowKind = 'deposit' | 'withdrawal' | 'external';

/** What a flow did to one row of positions. */
export interface FlowMove {
  readonly wallet: WalletAddress | null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  /** Change of shares held, in micro-shares, signed. */
  readonly change: number;
  /** Change of cost, signed. */
  readonly cost: Money;
}

/** Money that entered or left a ledger without a trade of ours. Never profit or loss. */
export interface Flow {
  readonly id: string;
  readonly ledger: LedgerId;
  readonly kind: FlowKind;
  /** Signed: a withdrawal is negative. */
  readonly amount: Money;
  readonly note: string;
  /** Left out where cash alone moved: then it moved by `amount`, else by what of it is not cost. */
  readonly moves?: readonly FlowMove[];
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

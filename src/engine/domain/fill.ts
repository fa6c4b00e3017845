import type {
  FillId,
  IntentId,
  LedgerId,
  MarketId,
  SignalId,
  TokenId,
  WalletAddress,
} from './ids.ts';
import type { Side } from './order.ts';
import type { SettlementStatus } from './settlement-state.ts';
import type { AtMs } from './time.ts';
import type { Money, Price, Quantity } from './values/money.ts';

/** One execution of ours. Idempotent by `id`, the venue's trade id within the order. */
export interface Fill {
  readonly id: FillId;
  readonly intentId: IntentId;
  readonly signalId: SignalId;
  readonly ledger: LedgerId;
  readonly wallet: WalletAddress | null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly price: Price;
  readonly quantity: Quantity;
  /** Dollars before the fee: paid when buying, received when selling. */
  readonly notional: Money;
  readonly fee: Money;
  /** The venue's name of the trade; `null` on paper. */
  readonly tradeId: string | null;
  /** Of the chain, that settled it; `null` on paper, and while nobody told it. */
  readonly transaction: string | null;
  readonly settlement: SettlementStatus;
  readonly atMs: AtMs;
}

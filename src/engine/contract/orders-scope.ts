import type { IntentId, LedgerId, MarketId, WalletAddress } from '../domain/ids.ts';
import type { Side } from '../domain/order.ts';
import type { OrderStatus } from '../domain/order-state.ts';

/** Which orders: those that fit all that is named. */
export interface OrdersScope {
  readonly limit: number;
  /** Left out, all that are no shadow. */
  readonly ledger?: LedgerId;
  readonly statuses?: readonly OrderStatus[];
  readonly wallet?: WalletAddress;
  readonly marketId?: MarketId;
  readonly side?: Side;
  /** Those that come after this one in the list; none where the store does not know it. */
  readonly before?: IntentId;
}

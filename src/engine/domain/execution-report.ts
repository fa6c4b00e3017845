import type { FillId, IntentId } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money, Price, Quantity } from './values/money.ts';

/** What an executor tells of an order; paper and live speak the same words. */
export type ExecutionReport =
  | {
      readonly kind: 'filled';
      readonly intentId: IntentId;
      readonly fillId: FillId;
      readonly price: Price;
      readonly quantity: Quantity;
      /** Dollars before the fee. */
      readonly notional: Money;
      readonly fee: Money;
      readonly atMs: AtMs;
    }
  /** Nothing more will fill. `complete` tells that what was asked was filled. */
  | {
      readonly kind: 'ended';
      readonly intentId: IntentId;
      readonly outcome: 'complete' | 'canceled' | 'rejected';
      /** The venue's words; empty when complete. */
      readonly reason: string;
    };

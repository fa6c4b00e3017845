import type { FillId, IntentId } from './ids.ts';
import type { SettlementEventKind, SettlementStatus } from './settlement-state.ts';
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
      /** The venue's name of the trade; left out on paper. */
      readonly tradeId?: string;
      /** Of the chain; left out while it is not known, and on paper. */
      readonly transaction?: string;
      /** On paper a fill is final at once. */
      readonly settlement: SettlementStatus;
      readonly atMs: AtMs;
    }
  /** The venue has it. */
  | { readonly kind: 'accepted'; readonly intentId: IntentId }
  /** Whether the venue has it is not known. */
  | { readonly kind: 'inDoubt'; readonly intentId: IntentId; readonly reason: string }
  | { readonly kind: 'cancelAsked'; readonly intentId: IntentId }
  /** What the chain says of a fill that was told before. */
  | {
      readonly kind: 'settled';
      readonly intentId: IntentId;
      readonly fillId: FillId;
      readonly event: SettlementEventKind;
      readonly transaction?: string;
    }
  /**
   * Nothing more will fill. `complete` tells that what was asked was filled, `notPlaced` that the
   * venue never had it.
   */
  | {
      readonly kind: 'ended';
      readonly intentId: IntentId;
      readonly outcome: 'complete' | 'canceled' | 'expired' | 'rejected' | 'notPlaced';
      /** The venue's words, or ours; empty when complete. */
      readonly reason: string;
    };

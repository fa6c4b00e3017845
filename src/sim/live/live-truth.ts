import type { Side } from '../../engine/domain/order.ts';
import type { SettlementStatus } from '../../engine/domain/settlement-state.ts';

/** Whose order it is: the service's, or the person's who owns the account. */
export type Owner = 'service' | 'person';

/** An order as the venue really has it. Micro-units. */
export interface TruthOrder {
  readonly hash: string;
  /** The bytes that it was read from. */
  readonly body: string;
  readonly owner: Owner;
  readonly marketId: string;
  readonly tokenId: string;
  readonly side: Side;
  readonly limitPrice: number;
  readonly quantity: number;
  readonly spend: number;
  readonly restsUntilMs: number | null;
  readonly landedAtMs: number;
  status: 'delayed' | 'live' | 'matched' | 'canceled';
  matched: number;
  notional: number;
  endedAtMs: number | null;
}

/** A trade as the venue really has it. */
export interface TruthTrade {
  readonly id: string;
  readonly order: TruthOrder;
  readonly price: number;
  readonly quantity: number;
  readonly notional: number;
  readonly fee: number;
  readonly role: 'taker' | 'maker';
  readonly atMs: number;
  settlement: SettlementStatus;
}

/** Dollars left to a buy, shares left to a sale. */
export function leftOf({ side, spend, quantity, notional, matched }: TruthOrder): number {
  return side === 'buy' ? spend - notional : quantity - matched;
}

import type { FillId, TokenId } from '../domain/ids.ts';
import type { Side } from '../domain/order.ts';
import type { SettlementStatus } from '../domain/settlement-state.ts';
import type { AtMs } from '../domain/time.ts';
import type { Money, Price, Quantity } from '../domain/values/money.ts';
import type { VenueFill } from '../domain/venue-answer.ts';

/** An order of ours that is not over. */
export interface OurOrder {
  readonly hash: string;
  readonly tokenId: TokenId;
  /**
   * `open`: the venue has it. `inDoubt`: whether it has it is not known. `moving`: it is being sent or
   * canceled, and the answer will tell.
   */
  readonly state: 'open' | 'inDoubt' | 'moving';
  readonly sinceMs: AtMs;
}

/** A booked fill of ours that the chain has not confirmed. */
export interface UnsettledFill {
  readonly tokenId: TokenId;
  readonly side: Side;
  readonly quantity: Quantity;
  readonly notional: Money;
  readonly fee: Money;
  readonly settlement: SettlementStatus;
}

/** One account as our books have it, all wallets together. */
export interface OurAccount {
  /** All that are not over. */
  readonly orders: readonly OurOrder[];
  /**
   * What we know of a hash: `null` for a hash that is none of ours. It must know every order that
   * may have traded since the moment that the reading was asked from.
   */
  readonly known: (hash: string) => { readonly endedAtMs: AtMs | null } | null;
  readonly hasFill: (id: FillId) => boolean;
  readonly unsettled: ReadonlyMap<FillId, UnsettledFill>;
  /** Whether a flow was booked: what was adopted is not adopted again. */
  readonly hasFlow: (id: string) => boolean;
  /** Shares by token, summed over wallets. */
  readonly positions: ReadonlyMap<TokenId, Quantity>;
  readonly cash: Money;
  /** Of tokens held in markets that are resolved for good: dollars a share, once redeemed. */
  readonly payouts: ReadonlyMap<TokenId, Price>;
  /**
   * Tokens held in markets that trade no more: their shares may be dollars already, while we do not
   * know the payout yet.
   */
  readonly ended: ReadonlySet<TokenId>;
  /** Both tokens of open markets of which both are held: a share of each is a dollar. */
  readonly pairs: readonly (readonly [TokenId, TokenId])[];
  /** Tokens of pairs that we asked the chain to merge: shares and dollars may come one after the other. */
  readonly merging: ReadonlySet<TokenId>;
  /** When we last booked a fill of a token. */
  readonly filledAtMs: ReadonlyMap<TokenId, AtMs>;
  /** What the venue takes for a fill. */
  readonly feeOf: (fill: VenueFill) => Money;
}

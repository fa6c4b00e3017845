import type { TokenId } from './ids.ts';
import type { Market } from './market.ts';
import type { Money, Price, Quantity } from './values/money.ts';

/** Shares of one outcome of a resolved market, and what each pays. */
export interface Claimed {
  readonly tokenId: TokenId;
  /** As our books have it; the venue's contract takes what the wallet has. */
  readonly quantity: Quantity;
  readonly payout: Price;
}

/**
 * What is asked of the chain for one market of one account. Asking twice is harmless: what was turned
 * into dollars is not there a second time.
 */
export type Redemption =
  /** Every share of a resolved market into its payout. */
  | { readonly kind: 'redeem'; readonly market: Market; readonly claims: readonly Claimed[] }
  /** So many of each outcome of a market into a dollar a set. */
  | { readonly kind: 'merge'; readonly market: Market; readonly quantity: Quantity };

/** What became of it. Whether it paid is read from the account, never taken from here. */
export type RedemptionAnswer =
  /** Mined. `paid`: dollars that its receipt moved into the wallet; `null` when no receipt was read. */
  | { readonly kind: 'done'; readonly transaction: string; readonly paid: Money | null }
  /** Nothing happened, and it may be tried again later. */
  | { readonly kind: 'failed'; readonly transaction: string | null; readonly why: string }
  /** The chain does not know the payout that we believe in: nothing was sent. */
  | { readonly kind: 'notFinal'; readonly why: string }
  /** It may have happened; only the account tells. */
  | { readonly kind: 'unknown'; readonly transaction: string | null; readonly why: string }
  /** This installation has no way there (no node of the chain, no relayer): a person claims it. */
  | { readonly kind: 'byHand'; readonly why: string };

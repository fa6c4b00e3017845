import {
  contentId,
  type FillId,
  type LedgerId,
  type MarketId,
  type TokenId,
  type WalletAddress,
} from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';

/** Profit or loss that became final, before fees: what a report of any span of time is summed from. */
export interface Realisation {
  /** The fill's, from (ledger, wallet, token) of a payout, or a {@link reversalId}. */
  readonly id: string;
  readonly ledger: LedgerId;
  readonly wallet: WalletAddress | null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  /**
   * `merge`: complete sets became dollars before the resolution. `reversal`: a fill failed on chain,
   * and this much is not so after all.
   */
  readonly cause: 'sale' | 'payout' | 'merge' | 'reversal';
  readonly amount: Money;
  /** What was sold, or taken back; `null` of a payout. */
  readonly fillId: FillId | null;
  /** Change of shares held, in micro-shares, signed. */
  readonly change: number;
  /** Change of cash before fees, signed. */
  readonly cash: Money;
  /** Of the chain, where it is known: what carried out a redemption. */
  readonly transaction: string | null;
  readonly atMs: AtMs;
}

/** Of the realisation that takes back what a failed fill had made final. */
export function reversalId(fill: FillId): string {
  return contentId('reversal', [fill]);
}

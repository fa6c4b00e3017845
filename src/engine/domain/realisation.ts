import type { LedgerId, MarketId, TokenId, WalletAddress } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';

/** Profit or loss that became final, before fees: what a report of any span of time is summed from. */
export interface Realisation {
  /** The fill's, or from (ledger, wallet, token) of a payout. */
  readonly id: string;
  readonly ledger: LedgerId;
  readonly wallet: WalletAddress | null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly cause: 'sale' | 'payout';
  readonly amount: Money;
  readonly atMs: AtMs;
}

import type { LedgerId, MarketId, TokenId, WalletAddress } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money, Quantity } from './values/money.ts';

/**
 * Shares of one token held for one leader (or for the person, `wallet: null`) in one ledger.
 * A closed one keeps its row with quantity zero: realised profit and fees stay countable.
 */
export interface Position {
  readonly ledger: LedgerId;
  readonly wallet: WalletAddress | null;
  readonly marketId: MarketId;
  readonly tokenId: TokenId;
  readonly quantity: Quantity;
  /** Total paid for what is still held, before fees. The average is derived. */
  readonly cost: Money;
  /** Before fees, over the whole life of the row. */
  readonly realised: Money;
  readonly fees: Money;
  readonly openedAtMs: AtMs;
  readonly updatedAtMs: AtMs;
}

export type PositionKey = string;

/** One row per ledger, leader and token. */
export function positionKey(of: Pick<Position, 'ledger' | 'wallet' | 'tokenId'>): PositionKey {
  return `${of.ledger}|${of.wallet ?? ''}|${of.tokenId}`;
}

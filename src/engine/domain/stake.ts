import type { TokenId } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money, Quantity } from './values/money.ts';

/** Shares of one outcome that somebody holds, as far as it is known. */
export interface Stake {
  readonly tokenId: TokenId;
  readonly quantity: Quantity;
  /** Paid for what is held, before fees; `null` where some of it was bought before anybody looked. */
  readonly cost: Money | null;
  /** When the first of it came; `null` where nobody looked then. */
  readonly sinceAtMs: AtMs | null;
}

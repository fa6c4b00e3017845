import type { TokenId } from '../../src/engine/domain/ids.ts';
import type { Ledger } from '../../src/engine/domain/ledger.ts';
import { plain } from './venue-frames.ts';

/** What a ledger holds of a token, over all wallets it was copied from: `10 cost $5` or `nothing`. */
export function holdingWords(ledger: Ledger | undefined, tokenId: TokenId): string {
  let held = 0;
  let paid = 0;
  for (const row of ledger?.positions.values() ?? []) {
    if (row.tokenId !== tokenId) continue;
    held += row.quantity;
    paid += row.cost;
  }
  return held === 0 ? 'nothing' : `${plain(held)} cost $${plain(paid)}`;
}

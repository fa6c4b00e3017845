import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import { market } from '../order/setting.ts';

/** A binary position of Protocol V2: first byte 1, zeros in the middle, its outcome last. */
const BASE = (1n << 248n) | (0xabcdef_0123n << 104n) | (0x77n << 8n);
export const YES_V2 = String(BASE) as TokenId;
export const NO_V2 = String(BASE + 1n) as TokenId;
export const CONDITION_V2 = `0x${BASE.toString(16).padStart(64, '0')}` as MarketId;

export function marketV2(over: Partial<Market> = {}): Market {
  return market({
    id: CONDITION_V2,
    version: 'v2',
    outcomes: [
      { tokenId: YES_V2, label: 'Yes' },
      { tokenId: NO_V2, label: 'No' },
    ],
    ...over,
  });
}

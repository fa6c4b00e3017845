import type { LedgerId, MarketId, TokenId } from '../../domain/ids.ts';
import type { Market } from '../../domain/market.ts';
import {
  addQuantity,
  floorTo,
  type Quantity,
  quantity,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';
import { LOT } from '../../domain/venue-rules/polymarket.ts';
import { ledgerOf, type TradeState } from './state.ts';

/** Fewer complete sets are not worth a transaction, and stay until the resolution pays them. */
export const MERGE_SETS_MIN = quantity(5_000_000);

export const MERGE_TIMER = 'merge:';

/** Complete sets of one market in a live ledger, while the chain is asked to merge them. */
export interface MergeWork {
  readonly ledger: LedgerId;
  readonly marketId: MarketId;
  readonly tokens: readonly [TokenId, TokenId];
  attempts: number;
  /** `asked`: the chain works. `sent`: it answered, the account must show it. `stuck`: no more. */
  status: 'asked' | 'sent' | 'waiting' | 'stuck';
  transaction: string | null;
}

/** As many of both outcomes of an open market as there are of the rarer one. */
export interface CompleteSets {
  readonly market: Market;
  readonly tokens: readonly [TokenId, TokenId];
  readonly quantity: Quantity;
}

export function mergeKey(of: { readonly ledger: LedgerId; readonly marketId: MarketId }): string {
  return `${of.ledger}|${of.marketId}`;
}

export function mergeTimer(of: Parameters<typeof mergeKey>[0]): string {
  return `${MERGE_TIMER}${mergeKey(of)}`;
}

/** Both tokens of every market with two outcomes of which a ledger holds both, resolved ones left out. */
export function heldPairs(state: TradeState, ledger: LedgerId): readonly CompleteSets[] {
  const held = sharesByToken(state, ledger);
  const pairs: CompleteSets[] = [];
  const seen = new Set<MarketId>();
  for (const { marketId } of ledgerOf(state, ledger).openPositions) {
    if (seen.has(marketId)) continue;
    seen.add(marketId);
    const market = state.markets.get(marketId);
    if (market === undefined || state.resolutions.get(marketId) !== undefined) continue;
    const [first, second, third] = market.outcomes;
    if (first === undefined || second === undefined || third !== undefined) continue;
    const tokens = [first.tokenId, second.tokenId] as const;
    const [one, other] = tokens.map((token) => held.get(token) ?? ZERO_QUANTITY);
    const sets = quantity(Math.min(one ?? 0, other ?? 0));
    if (sets > 0) pairs.push({ market, tokens, quantity: floorTo(sets, LOT) });
  }
  return pairs;
}

/** Tokens that a merge may be taking from the account right now. */
export function mergingTokens(state: TradeState, ledger: LedgerId): readonly TokenId[] {
  const tokens: TokenId[] = [];
  for (const work of state.merges.values()) {
    if (work.ledger !== ledger) continue;
    if (work.status === 'asked' || work.status === 'sent') tokens.push(...work.tokens);
  }
  return tokens;
}

function sharesByToken(state: TradeState, ledger: LedgerId): ReadonlyMap<TokenId, Quantity> {
  const held = new Map<TokenId, Quantity>();
  for (const { tokenId, quantity: shares } of ledgerOf(state, ledger).openPositions) {
    held.set(tokenId, addQuantity(held.get(tokenId) ?? ZERO_QUANTITY, shares));
  }
  return held;
}

/** Whether a merge of the market may still be under way. */
export function isMerging(state: TradeState, of: Parameters<typeof mergeKey>[0]): boolean {
  const status = state.merges.get(mergeKey(of))?.status;
  return status === 'asked' || status === 'sent';
}

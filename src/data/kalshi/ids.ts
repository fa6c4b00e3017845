import type { MarketId, TokenId } from '../../engine/domain/ids.ts';

export type KalshiSide = 'yes' | 'no';

export const KALSHI_SIDES: readonly KalshiSide[] = ['yes', 'no'];

/** A ticker such as `KXBTC15M-26APR271445-45`; it goes into paths, so that it may hold nothing else. */
const TICKER = /^[A-Z0-9][A-Z0-9._-]{0,99}$/;

export function isTicker(text: string): boolean {
  return TICKER.test(text);
}

/** The market of a ticker, or `null` for what is none. */
export function kalshiMarketId(ticker: unknown): MarketId | null {
  return typeof ticker === 'string' && isTicker(ticker) ? (ticker as MarketId) : null;
}

/** Kalshi names no outcomes; ours are the ticker with the side. */
export function kalshiTokenId(ticker: string, side: KalshiSide): TokenId {
  return `${ticker}:${side}` as TokenId;
}

/** The ticker and side of one of our token ids; `null` for a token of another venue. */
export function sideOfToken(
  tokenId: TokenId,
): { readonly marketId: MarketId; readonly side: KalshiSide } | null {
  const at = tokenId.lastIndexOf(':');
  const marketId = kalshiMarketId(tokenId.slice(0, Math.max(0, at)));
  const side = KALSHI_SIDES.find((each) => each === tokenId.slice(at + 1));
  return marketId === null || side === undefined ? null : { marketId, side };
}

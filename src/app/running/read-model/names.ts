import type { MarketRef, OutcomeRef, WalletRef } from '../../../engine/contract/views.ts';
import type { MarketId, TokenId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Market } from '../../../engine/domain/market.ts';
import type { Sources } from './sources.ts';

type Known = Pick<Sources, 'engine' | 'siteUrl'>;

/** The market's page, `null` where there is none. */
export function urlOf(siteUrl: string | null, market: Market | undefined): string | null {
  return siteUrl === null || market === undefined || market.slug === ''
    ? null
    : `${siteUrl}/market/${encodeURIComponent(market.slug)}`;
}

/** Names of things that a notice mentions. */
export interface Names {
  market(id: MarketId): MarketRef;
  outcome(marketId: MarketId, tokenId: TokenId): OutcomeRef;
  wallet(address: WalletAddress): WalletRef;
}

export function namesFrom(known: Known): Names {
  return {
    market: (id) => marketRef(known, id),
    outcome: (marketId, tokenId) => outcomeRef(known, { marketId, tokenId }),
    wallet: (address) => walletRef(known, address),
  };
}

export function marketRef({ engine, siteUrl }: Known, id: MarketId): MarketRef {
  const market = engine.trade.state.markets.get(id);
  return { id, question: market?.question ?? null, url: urlOf(siteUrl, market) };
}

export function outcomeRef(
  known: Known,
  of: { readonly marketId: MarketId; readonly tokenId: TokenId },
): OutcomeRef {
  const market = known.engine.trade.state.markets.get(of.marketId);
  const outcome = market?.outcomes.find((one) => one.tokenId === of.tokenId);
  return {
    market: marketRef(known, of.marketId),
    tokenId: of.tokenId,
    label: outcome?.label ?? null,
  };
}

export function walletRef(known: Known, address: WalletAddress): WalletRef;
export function walletRef(known: Known, address: WalletAddress | null): WalletRef | null;
export function walletRef({ engine }: Known, address: WalletAddress | null): WalletRef | null {
  if (address === null) return null;
  return { address, label: engine.trade.state.wallets.get(address)?.label ?? null };
}

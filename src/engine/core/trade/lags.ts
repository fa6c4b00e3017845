import type { Decision } from '../../domain/decision.ts';
import type { Market } from '../../domain/market.ts';
import type { LagSignal } from '../../domain/signal.ts';
import type { Turn } from '../turn.ts';

/** Tells people that a market has not followed a spot price; surfaces word it. */
export function noticeLag(
  decision: Decision,
  {
    evidence,
    market,
  }: { readonly evidence: LagSignal['evidence']; readonly market: Market | null },
  turn: Turn,
): void {
  const { marketId, tokenId, symbol, feed, estimated, spot, fair, band, ask, fee } = evidence;
  turn.notice(
    'priceLag',
    { ledger: null, subject: decision.id },
    {
      market: marketId,
      token: tokenId,
      ...(market === null ? {} : { venue: market.venue }),
      asset: symbol.toUpperCase(),
      source: feed,
      estimated: estimated ? 1 : 0,
      spot: Math.round(spot * 1e6),
      ...{ price: ask, fair, band, fee, halfSpread: evidence.halfSpread },
      movedMs: turn.atMs - evidence.movedAtMs,
      bookMs: turn.atMs - evidence.bookAtMs,
    },
  );
}

import { contentId, isLive, type LedgerId } from '../../domain/ids.ts';
import type { Booked } from '../../domain/ledger.ts';
import type { Market, Resolution } from '../../domain/market.ts';
import type { Price } from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { endExitsOf } from './exits.ts';
import { checkDayLoss, openDay } from './losses.ts';
import type { TradeState } from './state.ts';

/**
 * A market became known or changed its rules. One that is listed as resolved is only closed until
 * its resolution came and was paid out here.
 */
export function onMarketListed(state: TradeState, listed: Market, turn: Turn): void {
  const market = withStatus(state, listed);
  const known = state.markets.get(market.id);
  if (known?.status === 'resolved') return;
  // Lists are polled; only what is new is written.
  if (known !== undefined && JSON.stringify(known) === JSON.stringify(market)) return;
  state.markets.set(market.id, market);
  turn.record({ kind: 'market', market });
}

/** A list that lags behind a resolution does not open its market again. */
function withStatus(state: TradeState, listed: Market): Market {
  if (state.resolvedIds.has(listed.id)) {
    return { ...listed, status: 'resolved', acceptingOrders: false };
  }
  return listed.status === 'resolved' ? { ...listed, status: 'closed' } : listed;
}

/**
 * The final payout: paper positions are paid, losers are written off, a void pays 0.5 a share.
 * Shares of a live ledger are paid by redemption, not here.
 */
export function onResolved(state: TradeState, resolution: Resolution, turn: Turn): void {
  const market = state.markets.get(resolution.marketId);
  if (market?.status === 'resolved') return;
  if (market !== undefined) {
    const resolved: Market = { ...market, status: 'resolved', acceptingOrders: false };
    state.markets.set(market.id, resolved);
    turn.record({ kind: 'market', market: resolved });
  }
  state.resolvedIds.add(resolution.marketId);
  turn.record({ kind: 'resolution', resolution, atMs: turn.atMs });
  for (const { tokenId, payout } of resolution.payouts) {
    for (const ledger of state.ledgers.values()) {
      if (isLive(ledger.id)) continue;
      openDay(state, ledger.id, turn);
      const settled = ledger.settle(tokenId, payout, turn.atMs);
      for (const booked of settled) tellSettled({ ...booked, payout, ledger: ledger.id }, turn);
      if (settled.length > 0) checkDayLoss(state, ledger.id, turn);
    }
    endExitsOf(state, tokenId, turn);
    state.quotes.delete(tokenId);
  }
}

function tellSettled(
  of: Booked & { readonly payout: Price; readonly ledger: LedgerId },
  turn: Turn,
): void {
  const { position, realised: amount, payout, ledger } = of;
  turn.record({ kind: 'position', position });
  const { wallet, tokenId, marketId, realised } = position;
  const subject = contentId('settled', [ledger, wallet ?? '', tokenId]);
  const whose = { ledger, wallet, marketId, tokenId };
  turn.record({
    kind: 'realisation',
    realisation: { id: subject, ...whose, cause: 'payout', amount, atMs: turn.atMs },
  });
  turn.notice(
    'resolved',
    { ledger, subject },
    { market: marketId, token: tokenId, wallet, payout, realised },
  );
}

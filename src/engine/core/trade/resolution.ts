import type { Booked } from '../../domain/booked.ts';
import { contentId, isLive, type LedgerId } from '../../domain/ids.ts';
import type { Ledger } from '../../domain/ledger.ts';
import type { Market, Resolution } from '../../domain/market.ts';
import type { ResolutionMoved } from '../../domain/market-event.ts';
import { termsAfter } from '../../domain/market-terms.ts';
import type { AtMs } from '../../domain/time.ts';
import { cost, type Price } from '../../domain/values/money.ts';
import type { Turn } from '../turn.ts';
import { takeUpClaims } from './claims.ts';
import { endExitsOf } from './exits.ts';
import { checkDayLoss, openDay } from './losses.ts';
import type { TradeState } from './state.ts';

/**
 * A market became known or changed its rules. One that is listed as resolved is only closed until
 * its resolution came and was paid out here.
 */
export function onMarketListed(state: TradeState, listed: Market, turn: Turn): void {
  const known = state.markets.get(listed.id);
  const terms = termsAfter(known?.terms ?? null, listed.terms, turn.atMs);
  const market = withStatus(state, { ...listed, terms });
  if (known?.status === 'resolved') return;
  // Lists are polled; only what is new is written.
  if (known !== undefined && JSON.stringify(known) === JSON.stringify(market)) return;
  state.markets.set(market.id, market);
  turn.record({ kind: 'market', market });
}

/** A list that lags behind a resolution does not open its market again. */
function withStatus(state: TradeState, listed: Market): Market {
  if (state.resolutions.get(listed.id) !== undefined) {
    return { ...listed, status: 'resolved', acceptingOrders: false };
  }
  return listed.status === 'resolved' ? { ...listed, status: 'closed' } : listed;
}

/**
 * The final payout: paper positions are paid, losers are written off, a void pays 0.5 a share.
 * Shares of a live ledger are claimed, and paid when the account has the money.
 */
export function onResolved(
  state: TradeState,
  { resolution, endedAtMs }: { readonly resolution: Resolution; readonly endedAtMs: AtMs },
  turn: Turn,
): void {
  if (state.resolutions.get(resolution.marketId) !== undefined) return;
  const market = state.markets.get(resolution.marketId);
  if (market !== undefined) {
    const resolved: Market = { ...market, status: 'resolved', acceptingOrders: false };
    state.markets.set(market.id, resolved);
    turn.record({ kind: 'market', market: resolved });
  }
  state.resolutions.set(resolution.marketId, resolution);
  const ended = Math.min(endedAtMs, turn.atMs);
  turn.record({ kind: 'resolution', resolution, atMs: turn.atMs, endedAtMs: ended });
  for (const { tokenId, payout } of resolution.payouts) {
    for (const ledger of state.ledgers.values()) {
      if (isLive(ledger.id)) {
        tellClaims(ledger, { tokenId, payout }, turn);
        continue;
      }
      openDay(state, ledger.id, turn);
      const settled = ledger.settle(tokenId, payout, turn.atMs);
      for (const booked of settled) tellSettled({ ...booked, payout, ledger: ledger.id }, turn);
      if (settled.length > 0) checkDayLoss(state, ledger.id, turn);
    }
    endExitsOf(state, tokenId, turn);
    state.quotes.delete(tokenId);
  }
  takeUpClaims(state, turn);
}

/** An outcome was proposed or disputed: those who hold shares hear that nothing is final. */
export function onResolutionMoved(
  state: TradeState,
  { marketId, stage }: ResolutionMoved,
  turn: Turn,
): void {
  if (state.resolutions.get(marketId) !== undefined) return;
  if (state.stages.get(marketId) === stage) return; // Rows are read again and again.
  state.stages.set(marketId, stage);
  for (const ledger of state.ledgers.values()) {
    const held = ledger.openPositions.find((position) => position.marketId === marketId);
    if (held === undefined) continue;
    const { tokenId: token } = held;
    const about = { ledger: ledger.id, subject: marketId };
    turn.notice('resolving', about, { market: marketId, token, wallet: null, stage });
  }
}

/** Won, and not dollars yet: what it made is told when they are there. */
function tellClaims(
  ledger: Ledger,
  { tokenId, payout }: Resolution['payouts'][number],
  turn: Turn,
): void {
  if (payout === 0) return;
  for (const { tokenId: token, wallet, marketId, quantity } of ledger.openPositions) {
    if (token !== tokenId) continue;
    const subject = contentId('settled', [ledger.id, wallet ?? '', token]);
    const data = {
      market: marketId,
      token,
      wallet,
      payout,
      claim: cost(payout, quantity, 'floor'),
    };
    turn.notice('resolved', { ledger: ledger.id, subject }, data);
  }
}

function tellSettled(
  of: Booked & { readonly payout: Price; readonly ledger: LedgerId },
  turn: Turn,
): void {
  const { position, realised: amount, change, cash, payout, ledger } = of;
  turn.record({ kind: 'position', position });
  const { wallet, tokenId, marketId, realised } = position;
  const subject = contentId('settled', [ledger, wallet ?? '', tokenId]);
  const whose = { ledger, wallet, marketId, tokenId };
  const paid = { cause: 'payout', amount, fillId: null, change, cash, transaction: null } as const;
  turn.record({
    kind: 'realisation',
    realisation: { id: subject, ...whose, ...paid, atMs: turn.atMs },
  });
  turn.notice(
    'resolved',
    { ledger, subject },
    { market: marketId, token: tokenId, wallet, payout, realised },
  );
}

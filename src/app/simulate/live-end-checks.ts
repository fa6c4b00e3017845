import type { Engine } from '../../engine/core/engine.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { FillId, LedgerId, TokenId } from '../../engine/domain/ids.ts';
import { fillIdOf } from '../../engine/domain/venue-fill.ts';
import { LOT } from '../../engine/domain/venue-rules/polymarket.ts';
import type { LiveExchange } from '../../sim/live/live-exchange.ts';
import { fillOf } from '../../sim/live/live-told.ts';
import type { TruthTrade } from '../../sim/live/live-truth.ts';
import type { LiveChecks } from './live-checks.ts';
import type { Mirror } from './mirror.ts';
import type { Report } from './violation.ts';

/** What rounding of fees may leave between both cashes, per fill: two cents. */
const CASH_TOLERANCE = 20_000;

export interface LiveEnd {
  readonly ledger: LedgerId;
  readonly exchange: LiveExchange;
  readonly checks: LiveChecks;
  readonly mirror: Mirror;
  readonly engine: Engine;
  readonly atMs: number;
}

/** When all is told and settled: our books are the venue's. */
export function checkLiveEnd(end: LiveEnd, report: Report): void {
  checkFills(end, report);
  checkShares(end, report);
  checkCash(end, report);
  checkPayouts(end, report);
  const { ledger, engine, exchange, checks } = end;
  const { reserved } = engine.trade.state.ledgers.get(ledger)?.totals() ?? { reserved: 0 };
  if (reserved !== 0) report(`${reserved} stay reserved with no order open`);
  const open = exchange.open.filter(({ hash }) => checks.sent.has(hash));
  if (open.length > 0) report(`${open.length} orders of ours are open at the venue in the end`);
}

/** Every execution of ours is booked exactly once, with its amounts; one that failed is undone. */
function checkFills({ exchange, checks, mirror, ledger }: LiveEnd, report: Report): void {
  const real = new Set<FillId>();
  for (const trade of exchange.trades) {
    if (!checks.sent.has(trade.order.hash)) continue;
    const id = fillIdOf(fillOf(trade));
    real.add(id);
    checkFill(trade, mirror.fills.get(id), report);
  }
  for (const fill of mirror.fills.values()) {
    if (fill.ledger === ledger && !real.has(fill.id)) report(`fill ${fill.id} really happened`);
  }
}

function checkFill(trade: TruthTrade, booked: Fill | undefined, report: Report): void {
  const { id, settlement, quantity, notional } = trade;
  const failed = settlement === 'failed';
  if (booked === undefined) {
    if (!failed) report(`fill ${id} is booked`);
    return;
  }
  const same = booked.quantity === quantity && booked.notional === notional;
  if (!same) report(`fill ${id} is booked as it was`);
  if (failed !== (booked.settlement === 'failed')) {
    report(`fill ${id} is ${booked.settlement} with us, ${settlement} in truth`);
  }
}

/** Shares of every token that our books hold, and of every one that we traded. */
function checkShares(end: LiveEnd, report: Report): void {
  const { exchange, mirror, atMs } = end;
  for (const [tokenId, { marketId, held }] of tokensOf(end)) {
    // Shares that are worth nothing stay in the wallet, and are written off here.
    if (exchange.isResolved(marketId, atMs) && (mirror.payoutOf(tokenId) ?? 0) === 0) continue;
    const theirs = exchange.shares.get(tokenId as TokenId) ?? 0;
    if (Math.abs(theirs - held) > LOT) {
      report(`${tokenId.slice(0, 8)}: ${held} shares with us, ${theirs} at the venue`);
    }
  }
}

/** What our books hold of every token that is or was of interest. */
function tokensOf({ exchange, checks, engine, ledger }: LiveEnd) {
  const tokens = new Map<string, { marketId: string; held: number }>();
  for (const { order } of exchange.trades) {
    const { tokenId, marketId } = order;
    if (checks.sent.has(order.hash)) tokens.set(tokenId, { marketId, held: 0 });
  }
  const books = engine.trade.state.ledgers.get(ledger);
  for (const { tokenId, marketId, quantity } of books?.openPositions ?? []) {
    tokens.set(tokenId, { marketId, held: (tokens.get(tokenId)?.held ?? 0) + quantity });
  }
  return tokens;
}

function checkCash({ exchange, engine, ledger }: LiveEnd, report: Report): void {
  const ours = engine.trade.state.ledgers.get(ledger)?.cash ?? 0;
  const tolerance = CASH_TOLERANCE * Math.max(1, exchange.trades.length);
  if (Math.abs(exchange.cash - ours) > tolerance) {
    report(`${ours} dollars with us, ${exchange.cash} at the venue`);
  }
}

/**
 * What counts as won was paid: a payout that went elsewhere, or came by nothing, is none. Dollars that the
 * owner puts in just then look like one in every balance.
 */
function checkPayouts({ exchange, mirror, ledger }: LiveEnd, report: Report): void {
  const ours = new Map<string, number>();
  for (const { ledger: of, cause, marketId, cash } of mirror.realisations.values()) {
    const isPaid = cause === 'payout' || cause === 'merge';
    if (of === ledger && isPaid) ours.set(marketId, (ours.get(marketId) ?? 0) + cash);
  }
  let put = exchange.deposited;
  for (const [marketId, won] of ours) {
    const paid = exchange.paidOut.get(marketId) ?? 0;
    if (won <= paid + LOT) continue;
    put -= won - paid;
    if (put < 0) report(`${marketId.slice(0, 10)}: ${won} dollars won, ${paid} were paid`);
  }
}

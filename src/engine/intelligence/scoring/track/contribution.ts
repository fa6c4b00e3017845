import { type AtMs, HOUR_MS, MINUTE_MS } from '../../../domain/time.ts';
import { certaintyOf, RETURN_MAX } from '../record.ts';
import { costOf, profitOf, tokenLegs } from './booking.ts';
import { LEG, LEG_LINK, POSITION, SETS, WALLET, WALLET_LINK } from './fields.ts';
import { type MarketFacts, payoutOf } from './markets.ts';
import { PRINT_HORIZONS } from './prints.ts';
import { closeEntry } from './sequence.ts';
import type { Tables } from './tables.ts';
import { addWeighed, SUMS_WIDTH, weightAt } from './weights.ts';

/** A market that was held for less counts as quick. */
const QUICK_MS = 10 * MINUTE_MS;
/** A buy within this time before (or after) the planned end was late. */
const LATE_MS = HOUR_MS;

/** Where a position is counted. */
export interface Place {
  readonly wallet: number;
  readonly position: number;
  readonly market: MarketFacts;
  /** Number of the market's category; `null` without one. */
  readonly category: number | null;
}

/**
 * Adds what a position came to, to the sums of its wallet: once it is dropped, or on a copy for a
 * record. As long as a market may be entered again, nothing of this is in the sums.
 */
export function contribute(tables: Tables, place: Place): void {
  const { wallet, position } = place;
  closeEntry(tables, wallet, position);
  if (tables.has(position, 'ended') && !tables.has(position, 'open')) addEnded(tables, place);
  if (tables.has(position, 'resolved')) addResolved(tables, place);
}

function addEnded(tables: Tables, { wallet, position, market }: Place): void {
  const { wallets, positions } = tables;
  const cost = costOf(tables, position, market);
  if (cost <= 0) return;
  const profit = profitOf(tables, position, market);
  const weight = weightAt(positions.get(position, POSITION.sinceMs));
  const part = Math.min(RETURN_MAX, profit / cost);
  wallets.add(wallet, WALLET.ended, 1);
  wallets.add(wallet, WALLET.ended + 1, weight);
  wallets.add(wallet, WALLET.ended + 2, weight * weight);
  if (profit > 0) wallets.add(wallet, WALLET.wins, weight);
  wallets.add(wallet, WALLET.returns, weight * part);
  wallets.add(wallet, WALLET.returnSquares, weight * part * part);
  wallets.add(wallet, WALLET.profit, profit);
  wallets.add(wallet, WALLET.cost, cost);
  wallets.raise(wallet, WALLET.best, profit);
  wallets.add(wallet, WALLET.gross, Math.max(0, profit));
  addMoves(tables, { wallet, position }, weight);
  addHabits(tables, { wallet, position }, market);
}

function addMoves(
  tables: Tables,
  { wallet, position }: { wallet: number; position: number },
  weight: number,
): void {
  for (const horizon of PRINT_HORIZONS.keys()) {
    const dollars = tables.positions.get(position, POSITION.moves + 2 * horizon);
    if (dollars <= 0) continue;
    const x = tables.positions.get(position, POSITION.moves + 2 * horizon + 1) / dollars;
    const field = WALLET.moves + SUMS_WIDTH * horizon;
    addWeighed(tables.wallets, { row: wallet, field }, { x, weight });
  }
}

function addHabits(
  tables: Tables,
  { wallet, position }: { wallet: number; position: number },
  market: MarketFacts,
): void {
  const { wallets, positions, legs } = tables;
  const heldMs = positions.get(position, POSITION.heldMs);
  wallets.add(wallet, WALLET.holding, Math.log(Math.max(1, heldMs)));
  const own = tables.legsOf(position);
  const dollars = own.reduce((sum, leg) => sum + legs.get(leg, LEG.dollars), 0);
  const inSets = Math.min(dollars, positions.get(position, POSITION.inSets));
  wallets.add(wallet, WALLET.dollars, dollars);
  wallets.add(wallet, WALLET.inSets, inSets);
  const sides = own.filter((leg) => legs.get(leg, LEG.bought) > 0).length;
  const count = (field: number, isSo: boolean) =>
    wallets.setLink(wallet, field, wallets.link(wallet, field) + (isSo ? 1 : 0));
  count(WALLET_LINK.bothSides, sides > 1);
  count(WALLET_LINK.soldOut, tables.has(position, 'soldOut'));
  count(WALLET_LINK.quick, heldMs < QUICK_MS);
  count(WALLET_LINK.lateAndRight, wasLateAndRight(tables, position, market));
}

/**
 * Bought the winner low within an hour of the planned end, or of the resolution where none is
 * planned or the resolution came first.
 */
function wasLateAndRight(tables: Tables, position: number, market: MarketFacts): boolean {
  if (market.resolution === null) return false;
  const { resolvedAtMs } = market;
  const endMs = Math.min(market.closesAtMs ?? resolvedAtMs, resolvedAtMs);
  return tokenLegs(tables, position).some((leg) => {
    const boughtAtMs: AtMs = tables.legs.get(leg, LEG.lowAtMs);
    const isLate = boughtAtMs >= endMs - LATE_MS && boughtAtMs <= endMs + LATE_MS;
    return isLate && payoutOf(market, tables.legs.link(leg, LEG_LINK.slot)) === 1;
  });
}

/** Edge, luck and the move to the payout: as if all that was bought had been held. */
function addResolved(tables: Tables, place: Place): void {
  const { wallets, positions } = tables;
  const { wallet, position, market } = place;
  const bought = boughtIn(tables, position, market);
  if (bought === null) return;
  const weight = weightAt(market.resolvedAtMs);
  wallets.add(wallet, WALLET.resolved, 1);
  wallets.add(wallet, WALLET.resolved + 1, weight);
  wallets.add(wallet, WALLET.resolved + 2, weight * weight);
  const edge = Math.min(RETURN_MAX, bought.payout / bought.dollars - 1);
  const certain = weight * certaintyOf(bought.chance);
  wallets.add(wallet, WALLET.edgeWeights, certain);
  wallets.add(wallet, WALLET.edgeWeights + 1, certain * certain);
  wallets.add(wallet, WALLET.edge, certain * edge);
  wallets.add(wallet, WALLET.edgeSquares, certain * edge * edge);
  const cost =
    positions.get(position, POSITION.moveCost) +
    market.feeRate * positions.get(position, POSITION.moveFeeBase);
  const move = (bought.payoutByDollars - cost) / bought.dollars;
  wallets.add(wallet, WALLET.held, weight * move);
  wallets.add(wallet, WALLET.heldSquares, weight * move * move);
  wallets.add(wallet, WALLET.luckExpected, bought.chance);
  wallets.add(wallet, WALLET.luckVariance, bought.chance * (1 - bought.chance));
  wallets.add(wallet, WALLET.luckWins, bought.win);
  if (place.category === null) return;
  const row = tables.category(wallet, place.category);
  addWeighed(tables.categories, { row, field: 0 }, { x: edge, weight: certain });
}

/** All buys at the payouts; `chance` and `win` are of the outcome with most shares. */
function boughtIn(tables: Tables, position: number, market: MarketFacts) {
  const { legs } = tables;
  let dollars = 0;
  let payout = 0;
  let payoutByDollars = 0;
  let most = 0;
  let chance = 0;
  let win = 0;
  for (const leg of tables.legsOf(position)) {
    const slot = legs.link(leg, LEG_LINK.slot);
    const shares = legs.get(leg, LEG.bought);
    if (slot === SETS || shares <= 0) continue;
    const paid = legs.get(leg, LEG.dollars);
    const each = payoutOf(market, slot);
    dollars += paid;
    payout += shares * each;
    payoutByDollars += paid * each;
    if (shares > most) {
      most = shares;
      chance = Math.min(1, paid / shares);
      win = each;
    }
  }
  return dollars > 0 ? { dollars, payout, payoutByDollars, chance, win } : null;
}

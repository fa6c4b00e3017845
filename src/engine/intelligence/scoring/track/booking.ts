import { MICRO } from '../../../domain/values/micro.ts';
import { LOT } from '../../../domain/venue-rules/polymarket.ts';
import type { CountedTrade } from './counted-trade.ts';
import { FLAG, LEG, LEG_LINK, POSITION, POSITION_LINK, SETS } from './fields.ts';
import { feeAt, type MarketFacts, payoutOf, slotsOf } from './markets.ts';
import { NO_ROW } from './rows.ts';
import type { Tables } from './tables.ts';

/** Shares that cannot be sold any more: less than the venue's step. */
const DUST = LOT / MICRO;

/** A buy at or under this price that came late and won was well informed, or lucky. */
export const LOW_PRICE = 0.5;

/**
 * Books what one trade does to shares and dollars of a position. Of shares that were bought before we
 * looked nothing is known: a sale counts as far as its shares are known, and the known side of a
 * merge whose other side is not known leaves at what it cost.
 */
export function bookTrade(tables: Tables, position: number, trade: CountedTrade): void {
  switch (trade.kind) {
    case 'buy':
      bookBuy(tables, position, trade);
      break;
    case 'sell':
      bookSale(tables, position, trade);
      break;
    case 'split':
      bookSplit(tables, position, trade);
      break;
    case 'merge':
      bookMerge(tables, position, trade);
      break;
    case 'conversion':
      // What a conversion brings lies in other markets, at the same worth.
      if (trade.market.noSlot < 0) break;
      leaveAtCost(tables, position, { slot: trade.market.noSlot, shares: trade.shares, trade });
      break;
    case 'redeem':
      // Proof of a payment, never of a result: that comes from the resolution.
      break;
  }
}

/** Whether shares are left that can be sold or paid out. */
export function holdsShares(tables: Tables, position: number): boolean {
  return tables.legsOf(position).some((leg) => tables.legs.get(leg, LEG.shares) >= DUST);
}

/** Pays out all shares. */
export function bookPayout(tables: Tables, position: number, market: MarketFacts): void {
  for (const leg of tables.legsOf(position)) {
    const slot = tables.legs.link(leg, LEG_LINK.slot);
    const payout = slot === SETS ? 1 : payoutOf(market, slot);
    const shares = tables.legs.get(leg, LEG.shares);
    tables.positions.add(position, POSITION.received, shares * payout);
    tables.legs.set(leg, LEG.shares, 0);
  }
}

/** Dollars paid, with fees as far as the market's are known. */
export function costOf(tables: Tables, position: number, market: MarketFacts): number {
  const { positions } = tables;
  const fees = market.feeRate * positions.get(position, POSITION.feeIn);
  return positions.get(position, POSITION.paid) + fees;
}

/** Dollars received less dollars paid, with fees. */
export function profitOf(tables: Tables, position: number, market: MarketFacts): number {
  const { positions } = tables;
  const received = positions.get(position, POSITION.received);
  const fees = market.feeRate * positions.get(position, POSITION.feeOut);
  return received - fees - costOf(tables, position, market);
}

/** Dollars in an open market: paid less received since it was opened. */
export function atWork(tables: Tables, position: number, market: MarketFacts): number {
  const isOpen = (tables.positions.link(position, POSITION_LINK.flags) & FLAG.open) !== 0;
  if (!isOpen) return 0;
  const counted = tables.positions.get(position, POSITION.counted);
  return Math.max(0, counted - profitOf(tables, position, market));
}

function bookBuy(tables: Tables, position: number, trade: CountedTrade): void {
  const { positions, legs } = tables;
  const { price, shares, market } = trade;
  const dollars = price * shares;
  const fee = feeOf(trade);
  const chance = price * (1 - price);
  const setsBefore = heldSets(tables, position, market);
  const leg = tables.leg(position, trade.slot);
  legs.add(leg, LEG.shares, shares);
  legs.add(leg, LEG.bought, shares);
  legs.add(leg, LEG.dollars, dollars);
  if (price <= LOW_PRICE) legs.raise(leg, LEG.lowAtMs, trade.atMs);
  positions.add(position, POSITION.paid, dollars + (fee ?? 0) * shares);
  positions.add(position, POSITION.moveCost, dollars * (price + (fee ?? 0)));
  if (fee === null) {
    positions.add(position, POSITION.feeIn, chance * shares);
    positions.add(position, POSITION.moveFeeBase, dollars * chance);
  }
  const sets = heldSets(tables, position, market) - setsBefore;
  if (sets > 0) positions.add(position, POSITION.inSets, sets * costOfSet(tables, position));
}

/** What a share of the trade paid in fees; `null` until its market is listed. */
export function feeOf({ fee, market, price }: CountedTrade): number | null {
  return fee ?? (market.listed ? feeAt(market, price) : null);
}

function bookSale(tables: Tables, position: number, trade: CountedTrade): void {
  const { legs, positions } = tables;
  const { price } = trade;
  breakSets(tables, position, trade);
  const leg = tables.leg(position, trade.slot);
  const known = legs.get(leg, LEG.shares);
  const sold = Math.min(known, trade.shares);
  legs.set(leg, LEG.shares, known - sold);
  const fee = feeOf(trade);
  positions.add(position, POSITION.received, sold * (price - (fee ?? 0)));
  if (fee === null) positions.add(position, POSITION.feeOut, price * (1 - price) * sold);
}

/** Takes complete sets apart where a sale needs one side of them. */
function breakSets(tables: Tables, position: number, trade: CountedTrade): void {
  const { legs } = tables;
  const sets = setsLeg(tables, position);
  if (sets === NO_ROW) return;
  const missing = trade.shares - legs.get(tables.leg(position, trade.slot), LEG.shares);
  const broken = Math.min(Math.max(0, missing), legs.get(sets, LEG.shares));
  if (broken === 0) return;
  legs.add(sets, LEG.shares, -broken);
  for (const slot of slotsOf(trade.market)) {
    legs.add(tables.leg(position, slot), LEG.shares, broken);
  }
}

function bookSplit(tables: Tables, position: number, { shares }: CountedTrade): void {
  const leg = tables.leg(position, SETS);
  tables.legs.add(leg, LEG.shares, shares);
  tables.legs.add(leg, LEG.dollars, shares);
  tables.positions.add(position, POSITION.paid, shares);
  tables.positions.add(position, POSITION.inSets, shares);
}

function bookMerge(tables: Tables, position: number, trade: CountedTrade): void {
  const { legs } = tables;
  const sets = setsLeg(tables, position);
  const whole = sets === NO_ROW ? 0 : Math.min(trade.shares, legs.get(sets, LEG.shares));
  if (whole > 0) legs.add(sets, LEG.shares, -whole);
  const matched = Math.min(trade.shares - whole, heldSets(tables, position, trade.market));
  const outcomes = tokenLegs(tables, position);
  for (const leg of matched > 0 ? outcomes : []) legs.add(leg, LEG.shares, -matched);
  tables.positions.add(position, POSITION.received, whole + matched);
  const unknown = trade.shares - whole - matched;
  for (const leg of unknown > 0 ? outcomes : []) {
    const slot = legs.link(leg, LEG_LINK.slot);
    leaveAtCost(tables, position, { slot, shares: unknown, trade });
  }
}

function leaveAtCost(
  tables: Tables,
  position: number,
  part: { readonly slot: number; readonly shares: number; readonly trade: CountedTrade },
): void {
  const { legs } = tables;
  const leg = tables.leg(position, part.slot);
  const left = Math.min(part.shares, legs.get(leg, LEG.shares));
  if (left <= 0) return;
  const bought = legs.get(leg, LEG.bought);
  const each = bought > 0 ? legs.get(leg, LEG.dollars) / bought : 1 / part.trade.market.outcomes;
  legs.add(leg, LEG.shares, -left);
  tables.positions.add(position, POSITION.received, left * each);
}

/** Complete sets among shares that were bought one outcome at a time. */
function heldSets(tables: Tables, position: number, market: MarketFacts): number {
  const outcomes = tokenLegs(tables, position);
  if (outcomes.length < market.outcomes) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (const leg of outcomes) least = Math.min(least, tables.legs.get(leg, LEG.shares));
  return least;
}

/** What a set cost on average, by what its outcomes were bought for. */
function costOfSet(tables: Tables, position: number): number {
  let sum = 0;
  for (const leg of tokenLegs(tables, position)) {
    const bought = tables.legs.get(leg, LEG.bought);
    if (bought > 0) sum += tables.legs.get(leg, LEG.dollars) / bought;
  }
  return sum;
}

/** Legs of outcomes, without the one of complete sets. */
export function tokenLegs(tables: Tables, position: number): readonly number[] {
  return tables.legsOf(position).filter((leg) => tables.legs.link(leg, LEG_LINK.slot) !== SETS);
}

function setsLeg(tables: Tables, position: number): number {
  return (
    tables.legsOf(position).find((leg) => tables.legs.link(leg, LEG_LINK.slot) === SETS) ?? NO_ROW
  );
}

import type { CopyTrip, TripLeg } from './copy-result.ts';
import type { LedgerId, SignalId, TokenId, WalletAddress } from './ids.ts';
import type { Resolution } from './market.ts';
import type { AtMs } from './time.ts';
import { mulDiv } from './values/micro.ts';
import {
  addMoney,
  addQuantity,
  averagePrice,
  cost,
  type Money,
  minOf,
  type Ppm,
  type Price,
  partOf,
  type Quantity,
  subtractMoney,
  subtractQuantity,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from './values/money.ts';

/** What is known of a copy before anything was bought. */
export type CopyTold = Omit<
  CopyTrip,
  'bought' | 'sold' | 'payout' | 'leaderExitPrice' | 'isOver' | 'endedAtMs'
>;

/** Whose shares a fill moved. */
export interface TripPosition {
  readonly ledger: LedgerId;
  readonly wallet: WalletAddress;
  readonly tokenId: TokenId;
}

interface Trip extends TripPosition {
  readonly told: CopyTold | null;
  bought: TripLeg;
  sold: TripLeg | null;
  payout: Price | null;
  paidAtMs: AtMs | null;
  /** Of the leader's shares of this copy: what it still holds, and what it got for the rest. */
  leaderLeft: Quantity;
  leaderGot: Money;
}

/**
 * Puts copies together from what is known of them: fills first bought, first sold within a position,
 * the leader's way out as a share of what it holds, and the payout. Fills come in their order.
 */
export class CopyTrips {
  /** In the order of their first fills. */
  readonly #trips = new Map<string, Trip>();
  readonly #byPosition = new Map<string, Trip[]>();
  /** In whatever ledger. */
  readonly #byLeader = new Map<string, Trip[]>();

  /** Shares of a copy. `told` is `null` of one that only takes its place in the order of sales. */
  bought(
    of: TripPosition & { readonly signalId: SignalId },
    leg: TripLeg,
    told: CopyTold | null,
  ): void {
    const key = `${of.signalId}|${of.ledger}`;
    const known = this.#trips.get(key);
    if (known !== undefined) {
      known.bought = joined(known.bought, leg);
      return;
    }
    const trip: Trip = {
      ledger: of.ledger,
      wallet: of.wallet,
      tokenId: of.tokenId,
      told,
      bought: leg,
      sold: null,
      payout: null,
      paidAtMs: null,
      leaderLeft: told?.leaderQuantity ?? ZERO_QUANTITY,
      leaderGot: ZERO_MONEY,
    };
    this.#trips.set(key, trip);
    append(this.#byPosition, positionKey(of), trip);
    append(this.#byLeader, leaderKey(of), trip);
  }

  /** Shares that were sold; those that no copy bought belong to nobody here. */
  sold(of: TripPosition, leg: TripLeg): void {
    let left = leg;
    for (const trip of this.#byPosition.get(positionKey(of)) ?? []) {
      const taken = minOf(heldOf(trip), left.quantity);
      if (taken === 0) continue;
      const part = partOfLeg(left, taken);
      trip.sold = trip.sold === null ? part : joined(trip.sold, part);
      left = rest(left, part);
      if (left.quantity === 0) return;
    }
  }

  /** The leader ended a fraction of what it held: it left every copy it had made by then by that. */
  leaderLeft(
    of: Pick<TripPosition, 'wallet' | 'tokenId'>,
    exit: { readonly fraction: Ppm; readonly price: Price; readonly atMs: AtMs },
  ): void {
    for (const trip of this.#byLeader.get(leaderKey(of)) ?? []) {
      if (trip.told === null || trip.told.tradedAtMs > exit.atMs) continue;
      const gone = partOf(trip.leaderLeft, exit.fraction, 'ceil');
      trip.leaderLeft = subtractQuantity(trip.leaderLeft, gone);
      trip.leaderGot = addMoney(trip.leaderGot, cost(exit.price, gone, 'floor'));
    }
  }

  /** The market's final payouts, told at `atMs`. */
  paid({ marketId, payouts }: Resolution, atMs: AtMs): void {
    for (const trip of this.#trips.values()) {
      if (trip.told?.marketId !== marketId) continue;
      const own = payouts.find(({ tokenId }) => tokenId === trip.tokenId);
      if (own === undefined) continue;
      trip.payout = own.payout;
      trip.paidAtMs = atMs;
    }
  }

  /** Shares of a position that copies hold. */
  held(of: TripPosition): Quantity {
    const trips = this.#byPosition.get(positionKey(of)) ?? [];
    return trips.reduce((sum, trip) => addQuantity(sum, heldOf(trip)), ZERO_QUANTITY);
  }

  /** Copies that were told, in the order of their first fills. */
  trips(): readonly CopyTrip[] {
    return Array.from(this.#trips.values(), tripOf).flatMap((trip) => trip ?? []);
  }
}

function positionKey({ ledger, wallet, tokenId }: TripPosition): string {
  return `${ledger}|${wallet}|${tokenId}`;
}

function leaderKey({ wallet, tokenId }: Pick<TripPosition, 'wallet' | 'tokenId'>): string {
  return `${wallet}|${tokenId}`;
}

function append(lists: Map<string, Trip[]>, key: string, trip: Trip): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [trip]);
  else list.push(trip);
}

function heldOf({ bought, sold }: Trip): Quantity {
  return subtractQuantity(bought.quantity, sold?.quantity ?? ZERO_QUANTITY);
}

function tripOf(trip: Trip): CopyTrip | null {
  const { told, bought, sold, payout, paidAtMs } = trip;
  if (told === null) return null;
  const isSold = heldOf(trip) === 0;
  const isOver = isSold || payout !== null;
  const endedAtMs = isSold ? sold?.atMs : paidAtMs;
  const over = isOver && endedAtMs !== null && endedAtMs !== undefined ? { endedAtMs } : {};
  return {
    ...told,
    bought,
    sold,
    payout,
    leaderExitPrice: leaderExit(trip, told.leaderQuantity),
    isOver,
    ...over,
  };
}

/** Its average over all shares of the copy; one that only held to the end has none of its own. */
function leaderExit(
  { leaderLeft, leaderGot, payout }: Trip,
  leaderQuantity: Quantity,
): Price | null {
  if (leaderQuantity === 0 || leaderLeft === leaderQuantity) return null;
  if (leaderLeft === 0) return averagePrice(leaderGot, leaderQuantity, 'floor');
  if (payout === null) return null;
  const all = addMoney(leaderGot, cost(payout, leaderLeft, 'floor'));
  return averagePrice(all, leaderQuantity, 'floor');
}

function joined(a: TripLeg, b: TripLeg): TripLeg {
  return {
    quantity: addQuantity(a.quantity, b.quantity),
    dollars: addMoney(a.dollars, b.dollars),
    fees: addMoney(a.fees, b.fees),
    atMs: Math.max(a.atMs, b.atMs),
  };
}

/** Dollars and fees by quantity; the last part takes what rounding left, so that nothing is lost. */
function partOfLeg(leg: TripLeg, taken: Quantity): TripLeg {
  if (taken === leg.quantity) return leg;
  const share = (amount: Money): Money =>
    mulDiv(amount, taken, { by: leg.quantity, rounding: 'floor' }) as Money;
  return { quantity: taken, dollars: share(leg.dollars), fees: share(leg.fees), atMs: leg.atMs };
}

function rest(leg: TripLeg, part: TripLeg): TripLeg {
  return {
    quantity: subtractQuantity(leg.quantity, part.quantity),
    dollars: subtractMoney(leg.dollars, part.dollars),
    fees: subtractMoney(leg.fees, part.fees),
    atMs: leg.atMs,
  };
}

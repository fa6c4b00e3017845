import type { CopyTrip } from '../../domain/copy-result.ts';
import type { LedgerId } from '../../domain/ids.ts';
import { type AtMs, DAY_MS } from '../../domain/time.ts';
import { mulDiv } from '../../domain/values/micro.ts';
import {
  addMoney,
  cost,
  type Money,
  subtractMoney,
  subtractQuantity,
  ZERO_MONEY,
  ZERO_QUANTITY,
} from '../../domain/values/money.ts';
import type { CopyRecord } from '../../domain/wallet-score.ts';
import { clusteredEdge } from './clustered-edge.ts';
import type { Marks } from './trip-result.ts';

/** How far back copies tell what copying a wallet is worth. */
export const COPY_RECORD_MS = 30 * DAY_MS;

/**
 * What copying one wallet made, one record a ledger, in the order in which the ledgers first come.
 * `trips` are all of one wallet since `sinceMs`; `marks` are bids. Shares that nobody quotes stand at
 * their cost, as they do in the equity of a ledger.
 */
export function copyRecords(
  trips: readonly CopyTrip[],
  { sinceMs, marks }: { readonly sinceMs: AtMs; readonly marks: Marks },
): readonly CopyRecord[] {
  const byLedger = new Map<LedgerId, CopyTrip[]>();
  for (const trip of trips) {
    if (trip.tradedAtMs < sinceMs) continue;
    const own = byLedger.get(trip.ledger);
    if (own === undefined) byLedger.set(trip.ledger, [trip]);
    else own.push(trip);
  }
  return Array.from(byLedger, ([ledger, own]) => ({ ledger, sinceMs, ...recordOf(own, marks) }));
}

function recordOf(
  trips: readonly CopyTrip[],
  marks: Marks,
): Omit<CopyRecord, 'ledger' | 'sinceMs'> {
  const over = trips.filter(({ isOver }) => isOver);
  const outcomes = over.map((trip) => ({
    marketId: trip.marketId,
    net: netOf(trip, marks),
    spent: trip.bought.dollars,
  }));
  return {
    copies: over.length,
    markets: new Set(over.map(({ marketId }) => marketId)).size,
    spent: trips.reduce((sum, { bought }) => addMoney(sum, bought.dollars), ZERO_MONEY),
    net: trips.reduce((sum, trip) => addMoney(sum, netOf(trip, marks)), ZERO_MONEY),
    edge: clusteredEdge(outcomes),
  };
}

/** What came back less what was paid, fees included. */
function netOf(trip: CopyTrip, marks: Marks): Money {
  const { bought, sold } = trip;
  const fees = addMoney(bought.fees, sold?.fees ?? ZERO_MONEY);
  const got = addMoney(sold?.dollars ?? ZERO_MONEY, worthOfRest(trip, marks));
  return subtractMoney(subtractMoney(got, bought.dollars), fees);
}

function worthOfRest({ bought, sold, payout, tokenId }: CopyTrip, marks: Marks): Money {
  const held = subtractQuantity(bought.quantity, sold?.quantity ?? ZERO_QUANTITY);
  if (held === 0) return ZERO_MONEY;
  const each = payout ?? marks.get(tokenId);
  if (each !== undefined) return cost(each, held, 'floor');
  return mulDiv(bought.dollars, held, { by: bought.quantity, rounding: 'floor' }) as Money;
}

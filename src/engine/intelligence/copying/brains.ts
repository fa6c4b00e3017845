import type { BrainDifference, BrainResult, SkippedResult } from '../../domain/brain-result.ts';
import type { CopyTrip } from '../../domain/copy-result.ts';
import type { Decision, Gate } from '../../domain/decision.ts';
import type { LedgerId, MarketId, SignalId } from '../../domain/ids.ts';
import { addMoney, type Money, subtractMoney, ZERO_MONEY } from '../../domain/values/money.ts';
import { clusteredSum } from './clustered-sum.ts';
import { type Marks, tripResult } from './trip-result.ts';

type Side = { readonly ledger: LedgerId; readonly trips: readonly CopyTrip[] };

/** Sums up what a ledger's copies made. */
export function brainResult({ ledger, trips }: Side, marks: Marks): BrainResult {
  let net = ZERO_MONEY;
  let spent = ZERO_MONEY;
  for (const trip of trips) {
    net = addMoney(net, tripResult(trip, marks).ourNet);
    spent = addMoney(spent, trip.bought.dollars);
  }
  return { ledger, net, spent, copies: trips.length };
}

/** What `one` made more than `other`, market by market. */
export function brainDifference(
  { one, other }: { readonly one: Side; readonly other: Side },
  marks: Marks,
): BrainDifference {
  const markets = new Map<MarketId, Money>();
  const put = (marketId: MarketId, amount: Money): void => {
    markets.set(marketId, addMoney(markets.get(marketId) ?? ZERO_MONEY, amount));
  };
  for (const trip of one.trips) put(trip.marketId, tripResult(trip, marks).ourNet);
  for (const trip of other.trips) {
    put(trip.marketId, subtractMoney(ZERO_MONEY, tripResult(trip, marks).ourNet));
  }
  const sums = [...markets.values()];
  return {
    ledger: one.ledger,
    against: other.ledger,
    net: sums.reduce((sum, part) => addMoney(sum, part), ZERO_MONEY),
    interval: clusteredSum(sums),
    markets: sums.length,
  };
}

/** What the trades that the rules skipped made for somebody who took them all, most costly first. */
export function skippedResults(
  of: { readonly naive: readonly CopyTrip[]; readonly rules: readonly Decision[] },
  marks: Marks,
): readonly SkippedResult[] {
  const gates = new Map<SignalId, Gate>();
  for (const { signalId, verdict, reason } of of.rules) {
    if (verdict === 'denied' && reason !== null) gates.set(signalId, reason);
  }
  const results = new Map<Gate, SkippedResult>();
  for (const trip of of.naive) {
    const gate = gates.get(trip.signalId);
    if (gate === undefined) continue;
    const known = results.get(gate) ?? { gate, trades: 0, net: ZERO_MONEY };
    const net = addMoney(known.net, tripResult(trip, marks).ourNet);
    results.set(gate, { gate, trades: known.trades + 1, net });
  }
  return [...results.values()].sort((a, b) => Math.abs(b.net) - Math.abs(a.net));
}

import type { Copyability, CopyTrip } from '../../domain/copy-result.ts';
import type { WalletAddress } from '../../domain/ids.ts';
import type { AtMs } from '../../domain/time.ts';
import { addMoney, type Money, ZERO_MONEY } from '../../domain/values/money.ts';
import { clusteredEdge } from './clustered-edge.ts';
import { shortfallOf } from './shortfall.ts';
import { type Marks, type TripResult, tripResult } from './trip-result.ts';

/** Most points of a curve. */
export const CURVE_POINTS_MAX = 400;

export interface CopyabilityScope {
  readonly wallet: WalletAddress;
  readonly fromMs: AtMs;
  readonly untilMs: AtMs;
  readonly isEstimate: boolean;
  /** Buys and sells of the leader in that time, copied or not. */
  readonly leaderTrades: number;
  /** What shares that are held would bring at `untilMs`. */
  readonly marks: Marks;
}

type Curve = Copyability['ourCurve'];

/**
 * What copies of one wallet made beside what the leader made on the same trades, at our size. Real
 * trips or estimated ones; both nets differ by exactly the parts of the shortfall.
 */
export function copyabilityOf(trips: readonly CopyTrip[], scope: CopyabilityScope): Copyability {
  const { marks, ...told } = scope;
  const results = trips.map((trip) => ({ trip, result: tripResult(trip, marks) }));
  const over = results.filter(({ trip }) => trip.isOver);
  const endOf = ({ endedAtMs, isOver, sold, bought }: CopyTrip): AtMs =>
    isOver ? (endedAtMs ?? sold?.atMs ?? bought.atMs) : scope.untilMs;
  const curveOf = (net: (result: TripResult) => Money): Curve =>
    addedUp(results.map(({ trip, result }) => ({ atMs: endOf(trip), value: net(result) })));
  return {
    ...told,
    copied: trips.length,
    leaderNet: sumOf(results.map(({ result }) => result.leaderNet)),
    ourNet: sumOf(results.map(({ result }) => result.ourNet)),
    spent: sumOf(trips.map(({ bought }) => bought.dollars)),
    leaderEdge: clusteredEdge(
      over.map(({ trip, result }) => ({
        marketId: trip.marketId,
        net: result.leaderNet,
        spent: result.leaderCost,
      })),
    ),
    ourEdge: clusteredEdge(
      over.map(({ trip, result }) => ({
        marketId: trip.marketId,
        net: result.ourNet,
        spent: trip.bought.dollars,
      })),
    ),
    shortfall: shortfallOf(trips, marks),
    leaderCurve: curveOf(({ leaderNet }) => leaderNet),
    ourCurve: curveOf(({ ourNet }) => ourNet),
  };
}

function sumOf(amounts: readonly Money[]): Money {
  return amounts.reduce(addMoney, ZERO_MONEY);
}

/** Values of each moment added to all before it; of too many points evenly chosen ones stay. */
function addedUp(steps: Curve): Curve {
  const points: { atMs: AtMs; value: Money }[] = [];
  let total = ZERO_MONEY;
  for (const { atMs, value } of [...steps].sort((a, b) => a.atMs - b.atMs)) {
    total = addMoney(total, value);
    const last = points.at(-1);
    if (last?.atMs === atMs) last.value = total;
    else points.push({ atMs, value: total });
  }
  return thinned(points);
}

/** Keeps the first and the last. */
function thinned(points: Curve): Curve {
  if (points.length <= CURVE_POINTS_MAX) return points;
  const step = (points.length - 1) / (CURVE_POINTS_MAX - 1);
  return Array.from(
    { length: CURVE_POINTS_MAX },
    (_, at) => points[Math.round(at * step)] ?? [],
  ).flat();
}

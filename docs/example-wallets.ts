import type { WalletAddress } from '../src/engine/domain/ids.ts';
import type { WalletRecord, WeighedSums } from '../src/engine/intelligence/scoring/record.ts';

/* The wallets of the worked examples in how-scores-work.md. */

export const NOTHING: WeighedSums = { count: 0, weight: 0, weightSquares: 0, sum: 0, squares: 0 };
const AT_MS = Date.UTC(2026, 10, 1);

export interface Sample {
  readonly count: number;
  readonly mean: number;
  /** Of one market; none by default. */
  readonly variance?: number;
  /** Of each market by its age. */
  readonly weight?: number;
}

function sample({ count, mean, variance = 0, weight = 1 }: Sample): WeighedSums {
  const around = (variance * (count - 1)) / count;
  return {
    count,
    weight: count * weight,
    weightSquares: count * weight * weight,
    sum: count * weight * mean,
    squares: count * weight * (mean * mean + around),
  };
}

/** Zeros and ones. */
function ones(of: number, count: number, weight = 1): WeighedSums {
  const each = { count, weight: count * weight, weightSquares: count * weight * weight };
  return { ...each, sum: of * weight, squares: of * weight };
}

function record(change: Partial<WalletRecord>): WalletRecord {
  return {
    wallet: `0x${'0'.repeat(40)}` as WalletAddress,
    atMs: AT_MS,
    firstTradeAtMs: AT_MS,
    lastTradeAtMs: AT_MS,
    trades: 0,
    markets: 0,
    openMarkets: 0,
    wins: NOTHING,
    returns: NOTHING,
    profit: 0,
    cost: 0,
    capitalMax: 0,
    moves: { '1m': NOTHING, '1h': NOTHING, '24h': NOTHING, resolution: NOTHING },
    edge: NOTHING,
    edgeByCategory: new Map(),
    blocks: NOTHING,
    luck: { markets: 0, expectedWins: 0, variance: 0, wins: 0 },
    drawdown: { depth: 0, lengthMs: 0 },
    week: { profit: 0, atWork: 0 },
    sizes: { count: 0, meanLog: 0, varianceLog: 0 },
    sizesAfterLoss: { count: 0, meanLog: 0 },
    holding: { count: 0, meanLogMs: 0 },
    priceBands: [],
    bestMarketProfit: 0,
    grossProfit: 0,
    habits: {
      bothSides: 0,
      inSets: 0,
      soldOut: 0,
      quick: 0,
      lateAndRight: 0,
      tradesPerActiveDay: 1,
    },
    ...change,
  };
}

/** Everything won, far above what any curve can tell from perfect. */
export const PERFECT = record({
  wins: ones(20, 20),
  returns: sample({ count: 20, mean: 9 }),
  moves: {
    '1m': NOTHING,
    '1h': NOTHING,
    '24h': NOTHING,
    resolution: sample({ count: 20, mean: 0.9 }),
  },
  blocks: ones(2, 2),
});

/** 120 markets at 50 cents on average, each of the given weight. */
export function trader(weight: number): WalletRecord {
  return record({
    wins: ones(66, 120, weight),
    returns: sample({ count: 120, mean: 0.04, variance: 1, weight }),
    moves: {
      '1m': NOTHING,
      '1h': NOTHING,
      '24h': sample({ count: 60, mean: 0.006, variance: 0.01, weight }),
      resolution: sample({ count: 120, mean: 0.02, variance: 0.25, weight }),
    },
    blocks: ones(7, 12, weight),
    edge: sample({ count: 120, mean: 0.06, variance: 1, weight }),
    edgeByCategory: new Map([
      ['politics', sample({ count: 90, mean: 0.1, variance: 1, weight })],
      ['sports', sample({ count: 30, mean: -0.06, variance: 1, weight })],
    ]),
    luck: { markets: 120, expectedWins: 60, variance: 30, wins: 64 },
  });
}

export const LOSER = record({
  wins: ones(0, 100),
  returns: sample({ count: 100, mean: -1 }),
  moves: {
    '1m': NOTHING,
    '1h': NOTHING,
    '24h': NOTHING,
    resolution: sample({ count: 100, mean: -0.5 }),
  },
  blocks: ones(0, 10),
  edge: sample({ count: 100, mean: -1 }),
  luck: { markets: 100, expectedWins: 50, variance: 25, wins: 0 },
});

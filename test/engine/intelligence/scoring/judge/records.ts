import type { WalletAddress } from '../../../../../src/engine/domain/ids.ts';
import { DAY_MS, HOUR_MS } from '../../../../../src/engine/domain/time.ts';
import {
  certaintyOf,
  RETURN_MAX,
  type WalletRecord,
  type WeighedSums,
} from '../../../../../src/engine/intelligence/scoring/record.ts';
import { LEADER, NOW_MS } from '../../examples.ts';

export const EMPTY: WeighedSums = { count: 0, weight: 0, weightSquares: 0, sum: 0, squares: 0 };

/** One market's value and its weight by age. */
export interface Seen {
  readonly x: number;
  readonly weight?: number;
}

export function sums(seen: readonly Seen[]): WeighedSums {
  return seen.reduce<WeighedSums>(
    (total, { x, weight = 1 }) => ({
      count: total.count + 1,
      weight: total.weight + weight,
      weightSquares: total.weightSquares + weight * weight,
      sum: total.sum + weight * x,
      squares: total.squares + weight * x * x,
    }),
    EMPTY,
  );
}

/** `count` markets of today, all alike. */
export function alike(count: number, x: number): WeighedSums {
  return sums(Array.from({ length: count }, () => ({ x })));
}

/** The same evidence `times` over. */
export function repeated(of: WeighedSums, times: number): WeighedSums {
  return {
    count: of.count * times,
    weight: of.weight * times,
    weightSquares: of.weightSquares * times,
    sum: of.sum * times,
    squares: of.squares * times,
  };
}

/** A wallet that did nothing that tells anything, with `change`. */
export function record(change: Partial<WalletRecord> = {}): WalletRecord {
  return {
    wallet: LEADER,
    atMs: NOW_MS,
    firstTradeAtMs: NOW_MS - 60 * DAY_MS,
    lastTradeAtMs: NOW_MS - HOUR_MS,
    trades: 0,
    markets: 0,
    openMarkets: 0,
    wins: EMPTY,
    returns: EMPTY,
    profit: 0,
    cost: 0,
    capitalMax: 0,
    moves: { '1m': EMPTY, '1h': EMPTY, '24h': EMPTY, resolution: EMPTY },
    edge: EMPTY,
    edgeByCategory: new Map(),
    blocks: EMPTY,
    luck: { markets: 0, expectedWins: 0, variance: 0, wins: 0 },
    drawdown: { depth: 0, lengthMs: 0 },
    week: { profit: 0, atWork: 0 },
    sizes: { count: 0, meanLog: 0, varianceLog: 0 },
    sizesAfterLoss: { count: 0, meanLog: 0 },
    holding: { count: 0, meanLogMs: 0 },
    priceBands: Array.from({ length: 10 }, () => 0),
    bestMarketProfit: 0,
    grossProfit: 0,
    habits: {
      bothSides: 0,
      inSets: 0,
      soldOut: 0,
      quick: 0,
      lateAndRight: 0,
      tradesPerActiveDay: 4,
    },
    ...change,
  };
}

/** A bet of a dollar that was held to the end. */
export interface Bet {
  readonly price: number;
  readonly won: boolean;
  readonly category?: string;
  readonly weight?: number;
}

/** What a tracker makes of bets, one a market, oldest first, without fees and prints. */
export function bettor(bets: readonly Bet[], change: Partial<WalletRecord> = {}): WalletRecord {
  const count = bets.length;
  const returnOf = ({ price, won }: Bet) => (won ? Math.min(RETURN_MAX, 1 / price - 1) : -1);
  const seen = (x: (bet: Bet) => number) =>
    sums(bets.map((bet) => ({ x: x(bet), weight: bet.weight ?? 1 })));
  const edges = (of: readonly Bet[]) =>
    sums(
      of.map((bet) => ({
        x: returnOf(bet),
        weight: (bet.weight ?? 1) * certaintyOf(bet.price),
      })),
    );
  const categories = new Set(bets.flatMap(({ category }) => category ?? []));
  const profits = bets.map(returnOf).filter((x) => x > 0);
  return record({
    trades: count,
    markets: count,
    wins: seen(({ won }) => Number(won)),
    returns: seen(returnOf),
    profit: bets.reduce((total, bet) => total + returnOf(bet), 0),
    cost: count,
    capitalMax: count,
    moves: { ...record().moves, resolution: seen(({ price, won }) => Number(won) - price) },
    edge: edges(bets),
    edgeByCategory: new Map(
      [...categories].map((one) => [one, edges(bets.filter(({ category }) => category === one))]),
    ),
    blocks: sums(
      Array.from({ length: Math.floor(count / 10) }, (_, block) => {
        const ten = bets.slice(block * 10, block * 10 + 10);
        return { x: Number(ten.reduce((total, bet) => total + returnOf(bet), 0) > 0) };
      }),
    ),
    luck: {
      markets: count,
      expectedWins: bets.reduce((total, { price }) => total + price, 0),
      variance: bets.reduce((total, { price }) => total + price * (1 - price), 0),
      wins: bets.filter(({ won }) => won).length,
    },
    bestMarketProfit: Math.max(0, ...profits),
    grossProfit: profits.reduce((total, x) => total + x, 0),
    ...change,
  });
}

export function bets(count: number, bet: Bet): readonly Bet[] {
  return Array.from({ length: count }, () => bet);
}

/** Everything that can be perfect is, in `count` markets of today. */
export function perfect(count: number): WalletRecord {
  return bettor(bets(count, { price: 0.05, won: true }), {
    blocks: alike(Math.floor(count / 10), 1),
    moves: {
      '1m': alike(count, 0.9),
      '1h': alike(count, 0.9),
      '24h': alike(count, 0.9),
      resolution: alike(count, 0.9),
    },
  });
}

export function walletNumbered(number: number): WalletAddress {
  return `0x${number.toString(16).padStart(40, '0')}` as WalletAddress;
}

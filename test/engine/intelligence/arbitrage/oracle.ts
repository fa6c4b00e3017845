import type { TradedMarket } from '../../../../src/engine/intelligence/arbitrage/traded-market.ts';

/**
 * A slow second opinion on sizes, from the facts alone and in whole numbers without limit: it lays
 * every share out one lot at a time and tries every count. It shares no code with the product.
 */

const ONE = 1_000_000n;
const LOT = 10_000n;

export interface OracleLeg {
  readonly market: TradedMarket;
  /** Micro-dollars and micro-shares, best first. */
  readonly levels: readonly (readonly [price: number, quantity: number])[];
}

export interface OracleRules {
  readonly hurdle: number;
  readonly costMax: number;
  readonly cash: Readonly<Record<'polymarket' | 'kalshi', number>>;
  readonly profitMin: number;
  readonly payout: number;
}

export interface OracleAnswer {
  readonly quantity: number;
  readonly cost: number;
  readonly fees: number;
  readonly profit: number;
}

const up = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/** The fee of one fill in micro-dollars: Polymarket in steps of ten, Kalshi of one, both rounded up. */
function feeOf({ charge }: TradedMarket, at: bigint, of: bigint): bigint {
  const parts = at * (ONE - at) * of;
  if ('venue' in charge) return up(parts * 70_000n * BigInt(charge.fee.multiplier), ONE ** 4n);
  const rate = BigInt(charge.ratePpm);
  // Rounded up after each factor, as fees of the venue are counted here.
  const fee = up(up(up(of * rate, ONE) * at, ONE) * (ONE - at), ONE);
  return up(fee, 10n) * 10n;
}

/** Half of what every level shows. */
function counted(leg: OracleLeg): readonly (readonly [bigint, bigint])[] {
  return leg.levels.map(([at, of]) => [BigInt(at), BigInt(of) / 2n] as const);
}

/** What the first so many shares of a leg cost; `null` when there are fewer. */
function costOf(leg: OracleLeg, wanted: bigint): { paid: bigint; fee: bigint } | null {
  let [left, paid, fee] = [wanted, 0n, 0n];
  for (const [at, there] of counted(leg)) {
    const taken = there < left ? there : left;
    if (taken === 0n) continue;
    paid += up(at * taken, ONE);
    fee += feeOf(leg.market, at, taken);
    left -= taken;
  }
  if (left > 0n) return null;
  // Balances of Kalshi move in steps of a hundredth of a cent.
  const exact = paid + fee;
  if (leg.market.venue === 'kalshi') fee += up(exact, 100n) * 100n - exact;
  return { paid, fee };
}

/** What one share costs at the place that a count of shares has reached, with its fee. */
function unitCost(leg: OracleLeg, after: bigint): bigint | null {
  let passed = 0n;
  for (const [at, there] of counted(leg)) {
    passed += there;
    if (after < passed) return at + feeOf(leg.market, at, ONE);
  }
  return null;
}

/** Whether the very last micro-share of every leg is worth it. */
function isWorth(legs: readonly OracleLeg[], last: bigint, rules: OracleRules): boolean {
  let cost = 0n;
  for (const leg of legs) {
    const one = unitCost(leg, last);
    if (one === null) return false;
    cost += one;
  }
  return BigInt(rules.payout) - cost >= up(cost * BigInt(rules.hurdle), ONE);
}

/** The largest count that everything allows, and whether it makes what it must; else `null`. */
export function bruteForce(legs: readonly OracleLeg[], rules: OracleRules): OracleAnswer | null {
  let best: OracleAnswer | null = null;
  for (let count = LOT; isWorth(legs, count - 1n, rules); count += LOT) {
    const costs = legs.map((leg) => costOf(leg, count));
    if (costs.includes(null)) break;
    const spent = { polymarket: 0n, kalshi: 0n };
    let fees = 0n;
    for (const [index, { market }] of legs.entries()) {
      const { paid, fee } = costs[index] ?? { paid: 0n, fee: 0n };
      spent[market.venue] += paid + fee;
      fees += fee;
    }
    const cost = spent.polymarket + spent.kalshi;
    const isPaid =
      cost <= BigInt(rules.costMax) &&
      spent.polymarket <= BigInt(rules.cash.polymarket) &&
      spent.kalshi <= BigInt(rules.cash.kalshi);
    if (!isPaid) continue;
    const profit = (BigInt(rules.payout) * count) / ONE - cost;
    const numbers = { quantity: count, cost, fees, profit };
    const isOrder = legs.every(
      ({ market }, index) =>
        count >= BigInt(market.minQuantity) &&
        (costs[index]?.paid ?? 0n) >= BigInt(market.minMarketableBuy),
    );
    const makesIt =
      profit >= BigInt(rules.profitMin) && profit * ONE >= BigInt(rules.hurdle) * cost;
    best = isOrder && makesIt ? toNumbers(numbers) : null;
  }
  return best;
}

/**
 * The most that any count leaves beyond the hurdle, whether its last share is worth it or not, in
 * micro-dollars: what is found should leave no less.
 */
export function bestExcess(legs: readonly OracleLeg[], rules: OracleRules): number {
  let best = 0;
  for (let count = LOT; ; count += LOT * 7n) {
    const spent = { polymarket: 0, kalshi: 0 };
    for (const leg of legs) {
      const cost = costOf(leg, count);
      if (cost === null) return best;
      spent[leg.market.venue] += Number(cost.paid + cost.fee);
    }
    const cost = spent.polymarket + spent.kalshi;
    const { cash } = rules;
    if (cost > rules.costMax || spent.polymarket > cash.polymarket) return best;
    if (spent.kalshi > cash.kalshi) return best;
    const profit = (rules.payout * Number(count)) / Number(ONE) - cost;
    best = Math.max(best, profit - (cost * rules.hurdle) / Number(ONE));
  }
}

function toNumbers(of: Readonly<Record<keyof OracleAnswer, bigint>>): OracleAnswer {
  return {
    quantity: Number(of.quantity),
    cost: Number(of.cost),
    fees: Number(of.fees),
    profit: Number(of.profit),
  };
}

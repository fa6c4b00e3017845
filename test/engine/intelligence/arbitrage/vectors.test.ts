import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../../../src/engine/domain/time.ts';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import { money, ppm, price, quantity } from '../../../../src/engine/domain/values/money.ts';
import { PAIR_PAYOUT } from '../../../../src/engine/intelligence/arbitrage/plan.ts';
import { returnsOf } from '../../../../src/engine/intelligence/arbitrage/returns.ts';
import { costOf, type OfferedLeg } from '../../../../src/engine/intelligence/arbitrage/sizing.ts';
import type { TradedMarket } from '../../../../src/engine/intelligence/arbitrage/traded-market.ts';
import { UnitFees } from '../../../../src/engine/intelligence/arbitrage/unit-fees.ts';
import { kalshi, polymarket, START_MS } from './examples.ts';

/** Vectors that stand beside the project, not in it. */
const VECTORS = new URL(
  '../../../../../shared/data/vectors/cross_arb_vectors.json',
  import.meta.url,
);
const isHere = existsSync(VECTORS);
if (!isHere) console.warn('skipped: vectors are absent from ../shared/data');

type Row = Readonly<
  Record<
    | 'kalshi_price'
    | 'poly_price'
    | 'contracts'
    | 'poly_rate'
    | 'kalshi_fee'
    | 'poly_fee'
    | 'total_cost'
    | 'profit'
    | 'days',
    string
  > & { roi: number; simple_apr: number }
>;

const micro = (text: string): number => Math.round(Number(text) * MICRO);

/** One level of which half is as many as are bought. */
function leg(market: TradedMarket, row: Row, at: string): OfferedLeg {
  const level = { price: price(micro(at)), quantity: quantity(2 * micro(row.contracts)) };
  return { market, side: 'yes', levels: [level], fees: new UnitFees(market.charge) };
}

test.runIf(isHere)(
  'costs, profits and returns of pairs are those of the vectors, to the last unit',
  () => {
    const { rows } = JSON.parse(readFileSync(VECTORS, 'utf8')) as { rows: readonly Row[] };
    expect(rows.length).toBeGreaterThanOrEqual(7);
    for (const row of rows) {
      const charge = { ratePpm: ppm(micro(row.poly_rate)), exponent: 1 };
      const legs = [
        leg(kalshi(), row, row.kalshi_price),
        leg(polymarket('p', { charge }), row, row.poly_price),
      ];
      const all = costOf(legs, quantity(micro(row.contracts)), START_MS);
      expect(all?.legs.map(({ fee }) => fee)).toEqual([micro(row.kalshi_fee), micro(row.poly_fee)]);
      expect(all?.cost).toBe(micro(row.total_cost));
      const paysAtMs = START_MS + Math.round(Number(row.days) * DAY_MS);
      const sum = { payout: PAIR_PAYOUT, quantity: quantity(micro(row.contracts)) };
      const returns = returnsOf({ ...sum, cost: money(all?.cost ?? 0) }, paysAtMs, START_MS);
      expect(returns.profit).toBe(micro(row.profit));
      // The vectors round to the nearest, we round down: never by more than the last unit.
      expect(row.roi * MICRO - returns.roi).toBeGreaterThanOrEqual(-0.01);
      expect(row.roi * MICRO - returns.roi).toBeLessThan(1.01);
      const exact = Number(row.profit) / Number(row.total_cost) / (Number(row.days) / 365);
      expect(Math.abs(exact - row.simple_apr)).toBeLessThan(0.6e-6);
      expect(returns.yearly).toBe(Math.floor(exact * MICRO));
    }
  },
);

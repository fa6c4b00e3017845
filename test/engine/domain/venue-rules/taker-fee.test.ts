import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { microFromDecimal } from '../../../../src/engine/domain/values/micro.ts';
import {
  cents,
  type Ppm,
  percent,
  priceFromDecimal,
  shares,
  WHOLE,
} from '../../../../src/engine/domain/values/money.ts';
import { type KalshiFee, takerSchedule } from '../../../../src/engine/domain/venue-rules/kalshi.ts';
import {
  type KalshiCharge,
  marketTakerFee,
  takerFeeAt,
} from '../../../../src/engine/domain/venue-rules/taker-fee.ts';
import { market } from '../../intelligence/examples.ts';

const VECTORS = new URL(
  '../../../../../shared/data/vectors/kalshi_fee_vectors.json',
  import.meta.url,
);
const skipped = existsSync(VECTORS) ? '' : ' (SKIPPED: no vectors beside the project)';
const AT_MS = Date.UTC(2026, 10, 22);

/** Columns of the published table that takers pay, by what a series charges. */
const COLUMNS: Readonly<Record<string, Ppm>> = {
  general_taker: WHOLE,
  index_series_taker: percent(50),
};

function chargeOf(multiplier: Ppm, waivedUntilMs: number | null = null): KalshiCharge {
  return { venue: 'kalshi', fee: feeOf(multiplier), waivedUntilMs };
}

function feeOf(multiplier: Ppm): KalshiFee {
  return { type: 'quadratic', multiplier };
}

describe.skipIf(skipped !== '')(`what Kalshi publishes${skipped}`, () => {
  test('is met to the last micro-dollar, by the fee and by the rules of a market', () => {
    const { table } = JSON.parse(readFileSync(VECTORS, 'utf8'));
    let cells = 0;
    for (const row of table) {
      for (const [column, multiplier] of Object.entries(COLUMNS)) {
        for (const count of [1, 100]) {
          const at = priceFromDecimal(row.price);
          if (at === null) throw new Error(`no price: ${row.price}`);
          const fill = { price: at, quantity: shares(count) };
          const expected = microFromDecimal(row[`${column}_${count}`].ceil_1e6);
          const { rules } = market({});
          const listed = {
            venue: 'kalshi',
            rules: { ...rules, fee: takerSchedule(feeOf(multiplier)) },
          } as const;
          expect(takerFeeAt(chargeOf(multiplier), fill, AT_MS)).toBe(expected);
          expect(marketTakerFee(listed, fill)).toBe(expected);
          cells += 1;
        }
      }
    }
    expect(cells).toBe(84);
  });
});

test('A fee is waived until its moment, and not from then on', () => {
  const fill = { price: cents(50), quantity: shares(1) };
  const charge = chargeOf(WHOLE, AT_MS);
  expect(takerFeeAt(charge, fill, AT_MS - 1)).toBe(0);
  expect(takerFeeAt(charge, fill, AT_MS)).toBe(17_500);
});

test('Polymarket rounds up to its own step, and Kalshi to a millionth of a dollar', () => {
  const fee = { ratePpm: percent(7), exponent: 1 };
  const fill = { price: cents(52), quantity: shares(1) };
  expect(takerFeeAt(fee, fill, AT_MS)).toBe(17_480);
  const { rules } = market({});
  expect(marketTakerFee({ venue: 'polymarket', rules: { ...rules, fee } }, fill)).toBe(17_480);
  expect(marketTakerFee({ venue: 'kalshi', rules: { ...rules, fee } }, fill)).toBe(17_472);
});

test('A multiplier that is no whole rate is never charged too little by the rules of a market', () => {
  const multiplier = 333_333 as Ppm;
  const { rules } = market({});
  const listed = {
    venue: 'kalshi',
    rules: { ...rules, fee: takerSchedule(feeOf(multiplier)) },
  } as const;
  for (let at = 1; at < 100; at += 1) {
    const fill = { price: cents(at), quantity: shares(100) };
    const exact = takerFeeAt(chargeOf(multiplier), fill, AT_MS);
    const ours = marketTakerFee(listed, fill);
    expect(ours).toBeGreaterThanOrEqual(exact);
    expect(ours - exact).toBeLessThanOrEqual(100);
  }
});

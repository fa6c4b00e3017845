import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MICRO, microFromDecimal } from '../../../../src/engine/domain/values/micro.ts';
import {
  cost,
  type Money,
  moneyFromDecimal,
  percent,
  price,
  priceFromDecimal,
  quantity,
  quantityFromDecimal,
  shares,
  WHOLE,
} from '../../../../src/engine/domain/values/money.ts';
import {
  BROKER_PRECISION,
  DIRECT_PRECISION,
  KALSHI_DEFAULT_FEE,
  type KalshiFee,
  kalshiTradeFee,
  OrderFees,
  takerSchedule,
} from '../../../../src/engine/domain/venue-rules/kalshi.ts';

const VECTORS = new URL(
  '../../../../../shared/data/vectors/kalshi_fee_vectors.json',
  import.meta.url,
);
const skipped = existsSync(VECTORS) ? '' : ' (SKIPPED: no vectors beside the project)';

interface TableCell {
  readonly model: string;
  readonly ceil_1e6: string;
}
interface VectorFill {
  readonly count: string;
  readonly price: string;
  readonly trade_fee: string;
  readonly rounding_fee: string;
  readonly rebate: string;
  readonly net_fee: string;
  readonly balance_change: string;
  readonly accumulator: string;
}
interface Vectors {
  readonly table: readonly (Readonly<Record<string, TableCell>> & { readonly price: string })[];
  readonly doc_example_current: Readonly<Record<string, string>>;
  readonly sequences: readonly {
    readonly name: string;
    readonly precision: string;
    readonly fills: readonly VectorFill[];
    readonly total_net_fee: string;
  }[];
}
const vectors: Vectors =
  skipped === ''
    ? JSON.parse(readFileSync(VECTORS, 'utf8'))
    : { table: [], doc_example_current: {}, sequences: [] };

function priceOf(text: string) {
  const at = priceFromDecimal(text);
  if (at === null) throw new Error(`no price: ${text}`);
  return at;
}
function countOf(text: string) {
  const count = quantityFromDecimal(text);
  if (count === null) throw new Error(`no count: ${text}`);
  return count;
}
const micro = (text: string | undefined): number | null => microFromDecimal(text ?? '');

/** Each column of the published table: its fee, and who pays it. */
const COLUMNS: Readonly<Record<string, readonly [KalshiFee, 'taker' | 'maker']>> = {
  general_taker: [KALSHI_DEFAULT_FEE, 'taker'],
  maker_quarter: [{ type: 'quadratic_with_maker_fees', multiplier: WHOLE }, 'maker'],
  combo_maker_half: [{ type: 'quadratic_with_combo_maker_fees', multiplier: WHOLE }, 'maker'],
  index_series_taker: [{ type: 'quadratic', multiplier: percent(50) }, 'taker'],
};

describe.skipIf(skipped !== '')(`published fees${skipped}`, () => {
  test('every cell of the table is met to the last micro-dollar', () => {
    let cells = 0;
    for (const row of vectors.table) {
      for (const [name, [fee, role]] of Object.entries(COLUMNS)) {
        for (const count of ['1', '100']) {
          const fill = { role, price: priceOf(row.price), count: countOf(count) };
          const expected = micro(row[`${name}_${count}`]?.ceil_1e6);
          expect(kalshiTradeFee(fee, fill), `${row.price} ${name} ${count}`).toBe(expected);
          cells += 1;
        }
      }
    }
    expect(cells).toBe(168);
  });

  test.each(vectors.sequences)('$name', ({ precision, fills, total_net_fee }) => {
    const fees = new OrderFees(KALSHI_DEFAULT_FEE, moneyFromDecimal(precision) as Money);
    let total = 0;
    for (const fill of fills) {
      const [at, count] = [priceOf(fill.price), countOf(fill.count)];
      const isSale = !fill.balance_change.startsWith('-');
      const notional = cost(at, count, 'floor');
      const charged = fees.charge(
        { role: 'taker', price: at, count },
        (isSale ? notional : -notional) as Money,
      );
      expect(charged).toEqual({
        tradeFee: micro(fill.trade_fee),
        roundingFee: micro(fill.rounding_fee),
        rebate: micro(fill.rebate),
        netFee: micro(fill.net_fee),
        balanceChange: micro(fill.balance_change),
        accumulator: micro(fill.accumulator),
      });
      total += charged.netFee;
    }
    expect(total).toBe(micro(total_net_fee));
  });

  test("the venue's own example", () => {
    const example = vectors.doc_example_current;
    const fees = new OrderFees(KALSHI_DEFAULT_FEE, BROKER_PRECISION);
    const fill = { role: 'taker', price: priceOf('0.055'), count: shares(1) } as const;
    const charged = fees.charge(fill, micro(example['signed_revenue']) as Money);
    expect(charged.tradeFee).toBe(micro(example['trade_fee']));
    expect(charged.balanceChange).toBe(micro(example['aligned_change']));
    expect(charged.roundingFee).toBe(micro(example['rounding_fee']));
    expect(charged.netFee).toBe(micro(example['trade_plus_rounding']));
  });
});

const anyFill = fc.record({
  role: fc.constantFrom('taker' as const, 'maker' as const),
  price: fc.integer({ min: 1, max: 9_999 }).map((at) => price(at * 100)),
  count: fc.integer({ min: 1, max: 100_000 }).map((lots) => quantity(lots * 10_000)),
});
const anyFee = fc.record({
  type: fc.constantFrom(
    'quadratic' as const,
    'quadratic_with_maker_fees' as const,
    'quadratic_with_combo_maker_fees' as const,
    'flat' as const,
  ),
  multiplier: fc.integer({ min: 0, max: 3 * MICRO }).map((parts) => parts as typeof WHOLE),
});

describe('fees of an order', () => {
  test('no fill earns a fee, and balances stay aligned', () => {
    fc.assert(
      fc.property(
        anyFee,
        fc.array(fc.tuple(anyFill, fc.boolean()), { minLength: 1, maxLength: 12 }),
        fc.constantFrom(DIRECT_PRECISION, BROKER_PRECISION),
        (fee, fills, precision) => {
          const fees = new OrderFees(fee, precision);
          for (const [fill, isSale] of fills) {
            const notional = cost(fill.price, fill.count, 'floor');
            const revenue = (isSale ? notional : -notional) as Money;
            const charged = fees.charge(fill, revenue);
            expect(charged.netFee).toBeGreaterThanOrEqual(0);
            expect(Math.abs(charged.balanceChange % precision)).toBe(0);
            expect(charged.balanceChange).toBe(revenue - charged.netFee);
            expect(charged.roundingFee).toBeGreaterThanOrEqual(0);
            expect(charged.roundingFee).toBeLessThan(precision);
            expect(charged.accumulator).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });

  test('a fee is the same for p and for 1 − p', () => {
    fc.assert(
      fc.property(anyFee, anyFill, (fee, fill) => {
        const mirrored = { ...fill, price: price(MICRO - fill.price) };
        expect(kalshiTradeFee(fee, mirrored)).toBe(kalshiTradeFee(fee, fill));
      }),
    );
  });

  test('the rate that the engine counts with is the rate of the venue', () => {
    expect(takerSchedule(KALSHI_DEFAULT_FEE)).toEqual({ ratePpm: 70_000, exponent: 1 });
    const half: KalshiFee = { type: 'quadratic', multiplier: percent(50) };
    expect(takerSchedule(half)).toEqual({ ratePpm: 35_000, exponent: 1 });
  });
});

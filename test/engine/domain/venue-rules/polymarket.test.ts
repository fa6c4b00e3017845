import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../../../src/engine/domain/values/invariant.ts';
import { MICRO } from '../../../../src/engine/domain/values/micro.ts';
import {
  cents,
  dollars,
  type Ppm,
  percent,
  ppm,
  price,
  quantity,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import {
  ceilToTick,
  DEFAULT_RULES,
  FEE_EXPONENT_MAX,
  FEE_STEP,
  feeRate,
  floorToTick,
  isOnTick,
  TICKS,
  takerFee,
} from '../../../../src/engine/domain/venue-rules/polymarket.ts';

describe('taker fees', () => {
  test.each([
    // The venue's own row: 22.84 shares at 0.52 with rate 0.05 is 0.2850432, ours rounded up.
    { count: 22.84, at: 52, rate: 0.05, fee: 0.28505 },
    { count: 100, at: 50, rate: 0.07, fee: 1.75 },
    { count: 100, at: 50, rate: 0.05, fee: 1.25 },
    { count: 100, at: 50, rate: 0.04, fee: 1 },
    { count: 100, at: 5, rate: 0.07, fee: 0.3325 },
    { count: 100, at: 95, rate: 0.07, fee: 0.3325 },
    { count: 1, at: 1, rate: 0.04, fee: 0.0004 },
    { count: 0.01, at: 1, rate: 0.04, fee: 0.00001 },
    { count: 100, at: 50, rate: 0, fee: 0 },
    { count: 0, at: 50, rate: 0.07, fee: 0 },
  ])('$count shares at $at cents, rate $rate: $fee', ({ count, at, rate, fee }) => {
    const schedule = { ratePpm: feeRate(rate) ?? ppm(0), exponent: 1 };
    expect(takerFee(schedule, cents(at), shares(count))).toBe(dollars(fee));
  });

  test('are never below the exact fee, and above it by a step and the rounding of its products', () => {
    const schedules = fc.record({
      ratePpm: fc.integer({ min: 0, max: 200_000 }).map(ppm),
      exponent: fc.integer({ min: 1, max: FEE_EXPONENT_MAX }),
    });
    const prices = fc.integer({ min: 0, max: MICRO }).map(price);
    const counts = fc.nat({ max: 1e12 }).map(quantity);
    fc.assert(
      fc.property(schedules, prices, counts, ({ ratePpm, exponent }, at, filled) => {
        const fee = BigInt(takerFee({ ratePpm, exponent }, at, filled));
        const scale = 10n ** BigInt(6 + 12 * exponent);
        const factor = BigInt(at) * BigInt(MICRO - at);
        const exact = BigInt(filled) * BigInt(ratePpm) * factor ** BigInt(exponent);
        expect(fee * scale >= exact).toBe(true);
        expect((fee - BigInt(FEE_STEP) - 3n) * scale < exact).toBe(true);
        expect(fee % BigInt(FEE_STEP)).toBe(0n);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a charged fee is at least one step', () => {
    expect(takerFee(DEFAULT_RULES.fee, cents(50), quantity(1))).toBe(FEE_STEP);
  });

  test('a negative rate is our own bug', () => {
    const schedule = { ratePpm: -1 as Ppm, exponent: 1 };
    expect(() => takerFee(schedule, cents(50), shares(1))).toThrow(InvariantError);
  });

  test('rates are read from decimals between nothing and the whole', () => {
    expect([feeRate(0), feeRate(0.07), feeRate(1)]).toEqual([0, percent(7), MICRO]);
    for (const rate of [-0.01, 1.01, Number.NaN, Number.POSITIVE_INFINITY, JSON.parse('1e309')]) {
      expect(feeRate(rate)).toBeNull();
    }
  });
});

describe('ticks', () => {
  const ticks = fc.constantFrom(...TICKS);
  const prices = fc.integer({ min: 0, max: MICRO }).map(price);

  test('divide a dollar, so that both tokens share a grid', () => {
    for (const tick of TICKS) expect(MICRO % tick).toBe(0);
  });

  test('rounding stays on the grid and goes the named way as far as the grid reaches', () => {
    fc.assert(
      fc.property(prices, ticks, (at, tick) => {
        const below = floorToTick(at, tick);
        const above = ceilToTick(at, tick);
        expect(isOnTick(below, tick) && isOnTick(above, tick)).toBe(true);
        if (at >= tick) expect(below).toBeLessThanOrEqual(at);
        if (at <= MICRO - tick) expect(above).toBeGreaterThanOrEqual(at);
        expect(Math.abs(at - below)).toBeLessThanOrEqual(tick);
        expect(Math.abs(above - at)).toBeLessThanOrEqual(tick);
        if (isOnTick(at, tick)) expect([below, above]).toEqual([at, at]);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    [0, false],
    [0.5, false],
    [1, true],
    [50.5, false],
    [99, true],
    [99.5, false],
    [100, false],
  ])('%f cents on a grid of one cent: %s', (at, on) => {
    expect(isOnTick(cents(at), cents(1))).toBe(on);
  });
});

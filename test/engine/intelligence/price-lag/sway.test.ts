import { describe, expect, test } from 'vitest';
import type { CryptoRule } from '../../../../src/engine/domain/crypto-rule.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { swayOf } from '../../../../src/engine/intelligence/price-lag/sway.ts';
import { above, MEAN_60, START_MS } from './examples.ts';

const PRICE = 60_000;

function aboveAt(strike: number, afterMs: number): CryptoRule {
  return above(strike, (START_MS + afterMs) / 1_000, MEAN_60);
}

function sway(rule: CryptoRule, price: number | null = PRICE): number {
  return swayOf(rule, price, START_MS) ?? Number.NaN;
}

describe('How far the worth of a claim goes with the price', () => {
  test('at the strike is the normal density over the deviation of the time left', () => {
    // 45 % a year over an hour less 40 seconds: 0.478 %.
    const deviation = 0.45 * Math.sqrt(3_560 / 31_536_000);
    expect(sway(aboveAt(PRICE, HOUR_MS))).toBeCloseTo(0.398942 / deviation, 3);
  });

  test('is more near the strike than far from it, on both sides alike', () => {
    const [at, near, far] = [60_000, 60_100, 61_000].map((each) => sway(aboveAt(each, HOUR_MS)));
    expect(at).toBeGreaterThan(near ?? 0);
    expect(near).toBeGreaterThan(far ?? 0);
    expect(sway(aboveAt(PRICE * 1.01, HOUR_MS))).toBeCloseTo(
      sway(aboveAt(PRICE / 1.01, HOUR_MS)),
      6,
    );
  });

  test('is more shortly before the end at the strike, and nothing there far from it', () => {
    expect(sway(aboveAt(PRICE, 5 * MINUTE_MS))).toBeGreaterThan(sway(aboveAt(PRICE, HOUR_MS)));
    expect(sway(aboveAt(62_000, 5 * MINUTE_MS))).toBeLessThan(1e-6);
    expect(sway(aboveAt(62_000, 24 * HOUR_MS))).toBeGreaterThan(1);
  });

  test('is that of the nearer edge of a range', () => {
    const shared = { symbol: 'btc', source: MEAN_60, closesAtMs: START_MS + HOUR_MS } as const;
    const edges = { floor: 60_000, cap: 61_000, floorInclusive: true, capInclusive: true };
    const range: CryptoRule = { kind: 'range', ...shared, ...edges };
    const edge = sway(aboveAt(60_000, HOUR_MS));
    expect(sway(range)).toBeGreaterThan(0.9 * edge);
    // In its middle both edges pull against each other.
    expect(sway(range, 60_500)).toBeLessThan(0.01 * edge);
  });

  test('of a window begins at its opening, at the strike while nobody knows one', () => {
    const opensAtMs = START_MS + HOUR_MS;
    const window: CryptoRule = {
      ...{ kind: 'upDown', symbol: 'btc', source: MEAN_60, strike: null, tie: 'up' },
      ...{ opensAtMs, closesAtMs: opensAtMs + 15 * MINUTE_MS },
    };
    expect(sway(window)).toBeCloseTo(sway(aboveAt(PRICE, 15 * MINUTE_MS)), 6);
    expect(sway(window, null)).toBe(sway(window));
  });

  test('is not known of a strike without a price', () => {
    expect(swayOf(aboveAt(PRICE, HOUR_MS), null, START_MS)).toBeNull();
  });
});

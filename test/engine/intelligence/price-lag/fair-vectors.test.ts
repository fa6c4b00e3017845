import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CryptoRule } from '../../../../src/engine/domain/crypto-rule.ts';
import {
  type FairState,
  fairProbability,
} from '../../../../src/engine/intelligence/price-lag/fair.ts';
import { above, CANDLE, MEAN_60, POINT, sure, TWAP } from './examples.ts';

type Row = Readonly<Record<string, number>>;

const FILE = new URL(
  '../../../../../shared/data/vectors/implied_probability_vectors.json',
  import.meta.url,
);
const isHere = existsSync(FILE);
if (!isHere) console.warn('skipped: no vectors at ../shared/data/vectors');
const vectors = (isHere ? JSON.parse(readFileSync(FILE, 'utf8')) : {}) as Record<string, Row[]>;

/** The vectors have six decimals. */
function sixDecimals(rule: CryptoRule, state: FairState, atMs = 0): string {
  const fair = fairProbability(rule, state, atMs);
  return fair.ok ? fair.probability.toFixed(6) : fair.reason;
}

function rows(name: string): readonly Row[] {
  return vectors[name] ?? [];
}

function value(row: Row, name: string): number {
  return row[name] ?? Number.NaN;
}

describe.skipIf(!isHere)('the vectors, to their last decimal', () => {
  test('thresholds', () => {
    expect(rows('above').length).toBeGreaterThan(0);
    for (const row of rows('above')) {
      const rule = above(value(row, 'K'), value(row, 'T_sec'), POINT);
      expect(sixDecimals(rule, sure(value(row, 'S'), value(row, 'sigma')))).toBe(
        value(row, 'p').toFixed(6),
      );
    }
  });

  test.each([
    ['one_touch_up', 'up', 'H'],
    ['one_touch_down', 'down', 'L'],
  ] as const)('%s', (name, direction, strike) => {
    expect(rows(name).length).toBeGreaterThan(0);
    for (const row of rows(name)) {
      const rule: CryptoRule = {
        kind: 'oneTouch',
        symbol: 'btc',
        source: CANDLE,
        opensAtMs: 0,
        closesAtMs: value(row, 'T_sec') * 1_000,
        direction,
        strike: value(row, strike),
      };
      expect(sixDecimals(rule, sure(value(row, 'S'), value(row, 'sigma')))).toBe(
        value(row, 'p').toFixed(6),
      );
    }
  });

  test('ranges', () => {
    expect(rows('range').length).toBeGreaterThan(0);
    for (const row of rows('range')) {
      const rule: CryptoRule = {
        kind: 'range',
        symbol: 'btc',
        source: CANDLE,
        closesAtMs: value(row, 'T_sec') * 1_000,
        floor: value(row, 'lo'),
        cap: value(row, 'hi'),
        floorInclusive: true,
        capInclusive: false,
      };
      expect(sixDecimals(rule, sure(value(row, 'S'), value(row, 'sigma')))).toBe(
        value(row, 'p').toFixed(6),
      );
    }
  });

  test.each([MEAN_60, TWAP])('a mean of 60 seconds that has not begun: $kind', (source) => {
    expect(rows('twap60_above').length).toBeGreaterThan(0);
    for (const row of rows('twap60_above')) {
      const state = sure(value(row, 'S'), value(row, 'sigma'));
      const left = value(row, 'T_sec');
      expect(sixDecimals(above(value(row, 'K'), left, source), state)).toBe(
        value(row, 'p').toFixed(6),
      );
      expect(sixDecimals(above(value(row, 'K'), left, POINT), state)).toBe(
        value(row, 'p_point').toFixed(6),
      );
    }
  });

  test("Kalshi's mean within its last minute", () => {
    expect(rows('twap60_inside_final_minute').length).toBeGreaterThan(0);
    for (const row of rows('twap60_inside_final_minute')) {
      const left = value(row, 'n_total') - value(row, 'n_seen');
      const fixedMean = value(row, 'avg_seen');
      const state = sure(value(row, 'S'), value(row, 'sigma'), { fixedMean });
      // At a full minute left the mean has not begun; a moment later all sixty values are ahead.
      const atMs = left === 60 ? 1 : 0;
      expect(sixDecimals(above(value(row, 'K'), left, MEAN_60), state, atMs)).toBe(
        value(row, 'p').toFixed(6),
      );
    }
  });
});

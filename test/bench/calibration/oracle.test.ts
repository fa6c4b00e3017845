import { describe, expect, test } from 'vitest';
import { meanOf, reliabilityOf } from '../../../bench/calibration/measures.ts';
import { oracleFlaws } from '../../../bench/calibration/oracle.ts';

describe('the calibration report', () => {
  test('measures what is known of made-up windows and feeds', () => {
    expect(oracleFlaws()).toEqual([]);
  });

  test('draws looks at one window together', () => {
    const looks = (windows: number): { low: number; high: number } =>
      meanOf(
        Array.from({ length: 100 }, (_, at) => ({ window: `${at % windows}`, value: at % 2 })),
        ({ value }) => value,
      );
    const [together, apart] = [looks(2), looks(100)];
    expect(together.high - together.low).toBeGreaterThan(2 * (apart.high - apart.low));
  });

  test('does not call it certain when every look went one way', () => {
    const samples = ['1', '2', '3'].map((window) => ({
      window,
      horizonS: 60,
      chance: 0.01,
      happened: false,
    }));
    const [bin] = reliabilityOf(samples);
    expect(bin?.happened.value).toBe(0);
    // Three windows leave 71 % possible.
    expect(bin?.happened.high).toBeCloseTo(0.708, 3);
  });
});

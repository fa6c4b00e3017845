import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CryptoRule } from '../../../../src/engine/domain/crypto-rule.ts';
import {
  type FairState,
  fairProbability,
} from '../../../../src/engine/intelligence/price-lag/fair.ts';
import { normalCdf } from '../../../../src/engine/intelligence/price-lag/normal.ts';
import { STUDENT_TAILS } from '../../../../src/engine/intelligence/price-lag/tails.ts';
import { above, POINT, sure, TWAP } from './examples.ts';

const textbook = sure(68_000, 0.45);
const fat: FairState = {
  ...textbook,
  volatility: { ...textbook.volatility, tails: STUDENT_TAILS },
};

function chance(rule: CryptoRule, state: FairState): number {
  const fair = fairProbability(rule, state, 0);
  if (!fair.ok) throw new Error(fair.reason);
  return fair.probability;
}

describe('the example of docs/price-lag.md', () => {
  const text = readFileSync(new URL('../../../../docs/price-lag.md', import.meta.url), 'utf8');
  const rule = above(68_020, 90, TWAP);
  const sureDeviation = 0.45 * Math.sqrt(50 / 31_536_000);
  const distance = Math.log(68_000 / 68_020);

  test('the textbook value, by hand', () => {
    expect(text).toContain(`0.45 × √(50 ÷ 31,536,000) = ${sureDeviation.toFixed(6)}`);
    expect(text).toContain(`ln(68,000 ÷ 68,020) = ${signed(distance, 6)}`);
    const d = distance / sureDeviation - sureDeviation / 2;
    expect(text).toContain(`0.000567 ÷ 2 = ${signed(d, 3)}`);
    const mean = chance(rule, textbook);
    expect(mean).toBeCloseTo(normalCdf(d), 12);
    const point = chance(above(68_020, 90, POINT), textbook);
    expect(text).toContain(
      `N(d)     = ${percent(mean)}     with one price instead of the mean it would be ${percent(point)}`,
    );
  });

  test('the value with fat tails, curve by curve', () => {
    let sum = 0;
    for (const { share, variance } of STUDENT_TAILS) {
      const s = sureDeviation * Math.sqrt(variance);
      const d = distance / s - s / 2;
      const part = share * normalCdf(d);
      sum += part;
      const cells = [
        `${Math.round(share * 100)} %`,
        variance,
        s.toFixed(6),
        signed(d, 3),
        normalCdf(d).toFixed(4),
        part.toFixed(4),
      ];
      expect(text).toContain(`| ${cells.join(' | ')} |`);
    }
    expect(chance(rule, fat)).toBeCloseTo(sum, 12);
    expect(text).toContain(`The sum is **${percent(sum)}**`);
  });

  function signed(value: number, digits: number): string {
    return `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(digits)}`;
  }

  function percent(value: number): string {
    return `${(100 * value).toFixed(1)} %`;
  }
});

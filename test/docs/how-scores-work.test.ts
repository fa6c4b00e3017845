import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kindTable } from '../../docs/kind-table.ts';
import { workedExamples } from '../../docs/score-examples.ts';
import { DAY_MS } from '../../src/engine/domain/time.ts';
import {
  DEFAULT_WEIGHTS,
  logistic,
  PART_SPREAD,
  ROI_SCALE,
  TIMING_SCALE,
} from '../../src/engine/intelligence/scoring/judge/confidence.ts';
import {
  BETWEEN_CATEGORIES,
  BETWEEN_WALLETS,
} from '../../src/engine/intelligence/scoring/judge/edge.ts';
import { RANK_EVIDENCE_MIN } from '../../src/engine/intelligence/scoring/judge/rank.ts';
import {
  PRIOR_MARKETS,
  PRIOR_PART,
} from '../../src/engine/intelligence/scoring/judge/shrinkage.ts';
import {
  CERTAINTY_MAX,
  CERTAINTY_MIN,
  EVIDENCE_HALF_LIFE_MS,
  RETURN_MAX,
} from '../../src/engine/intelligence/scoring/record.ts';
import { calculated } from './arithmetic.ts';

const PAGE = readFileSync(new URL('../../docs/how-scores-work.md', import.meta.url), 'utf8');
/** Numbers on the left are rounded to four digits, and so is the result. */
const ROUNDING = 0.000_2;
const BLOCKS = PAGE.split('```\n').filter((_, index) => index % 2 === 1);
const LINES = BLOCKS.flatMap((block) => block.trim().split('\n'));

describe('the page on scores', () => {
  test('shows the examples as the program computes them', () => {
    expect(BLOCKS).toEqual(workedExamples());
  });

  test.each(LINES)('%s', (line) => {
    const [, arithmetic = '', result = ''] = line.split(' = ');
    expect(Math.abs(calculated(arithmetic) - calculated(result))).toBeLessThan(ROUNDING);
  });

  test('says twenty perfect markets give 0.48', () => {
    expect(BLOCKS[0]).toMatch(/^confidence = .* = 0\.48$/m);
  });

  test('names the kinds in the order of the rules', () => {
    expect(PAGE).toContain(kindTable());
  });

  test.each([
    ['the most a market counts', `at most ${RETURN_MAX} dollars a dollar`],
    ['the half-life', `${EVIDENCE_HALF_LIFE_MS / DAY_MS} days ago counts half`],
    ['the prior', `towards ${PRIOR_PART} as if ${PRIOR_MARKETS} mediocre markets`],
    ['the weight of the win rate', `win rate, ${DEFAULT_WEIGHTS.winRate * 100} %`],
    ['the weight of the profit', `roi, ${DEFAULT_WEIGHTS.roi * 100} %`],
    ['the weight of the timing', `timing, ${DEFAULT_WEIGHTS.timing * 100} %`],
    ['the weight of the consistency', `consistency, ${DEFAULT_WEIGHTS.consistency * 100} %`],
    ['the curve of profits', `+10 % is ${logistic(0.1 / ROI_SCALE).toFixed(2)}`],
    ['its other side', `−10 % is ${logistic(-0.1 / ROI_SCALE).toFixed(2)}`],
    ['the curve of moves', `2¢ are ${logistic(0.02 / TIMING_SCALE).toFixed(2)}`],
    ['the scales', `over ${ROI_SCALE}, or the move over ${TIMING_SCALE} dollars`],
    ['how parts differ', `how much wallets differ at all, ${PART_SPREAD}`],
    ['how edges differ', `${BETWEEN_WALLETS} around 0`],
    ['how categories differ', `by ${BETWEEN_CATEGORIES} around the`],
    ['the bounds of weights', `at least 1 ÷ ${1 / CERTAINTY_MIN}, at most ${CERTAINTY_MAX}`],
    ['the evidence of an edge', `First those with ${RANK_EVIDENCE_MIN} or more of evidence`],
  ])('names %s', (_, words) => {
    expect(PAGE.replaceAll(/\s+/g, ' ')).toContain(words);
  });
});

describe('the arithmetic of a page', () => {
  test.each([
    ['1 + 2 × 3', 7],
    ['(1 + 2) × 3²', 27],
    ['−2 − −3', 1],
    ['8 ÷ 4 ÷ 2', 1],
    ['√(9) + e^(0)', 4],
    ['ln(e^(2)) × ln(1)', 0],
    ['1 ÷ (1 + e^(−(0.1 − 0.1) ÷ 2))', 0.5],
  ])('%s', (text, value) => {
    expect(calculated(text)).toBeCloseTo(value, 12);
  });

  test.each(['1 +', '1 2', '(1', 'x + 1', ''])('is not "%s"', (text) => {
    expect(() => calculated(text)).toThrow();
  });
});

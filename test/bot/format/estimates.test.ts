import { describe, expect, test } from 'vitest';
import {
  aboutDollars,
  edgeRange,
  orDash,
  said,
  scoreRange,
  share,
  signedRatio,
} from '../../../src/bot/format/estimates.ts';
import {
  isKind,
  isKindNotCopied,
  kindDoes,
  kindShort,
  kindWords,
} from '../../../src/bot/format/kind-words.ts';
import { WALLET_KINDS } from '../../../src/engine/domain/wallet-score.ts';

describe('estimates in words', () => {
  test.each([
    [0.062, '+6.2 %'],
    [0.0624, '+6.2 %'],
    [-0.0006, '−0.1 %'],
    [0.0004, '0 %'],
    [0, '0 %'],
    [-0, '0 %'],
    [2.5, '+250 %'],
    [Number.NaN, 'unknown'],
    [Number.POSITIVE_INFINITY, 'unknown'],
  ])('the ratio %d is %s', (value, words) => {
    expect(signedRatio(value)).toBe(words);
  });

  test('a share is whole percents', () => {
    expect([share(0.612), share(1), share(0), share(Number.NaN)]).toEqual([
      '61 %',
      '100 %',
      '0 %',
      'unknown',
    ]);
  });

  test('an interval stands behind its value, and is left out when it is none', () => {
    expect(scoreRange({ value: 0.48, low: 0.35, high: 0.61 })).toBe('0.48 (0.35–0.61)');
    expect(scoreRange({ value: 0.48, low: Number.NaN, high: 0.61 })).toBe('0.48');
    expect(edgeRange({ value: 0.062, low: 0.019, high: 0.104 })).toBe('+6.2 % (+1.9 % to +10.4 %)');
    expect(edgeRange({ value: 0.062, low: 0.019, high: Number.NaN })).toBe('+6.2 %');
  });

  test.each([
    [141.2, '$141'],
    [12.5, '$12.50'],
    [7, '$7'],
    [1_240.4, '$1,240'],
    [0.004, '$0'],
    [-35.25, '−$35.25'],
    [Number.NaN, 'unknown'],
    [1e300, 'unknown'],
  ])('about %d dollars are %s', (value, words) => {
    expect(aboutDollars(value)).toBe(words);
  });

  test('what is no number is not said, and a dash in a table', () => {
    expect([said(Number.NaN), said(null), said(1e300), said(0.5)]).toEqual([null, null, null, 0.5]);
    expect([orDash('unknown'), orDash('+6 %')]).toEqual(['–', '+6 %']);
  });
});

describe('kinds in words', () => {
  test.each(WALLET_KINDS)('%s has words for a line, behind a name, and for a table', (kind) => {
    expect(isKind(kind)).toBe(true);
    expect(kindWords(kind).length).toBeGreaterThan(5);
    expect(kindDoes(kind)).toMatch(/^(?:is|has|may|picks|trades|holds|does) /);
    expect(kindShort(kind).length).toBeLessThanOrEqual(8);
  });

  test('what was never a kind is none, and three kinds are not copied', () => {
    expect([isKind('toString'), isKind('')]).toEqual([false, false]);
    expect(WALLET_KINDS.filter(isKindNotCopied)).toEqual(['maker', 'hedger', 'exchange']);
  });
});

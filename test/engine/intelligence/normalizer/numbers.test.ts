import { describe, expect, test } from 'vitest';
import { decimalFromMicro } from '../../../../src/engine/domain/values/micro.ts';
import {
  type Bound,
  findBound,
  microOf,
  ofIntegers,
  withoutNines,
} from '../../../../src/engine/intelligence/normalizer/bounds.ts';
import { foldName, foldText, tokens } from '../../../../src/engine/intelligence/normalizer/fold.ts';
import { tickerParts } from '../../../../src/engine/intelligence/normalizer/ticker.ts';

const said = (bound: Bound | null): string => {
  if (bound === null) return 'nothing';
  const number = (micro: number | null): string => (micro === null ? '' : decimalFromMicro(micro));
  return `${number(bound.floor)} ${bound.comparator} ${number(bound.cap)}`.trim();
};

describe('bounds', () => {
  test.each([
    ['bitcoin above 81,400 on may 9, 11pm et?', '81400 gt'],
    ['$80,000 or above', '80000 ge'],
    [
      'will the price of bitcoin be between $94,000 and $96,000 on january 13?',
      '94000 between 96000',
    ],
    ['be between 86-87°f on may 9?', '86 between 87'],
    ['54° to 55°', '54 between 55'],
    ['73° or below', 'le 73'],
    ['be 49°f or below on may 11?', 'le 49'],
    ['inflation below 5.50% for december 2025?', 'lt 5.5'],
    ['score at least 75 on the tomatometer?', '75 ge'],
    ['above 55', '55 gt'],
    ['580+ tweets', '580 ge'],
    ['get less than 25 million views', 'lt 25000000'],
    ['greater than -0.5%', '-0.5 gt'],
    ['exactly 9 times', '9 eq 9'],
    ['who wins?', 'nothing'],
  ])('%s', (text, expected) => {
    expect(said(findBound(text))).toBe(expected);
  });

  test.each([
    ['$150k', 150_000],
    ['1.2 million', 1_200_000],
    ['-3.5', -3.5],
    ['81,400', 81_400],
  ])('%s is a number', (text, expected) => {
    expect(microOf(text)).toBe(expected * 1_000_000);
  });

  test('more than a safe integer of micro-units is no number', () => {
    expect(microOf('99999999999 billion')).toBeNull();
    expect(microOf('none')).toBeNull();
  });

  test('a price above 79,999.99 is one of at least 80,000', () => {
    expect(said(withoutNines({ comparator: 'gt', floor: 79_999_990_000, cap: null }))).toBe(
      '80000 ge',
    );
    expect(said(withoutNines({ comparator: 'gt', floor: 79_999_000_000, cap: null }))).toBe(
      '79999 gt',
    );
  });

  test('of whole numbers, above is at least one more', () => {
    expect(said(ofIntegers({ comparator: 'gt', floor: 55_000_000, cap: null }))).toBe('56 ge');
    expect(said(ofIntegers({ comparator: 'lt', floor: null, cap: 55_000_000 }))).toBe('le 54');
    expect(said(ofIntegers({ comparator: 'ge', floor: 55_000_000, cap: null }))).toBe('55 ge');
  });
});

describe('tickers', () => {
  test.each([
    [
      'KXBTCD-26MAY0919-T79999.99',
      { series: 'KXBTCD', day: '2026-05-09', hour: 19, strike: 'T79999.99' },
    ],
    ['KXINXU-26JAN09H1100-T6914.9999', { day: '2026-01-09', hour: 11, minute: 0 }],
    ['KXCBDECISIONJAPAN-26JAN22-HOLD', { day: '2026-01-22', hour: null }],
    ['KXFEDMENTION-26JAN-GOOD', { year: 2026, month: 1, day: null }],
    ['KXOSCARNOMDIR-26-YL', { year: 2026, month: null, day: null, strike: 'YL' }],
    ['KXMLBGAME-26MAY091915STLSD-STL', { day: '2026-05-09', hour: 19, minute: 15 }],
    ['GTA6-25AUG31', { series: 'GTA6', event: '25AUG31', day: '2025-08-31', strike: '' }],
    ['KXPGATOUR-ONMBC26-ADUM', { year: null, event: 'ONMBC26' }],
    ['POWER', { series: 'POWER', event: '', strike: '', year: null }],
  ])('%s', (ticker, expected) => {
    expect(tickerParts(ticker)).toMatchObject(expected);
  });
});

describe('folded text', () => {
  test('has no case, accents or printed quotes, and keeps signs', () => {
    expect(foldText('  Brazil’s 12-month “IPCA” — Łódź & Málaga ')).toBe(
      'brazil\'s 12-month "ipca" - lodz & malaga',
    );
    expect(foldText('Stellan Skarsgård')).toBe('stellan skarsgard');
  });

  test('names lose their punctuation, words are told apart', () => {
    expect(foldName('Itamar Ben-Gvir')).toBe('itamar ben gvir');
    expect(foldName("Michael B. Jordan's")).toBe('michael b jordans');
    expect(tokens('AT&T vs. Ørsted')).toEqual(['at', 'and', 't', 'vs', 'orsted']);
    expect(tokens('—')).toEqual([]);
  });
});

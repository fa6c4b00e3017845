import { describe, expect, test } from 'vitest';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import type { KalshiStrike } from '../../../../src/engine/domain/kalshi-terms.ts';
import {
  type KalshiRuleTerms,
  readKalshiRule,
} from '../../../../src/engine/intelligence/price-lag/kalshi-rule.ts';

const TEXT =
  "If the simple average of the sixty seconds of CF Benchmarks' BRTI before 9:15 PM EST is at least the one before 9:00 PM EST, then the market resolves to Yes.";

/** A quarter of an hour as the venue describes it. */
const QUARTER: KalshiRuleTerms = {
  marketId: 'KXBTC15M-26FEB202115-15' as MarketId,
  strike: struck('greater_or_equal', '67948.03'),
  opensAtMs: Date.parse('2026-02-21T02:00:00Z'),
  closesAtMs: Date.parse('2026-02-21T02:15:00Z'),
  rulesPrimary: TEXT,
  rulesSecondary: '',
};

const HOUR = {
  marketId: 'KXBTCD-26MAY0923-T81399.99' as MarketId,
  strike: struck('greater', '81399.99'),
  opensAtMs: Date.parse('2026-05-09T03:00:00Z'),
  closesAtMs: Date.parse('2026-05-10T03:00:00Z'),
};

function struck(
  type: KalshiStrike['type'],
  floor: string | null,
  cap: string | null = null,
): KalshiStrike {
  return { type, floor, cap, functional: null, custom: {} };
}

function read(change: Partial<KalshiRuleTerms>): unknown {
  const reading = readKalshiRule({ ...QUARTER, ...change });
  return reading.ok ? reading.rule : reading.reason;
}

describe('rules', () => {
  test('a quarter of an hour against the price to beat', () => {
    expect(read({})).toEqual({
      kind: 'upDown',
      symbol: 'btc',
      source: { kind: 'kalshiMean60' },
      opensAtMs: QUARTER.opensAtMs,
      closesAtMs: QUARTER.closesAtMs,
      strike: 67_948.03,
      tie: 'up',
    });
  });

  test('before its strike is there, the mean at the start stands for it', () => {
    expect(read({ strike: struck('greater_or_equal', null) })).toMatchObject({ strike: null });
    expect(read({ strike: struck('greater_or_equal', '0') })).toMatchObject({ strike: null });
  });

  test('above a strike', () => {
    expect(read(HOUR)).toMatchObject({
      kind: 'threshold',
      symbol: 'btc',
      direction: 'above',
      strike: 81_399.99,
      inclusive: false,
    });
  });

  test('a range, and the open ranges at both ends', () => {
    const range = {
      ...HOUR,
      marketId: 'KXBTC-26MAY0923-B81375' as MarketId,
      strike: struck('between', '81250', '81499.99'),
    };
    expect(read(range)).toMatchObject({
      kind: 'range',
      floor: 81_250,
      cap: 81_499.99,
      floorInclusive: true,
      capInclusive: true,
    });
    expect(read({ ...range, strike: struck('less', null, '78000') })).toMatchObject({
      kind: 'threshold',
      direction: 'below',
      strike: 78_000,
      inclusive: false,
    });
  });

  test.each([
    ['KXETHD-26MAY0923-T2299.99', 'eth'],
    ['KXXRPD-26MAY0923-T2.09', 'xrp'],
    ['KXDOGE-26MAY0923-B0.197', 'doge'],
  ])('the coin of %s', (ticker, symbol) => {
    expect(read({ ...HOUR, marketId: ticker as MarketId })).toMatchObject({ symbol });
  });
});

describe('what is not certain gives no rule', () => {
  test.each<readonly [string, Partial<KalshiRuleTerms>, string]>([
    [
      'highs of a period',
      { ...HOUR, marketId: 'KXBTCMAX150-25-26FEB28-149999.99' as MarketId },
      'shapeUnknown',
    ],
    ['another series', { marketId: 'KXNFLGAME-25OCT27WASKC-KC' as MarketId }, 'shapeUnknown'],
    [
      'a coin that is not followed',
      { ...HOUR, marketId: 'KXLTCD-26MAY0923-T80' as MarketId },
      'symbolUnknown',
    ],
    [
      'a close that its ticker does not mean',
      { closesAtMs: QUARTER.closesAtMs + 60_000 },
      'windowUnclear',
    ],
    ['a quarter that is none', { opensAtMs: QUARTER.closesAtMs - 16 * 60_000 }, 'windowUnclear'],
    ['no rules text', { rulesPrimary: ' ' }, 'rulesTextNeeded'],
    ['another averaging', { rulesPrimary: "CF Benchmarks' BRTI at 9:15 PM" }, 'sourceUnclear'],
    [
      'another index',
      { rulesPrimary: 'the sixty seconds of Coinbase before 9:15 PM' },
      'sourceUnclear',
    ],
    [
      'a strike type that is not known',
      { ...HOUR, strike: struck('structured', '1') },
      'shapeUnknown',
    ],
    ['no strike', { ...HOUR, strike: struck('greater', null) }, 'strikeUnclear'],
    ['no terms of a strike', { strike: null }, 'strikeUnclear'],
    ['half a range', { ...HOUR, strike: struck('between', '1') }, 'strikeUnclear'],
  ])('%s', (_, change, reason) => {
    expect(read(change)).toBe(reason);
  });
});

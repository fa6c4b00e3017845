import { describe, expect, test } from 'vitest';
import { readContract } from '../../../../src/engine/intelligence/normalizer/read-contract.ts';
import { onKalshi, onPolymarket } from '../market-texts.ts';

const MAY_MS = Date.UTC(2026, 4, 11);

const polymarket = (title: string, more = {}) =>
  readContract(onPolymarket(title, { closesAtMs: MAY_MS, ...more }));
const kalshi = (ticker: string, title: string, more = {}) =>
  readContract(onKalshi(ticker, title, more));

describe('weather', () => {
  test.each([
    [
      'Will the lowest temperature in New York City be 47°F or below on May 11?',
      { predicate: 'lowest', event: 'KLGA', comparator: 'le', cap: 47_000_000 },
    ],
    [
      'Will the highest temperature in London be 81°F or higher on May 10?',
      { predicate: 'highest', event: 'EGLC', comparator: 'ge' },
    ],
    [
      'Will the highest temperature in London be 21°C on May 10?',
      { unit: 'celsius', comparator: 'eq', floor: 21_000_000 },
    ],
    [
      'Will the highest temperature in Reykjavik be 15°C on May 10?',
      { entities: ['reykjavik'], event: null, unknown: ['event', 'source'] },
    ],
  ])('%s', (title, expected) => {
    expect(polymarket(title)).toMatchObject({ family: 'weather.temperature', ...expected });
  });

  test('rules name the station and the report', () => {
    expect(
      kalshi(
        'KXHIGHPHIL-25AUG06-T80',
        'Will the **high temp in Philadelphia** be <80° on Aug 6, 2025?',
        {
          rules:
            'The highest temperature at Philadelphia International by the National Weather Service.',
        },
      ),
    ).toMatchObject({
      event: 'KPHL',
      source: 'national weather service',
      comparator: 'le',
      cap: 79_000_000,
      day: '2025-08-06',
      unknown: [],
    });
    expect(
      polymarket('Will the highest temperature in Dallas be 90°F or higher on May 10?', {
        rules: 'Recorded at Dallas Love Field Station, by Wunderground.',
      }),
    ).toMatchObject({ event: 'KDAL', source: 'weather underground', unknown: [] });
  });
});

describe('what Kalshi states as numbers', () => {
  const coin = (type: string, floor: string | null, cap: string | null) =>
    kalshi('KXBTC-26MAY0919-X', 'Bitcoin price on May 9, 2026?', { strike: { type, floor, cap } });

  test.each([
    ['greater_or_equal', { comparator: 'ge', floor: 80_000_000_000 }],
    ['greater', { comparator: 'gt', floor: 80_000_000_000 }],
    ['less', { comparator: 'lt', cap: 80_000_000_000 }],
    ['less_or_equal', { comparator: 'le', cap: 80_000_000_000 }],
  ])('%s', (type, expected) => {
    expect(coin(type, '80000', '80000')).toMatchObject(expected);
  });

  test('a strike that is a formula or lacks its number leaves the threshold unknown', () => {
    for (const type of [
      'functional',
      'greater',
      'less',
      'between',
      'less_or_equal',
      'greater_or_equal',
    ]) {
      expect(coin(type, null, null)?.unknown, type).toContain('threshold');
    }
  });

  test('without any words the ticker of a series that is all "above" is read', () => {
    expect(kalshi('KXETHD-26MAY0917-T3179.99', 'Ethereum price on May 9, 2026?')).toMatchObject({
      comparator: 'ge',
      floor: 3_180_000_000,
    });
    expect(
      kalshi('KXETH-26MAY0917-T3179.99', 'Ethereum price range on May 9, 2026?')?.unknown,
    ).toContain('threshold');
  });
});

describe('prices', () => {
  test('an index closes at four, and a clock of another zone is kept', () => {
    expect(polymarket('S&P 500 (SPX) closes above $6,900 on May 8?')).toMatchObject({
      family: 'indices.priceAt',
      observedAtMs: Date.UTC(2026, 4, 8, 20),
    });
    expect(
      kalshi(
        'KXINXU-26JAN09H1100-T6914.9999',
        'Will the S&P 500 be above 6914.9999 on Jan 9, 2026 at 11am EST?',
      ),
    ).toMatchObject({
      observedAtMs: Date.UTC(2026, 0, 9, 16),
      floor: 6_915_000_000,
    });
    expect(polymarket('Bitcoin above $80,000 on May 9 at 14:00?')?.family).toBe('crypto.priceAt');
  });

  test('a touch without a period or a number knows what it lacks', () => {
    expect(polymarket('Will Bitcoin reach $150k?')).toMatchObject({
      family: 'crypto.touch',
      unknown: ['window'],
    });
    expect(polymarket('Will Bitcoin reach a new low by May 31, 2026?')?.unknown).toContain(
      'threshold',
    );
    expect(polymarket('Will Bitcoin hit $60k or $80k first?')?.family).not.toBe('crypto.touch');
  });

  test('rules name the first source that decides', () => {
    const source = (rules: string) =>
      polymarket('Gold (GC) closes above $4,000 on May 8?', { rules })?.source;
    expect(source('As published by CME Group, not by Yahoo Finance.')).toBe('cme');
    expect(source('As shown by Pyth.')).toBe('pyth');
    expect(source('As everybody knows.')).toBeNull();
  });
});

describe('the economy', () => {
  test.each([
    [
      'Will the Bank of Canada announce a 50+ bps decrease at the June meeting?',
      { event: '2026-06', comparator: 'le' },
    ],
    [
      'Will the Reserve Bank of Australia decrease the target for the cash rate after the June Meeting?',
      { event: '2026-06', comparator: 'le', cap: -1_000_000 },
    ],
    [
      'Will the ECB announce an increase at the June 2026 meeting?',
      { entities: ['european central bank'], comparator: 'ge', floor: 1_000_000 },
    ],
    [
      'Will the Federal Reserve cut rates by December 31, 2026?',
      { family: 'economy.rateChangeBy', side: 'yes' },
    ],
    ['Will no Fed rate cuts happen in 2026?', { family: 'economy.rateChangeBy', side: 'no' }],
  ])('%s', (title, expected) => {
    expect(polymarket(title)).toMatchObject(expected);
  });

  test('what is no single decision is none', () => {
    const family = (title: string) => polymarket(title)?.family;
    expect(family('How many Fed rate cuts at the June 2026 meeting?')).not.toBe(
      'economy.rateDecision',
    );
    expect(family('Fed emergency rate cut before June 2026 meeting?')).not.toBe(
      'economy.rateDecision',
    );
    expect(family('Will the Fed announce something at the June 2026 meeting?')).not.toBe(
      'economy.rateDecision',
    );
  });

  test('figures of a month, a quarter, a year, and of another country', () => {
    expect(
      kalshi('KXU3-25AUG-T4.0', 'Will the unemployment rate (U-3) be above 4.0% in August?'),
    ).toMatchObject({ event: '2025-08', predicate: 'unemployment', comparator: 'gt' });
    expect(
      kalshi('KXPAYROLLS-25AUG-T-100000', 'Will above -100000 jobs be added in August 2025?'),
    ).toMatchObject({ predicate: 'payrolls', floor: -100_000_000_000 });
    expect(
      kalshi('KXACPI-2025-6.0', 'Will **inflation** in 2025 be above_below_between ?'),
    ).toMatchObject({ event: '2025', predicate: 'inflation yearly', unknown: ['threshold'] });
    expect(polymarket('Will UK inflation be above 3% in June?')).toMatchObject({
      entities: ['uk'],
      event: '2026-06',
    });
    expect(polymarket('Will Eurozone GDP growth in Q1 2026 be above 0.3%?')).toMatchObject({
      entities: ['eurozone'],
      event: '2026-Q1',
    });
    expect(polymarket('Will inflation be above 3%?')?.unknown).toEqual(['event', 'predicate']);
  });
});

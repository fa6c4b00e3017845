import { describe, expect, test } from 'vitest';
import { readContract } from '../../../../src/engine/intelligence/normalizer/read-contract.ts';
import { onKalshi, onPolymarket } from '../market-texts.ts';

const MAY_MS = Date.UTC(2026, 4, 11);
const JANUARY_MS = Date.UTC(2026, 0, 28);

const polymarket = (title: string, more = {}) =>
  readContract(onPolymarket(title, { closesAtMs: MAY_MS, ...more }));
const kalshi = (ticker: string, title: string, more = {}) =>
  readContract(onKalshi(ticker, title, more));

describe('prices', () => {
  test('a clock, in whichever zone it is told, is an instant', () => {
    const expected = {
      family: 'crypto.priceAt',
      entities: ['btc'],
      observedAtMs: Date.UTC(2026, 4, 9, 23),
      unknown: [],
    };
    expect(polymarket('Bitcoin above 80,000 on May 9, 7PM ET?')).toMatchObject({
      ...expected,
      comparator: 'gt',
    });
    expect(
      kalshi('KXBTCD-26MAY0919-T79999.99', 'Bitcoin price on May 9, 2026 at 7pm EDT?', {
        subTitle: '$80,000 or above',
      }),
    ).toMatchObject({ ...expected, comparator: 'ge', floor: 80_000_000_000 });
    expect(kalshi('KXBTCD-26MAY0919-T79999.99', 'Bitcoin price on May 9, 2026?')).toMatchObject(
      expected,
    );
  });

  test('the strike that the venue states comes before words', () => {
    const strike = { type: 'greater', floor: '81999.99', cap: null };
    expect(
      kalshi('KXBTCD-26MAY0919-T79999.99', 'Bitcoin price on May 9, 2026 at 7pm EDT?', {
        subTitle: '$80,000 or above',
        strike,
      }),
    ).toMatchObject({ floor: 82_000_000_000 });
    const between = { type: 'between', floor: '91250', cap: '91499.99' };
    expect(
      kalshi('KXBTC-26MAY0919-B91375', 'Bitcoin price range on May 9, 2026?', { strike: between }),
    ).toMatchObject({ kind: 'range', floor: 91_250_000_000, cap: 91_500_000_000 });
  });

  test('rules that name their source are believed, and an hour they do not name is not noon', () => {
    const title = 'Will the price of Ethereum be above $2,500 on May 11?';
    expect(polymarket(title)).toMatchObject({
      source: 'binance',
      observedAtMs: Date.UTC(2026, 4, 11, 16),
    });
    expect(
      polymarket(title, { rules: 'The price of Coinbase at 12:00 ET decides.' }),
    ).toMatchObject({ source: 'coinbase' });
    expect(polymarket(title, { rules: 'The price at 5:00 PM decides.' })).toMatchObject({
      observedAtMs: null,
      unknown: ['observedAtMs'],
    });
  });

  test('touching a price within a period is another question', () => {
    expect(polymarket('Will Bitcoin dip to $74k in May?')).toMatchObject({
      family: 'crypto.touch',
      kind: 'oneTouch',
      predicate: 'dips',
      cap: 74_000_000_000,
      window: { fromMs: Date.UTC(2026, 4, 1, 4), toMs: Date.UTC(2026, 5, 1, 4) },
    });
    expect(
      polymarket('Bitcoin Up or Down - May 9, 7PM ET', { outcomes: ['Up', 'Down'] }),
    ).toMatchObject({
      family: 'crypto.upDown',
      unknown: ['window'],
      side: 'yes',
    });
  });

  test('what merely holds a coin is not about its price', () => {
    expect(
      polymarket('Will MicroStrategy hold more than 630k Bitcoin on May 31?')?.family,
    ).not.toBe('crypto.priceAt');
  });
});

describe('the economy', () => {
  test.each([
    ['Fed decreases interest rates by 25 bps after January 2026 meeting?', 'eq', -25],
    ['Fed decreases interest rates by 50+ bps after January 2026 meeting?', 'le', -50],
    ['Fed increases interest rates by 25+ bps after January 2026 meeting?', 'ge', 25],
    ['No change in Fed interest rates after January 2026 meeting?', 'eq', 0],
    ['Bank of England increases interest rates after January 2026 meeting?', 'ge', 1],
  ])('%s', (title, comparator, points) => {
    expect(polymarket(title)).toMatchObject({
      family: 'economy.rateDecision',
      event: '2026-01',
      comparator,
      [points < 0 && comparator === 'le' ? 'cap' : points > 0 ? 'floor' : 'cap']:
        points * 1_000_000,
    });
  });

  test('by a meeting is not at it, a level is not a change', () => {
    expect(polymarket('Fed rate cut by January 2026 meeting?')?.family).toBe(
      'economy.rateChangeBy',
    );
    expect(
      kalshi(
        'KXFED-26JAN-T4.00',
        "Will the upper bound of the federal funds rate be above 4.00% following the Fed's Jan 28, 2026 meeting?",
      ),
    ).toMatchObject({ family: 'economy.rateLevel', event: '2026-01', comparator: 'gt' });
  });

  test.each([
    [
      'Will US GDP growth in Q4 2025 be between 1.0% and 1.5%?',
      { entities: ['us'], event: '2025-Q4', predicate: 'gdp growth' },
    ],
    ['Will US GDP growth in 2025 be less than 0.5%?', { event: '2025', comparator: 'lt' }],
    ['Negative GDP growth in Q4 2025?', { event: '2025-Q4', comparator: 'lt', cap: 0 }],
    [
      'Brazil’s 12-month inflation below 5.50% for December 2025?',
      { entities: ['brazil'], event: '2025-12', predicate: 'inflation yearly' },
    ],
    [
      'Will annual inflation increase by 3.0% in December?',
      { predicate: 'inflation yearly', comparator: 'eq' },
    ],
  ])('%s', (title, expected) => {
    expect(polymarket(title, { closesAtMs: JANUARY_MS })).toMatchObject({
      family: 'economy.figure',
      ...expected,
    });
  });

  test('whether inflation is told by month or year must be known', () => {
    expect(kalshi('KXCPI-25JUL-T0.0', 'Will CPI rise more than 0.0% in July 2025?')).toMatchObject({
      predicate: 'inflation monthly',
      event: '2025-07',
    });
    expect(polymarket('Will inflation be above 3% in June 2026?')?.unknown).toContain('predicate');
  });
});

import { describe, expect, test } from 'vitest';
import type { CryptoRule } from '../../../../src/engine/domain/crypto-rule.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { readPolymarketRule } from '../../../../src/engine/intelligence/price-lag/polymarket-rule.ts';
import { market, NO, YES } from '../examples.ts';

const UP_DOWN = [
  { tokenId: YES, label: 'Up' },
  { tokenId: NO, label: 'Down' },
];

interface Named {
  readonly slug?: string;
  readonly question?: string;
  readonly closes: string;
  readonly source?: string;
  readonly sides?: Market['outcomes'];
}

function named({ slug = '', question = '', closes, source, sides }: Named): Market {
  const terms = { source: source ?? null, textHash: null, vague: [], editedAtMs: null };
  return market({
    slug,
    question,
    closesAtMs: Date.parse(closes),
    terms,
    ...(sides === undefined ? {} : { outcomes: sides }),
  });
}

function read(of: Named, text: string | null = null): CryptoRule | string {
  const reading = readPolymarketRule(named(of), text);
  return reading.ok ? reading.rule : reading.reason;
}

const FIVE = {
  slug: 'btc-updown-5m-1784850900',
  closes: '2026-07-24T00:00:00Z',
  source: 'https://data.chain.link/streams/btc-usd',
  sides: UP_DOWN,
};
const TWAP_FIVE = {
  slug: 'sol-updown-5m-1795435200',
  closes: '2026-11-23T12:05:00Z',
  sides: UP_DOWN,
};
const HOUR = {
  slug: 'bitcoin-up-or-down-february-20-9pm-et',
  closes: '2026-02-21T03:00:00Z',
  source: 'https://www.binance.com/en/trade/BTC_USDT',
  sides: UP_DOWN,
};

describe('windows', () => {
  test('five minutes before August 2026: one Chainlink price against the one at the start', () => {
    expect(read(FIVE)).toEqual({
      kind: 'upDown',
      symbol: 'btc',
      source: { kind: 'chainlinkPoint' },
      opensAtMs: 1_784_850_900_000,
      closesAtMs: 1_784_851_200_000,
      strike: null,
      tie: 'up',
    });
  });

  test('five minutes since then: the 60-second mean', () => {
    expect(read(TWAP_FIVE)).toMatchObject({
      symbol: 'sol',
      source: { kind: 'chainlinkTwap', seconds: 60 },
    });
  });

  test('the rules text decides where it is there', () => {
    const text = 'the time-weighted average price (TWAP), by the Chainlink 30-second stream';
    expect(read(FIVE, text)).toMatchObject({ source: { kind: 'chainlinkTwap', seconds: 30 } });
    expect(read(TWAP_FIVE, 'information from Chainlink, the price at the end')).toMatchObject({
      source: { kind: 'chainlinkPoint' },
    });
  });

  test('between the two, and for four hours since then, only the text says', () => {
    const turning = {
      slug: 'btc-updown-15m-1786363200',
      closes: '2026-08-10T12:15:00Z',
      sides: UP_DOWN,
    };
    expect(read(turning)).toBe('rulesTextNeeded');
    const long = {
      slug: 'btc-updown-4h-1795435200',
      closes: '2026-11-23T16:00:00Z',
      sides: UP_DOWN,
    };
    expect(read(long)).toBe('rulesTextNeeded');
    expect(read(long, 'Chainlink TWAP')).toMatchObject({ source: { kind: 'chainlinkTwap' } });
  });

  test('an hour: the close of the Binance candle against its open', () => {
    expect(read(HOUR)).toEqual({
      kind: 'upDown',
      symbol: 'btc',
      source: { kind: 'binanceCandle', intervalMs: HOUR_MS },
      opensAtMs: Date.parse('2026-02-21T02:00:00Z'),
      closesAtMs: Date.parse('2026-02-21T03:00:00Z'),
      strike: null,
      tie: 'up',
    });
  });

  test('a day: noon against noon of the day before, over the change of the clocks', () => {
    const day = {
      slug: 'ethereum-up-or-down-on-march-8',
      closes: '2026-03-08T16:00:00Z',
      sides: UP_DOWN,
    };
    expect(read(day)).toMatchObject({
      symbol: 'eth',
      source: { kind: 'binanceCandle', intervalMs: MINUTE_MS },
      opensAtMs: Date.parse('2026-03-07T17:01:00Z'),
      closesAtMs: Date.parse('2026-03-08T16:01:00Z'),
      tie: 'half',
    });
  });
});

const MARCH = '2026-03-11T16:00:00Z';

describe('strikes at a moment', () => {
  test('above, at noon: the minute candle that closes at 12:01', () => {
    const rule = read({
      slug: 'bitcoin-above-64k-on-march-11',
      question: 'Will the price of Bitcoin be above $64,000 on March 11?',
      closes: MARCH,
    });
    expect(rule).toEqual({
      kind: 'threshold',
      symbol: 'btc',
      source: { kind: 'binanceCandle', intervalMs: MINUTE_MS },
      closesAtMs: Date.parse('2026-03-11T16:01:00Z'),
      direction: 'above',
      strike: 64_000,
      inclusive: false,
    });
  });

  test.each([
    [
      'Will the price of Bitcoin be between $94,000 and $96,000 on March 11?',
      { kind: 'range', floor: 94_000, cap: 96_000, floorInclusive: true, capInclusive: false },
    ],
    [
      'Will the price of Ethereum be less than $2200 on March 11?',
      { kind: 'threshold', direction: 'below', strike: 2_200, inclusive: false },
    ],
    [
      'Will the price of Bitcoin be greater than $108K on March 11?',
      { kind: 'threshold', direction: 'above', strike: 108_000, inclusive: true },
    ],
    ['XRP above $2.10 on March 11?', { kind: 'threshold', symbol: 'xrp', strike: 2.1 }],
  ])('%s', (question, wanted) => {
    expect(read({ question, closes: MARCH })).toMatchObject(wanted);
  });

  test('a named hour needs the rules text, which must say the minute candle', () => {
    const of = {
      slug: 'bitcoin-above-81400-on-may-9-2026-11pm-et',
      question: 'Bitcoin above 81,400 on May 9, 11PM ET?',
      closes: '2026-05-10T03:00:00Z',
    };
    expect(read(of)).toBe('rulesTextNeeded');
    expect(read(of, 'the Binance 1 minute candle for BTC/USDT 11 PM')).toMatchObject({
      strike: 81_400,
      closesAtMs: Date.parse('2026-05-10T03:01:00Z'),
    });
    expect(read(of, 'the Coinbase price')).toBe('sourceUnclear');
    expect(read(of, 'the Binance 1 hour candle')).toBe('sourceUnclear');
  });
});

describe('touches', () => {
  const MONTH_END = '2025-09-01T04:00:00Z';

  test.each([
    ['Will Bitcoin reach $200K in August?', 'up', 200_000],
    ['Will Solana dip to $155 in August?', 'down', 155],
  ] as const)('a month in New York: %s', (question, direction, strike) => {
    expect(read({ question, closes: MONTH_END })).toMatchObject({
      kind: 'oneTouch',
      direction,
      strike,
      opensAtMs: Date.parse('2025-08-01T04:00:00Z'),
      closesAtMs: Date.parse(MONTH_END),
    });
  });

  test('days of a month begin when the text says', () => {
    const of = {
      question: 'Will Bitcoin reach $125K August 4–10?',
      closes: '2025-08-11T04:00:00Z',
    };
    expect(read(of)).toBe('rulesTextNeeded');
    const text = 'any Binance 1-minute candle (from 10:30 AM ET on the first date to 11:59 PM ET)';
    expect(read(of, text)).toMatchObject({ opensAtMs: Date.parse('2025-08-04T14:30:00Z') });
  });

  test('"hit" by a date is not read: where it begins is not said', () => {
    const of = {
      question: 'Will Bitcoin hit $150k by March 31, 2026?',
      closes: '2026-04-01T04:00:00Z',
    };
    expect(read(of)).toBe('rulesTextNeeded');
    expect(read(of, 'a final "High" price on Binance')).toBe('windowUnclear');
  });
});

describe('what is not certain gives no rule', () => {
  test.each<readonly [string, Named, string]>([
    ['no crypto claim', { question: 'Will it rain?', closes: MARCH }, 'shapeUnknown'],
    [
      'a coin that is not followed',
      { ...FIVE, slug: 'pepe-updown-5m-1784850900' },
      'symbolUnknown',
    ],
    [
      'a window that ends at another time',
      { ...FIVE, closes: '2026-07-24T00:01:00Z' },
      'windowUnclear',
    ],
    [
      'an hour that its name does not mean',
      { ...HOUR, closes: '2026-02-21T04:00:00Z' },
      'windowUnclear',
    ],
    [
      'another source than its kind has',
      { ...HOUR, source: 'https://data.chain.link/x' },
      'sourceUnclear',
    ],
    [
      'a window with another source',
      { ...FIVE, source: 'https://www.binance.com' },
      'sourceUnclear',
    ],
    [
      'sides with other names',
      {
        ...FIVE,
        sides: [
          { tokenId: YES, label: 'A' },
          { tokenId: NO, label: 'B' },
        ],
      },
      'sidesUnclear',
    ],
    [
      'a strike that its name contradicts',
      {
        slug: 'bitcoin-above-65k-on-march-11',
        question: 'Will the price of Bitcoin be above $64,000 on March 11?',
        closes: MARCH,
      },
      'strikeUnclear',
    ],
    [
      'a range that ends before it begins',
      {
        question: 'Will the price of Bitcoin be between $96,000 and $94,000 on March 11?',
        closes: MARCH,
      },
      'strikeUnclear',
    ],
    [
      'a date that is not that of its end',
      { question: 'Will the price of Bitcoin be above $64,000 on March 12?', closes: MARCH },
      'windowUnclear',
    ],
    [
      'a day that does not exist',
      { question: 'Will the price of Bitcoin be above $64,000 on March 32?', closes: MARCH },
      'windowUnclear',
    ],
  ])('%s', (_, of, reason) => {
    expect(read(of)).toBe(reason);
  });

  test('the side that pays is found by its label, not by its place', () => {
    const sides = [...UP_DOWN].reverse();
    expect(readPolymarketRule(named({ ...FIVE, sides }))).toMatchObject({
      ok: true,
      yes: YES,
      no: NO,
    });
  });
});

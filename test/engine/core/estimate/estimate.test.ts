import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type EstimateInput,
  estimateCopying,
} from '../../../../src/engine/core/estimate/estimate.ts';
import type { PublicPrice } from '../../../../src/engine/core/estimate/print-book.ts';
import type { LeaderTrade } from '../../../../src/engine/domain/change.ts';
import type { Shortfall } from '../../../../src/engine/domain/copy-result.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { Market } from '../../../../src/engine/domain/market.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import {
  cents,
  dollars,
  type Price,
  percent,
  shares,
} from '../../../../src/engine/domain/values/money.ts';
import { DEFAULT_RULES } from '../../../../src/engine/domain/venue-rules/polymarket.ts';
import { defaultWalletRules } from '../../../../src/engine/domain/wallet.ts';
import { settings } from '../../brain/entry-examples.ts';
import {
  LEADER,
  leaderTrade,
  MARKET,
  market,
  NO,
  NOW_MS,
  YES,
} from '../../intelligence/examples.ts';

const FREE = { ...DEFAULT_RULES, fee: { ratePpm: percent(0), exponent: 1 } };
const OPEN = market({ closesAtMs: NOW_MS + 30 * DAY_MS, rules: FREE });
const UNTIL_MS = NOW_MS + 10 * DAY_MS;

const print = (afterMs: number, price: number): PublicPrice => ({
  price: cents(price),
  atMs: NOW_MS + afterMs,
});
const act = (
  kind: 'buy' | 'sell',
  afterMs: number,
  of: { readonly price?: number; readonly quantity?: number; readonly token?: TokenId } = {},
): LeaderTrade =>
  leaderTrade({
    kind,
    tokenId: of.token ?? YES,
    quantity: shares(of.quantity ?? 100),
    price: cents(of.price ?? 50),
    tradedAtMs: NOW_MS + afterMs,
    transaction: `0x${kind}${afterMs}${of.token ?? ''}`,
  });
const ended = (payout: number, afterMs: number): EstimateInput['resolutions'] => {
  const payouts = [
    { tokenId: YES, payout: cents(payout) },
    { tokenId: NO, payout: cents(100 - payout) },
  ];
  const resolution = { marketId: MARKET, payouts };
  return new Map([[MARKET, { resolution, atMs: NOW_MS + afterMs }]]);
};

function estimate(change: Partial<EstimateInput> = {}, texts: Record<string, string> = {}) {
  return estimateCopying({
    wallet: defaultWalletRules(LEADER, NOW_MS),
    settings: settings(texts),
    filters: [],
    trades: [act('buy', 0)],
    markets: new Map([[MARKET, OPEN]]),
    resolutions: new Map(),
    prints: new Map([[YES, [print(0, 50), print(3 * SECOND_MS, 51)]]]),
    assumptions: { delayMs: 2 * SECOND_MS, spread: cents(1), impact: 0 as Price },
    fromMs: NOW_MS,
    untilMs: UNTIL_MS,
    ...change,
  });
}

describe('an estimate of copying', () => {
  test('buys at the first public print after our delay, plus half the spread', () => {
    const { trips, copyability, skips } = estimate();
    expect(skips).toEqual([]);
    // $5 at 51.5¢ are 9.7 shares, in lots of 0.01.
    expect(trips).toMatchObject([
      {
        leaderPrice: cents(50),
        askWhenJudged: cents(51.5),
        wanted: dollars(5),
        budget: dollars(5),
        bought: { quantity: shares(9.7), dollars: dollars(4.9955), fees: 0 },
        isOver: false,
      },
    ]);
    expect(copyability).toMatchObject({ isEstimate: true, leaderTrades: 1, copied: 1 });
    // Held at the last print: 51¢ less half the spread.
    expect(copyability.ourNet).toBe(9.7 * cents(50.5) - dollars(4.9955));
  });

  test('leaves with the leader, as late and as dear, and shows where the difference went', () => {
    const { copyability, trips } = estimate({
      trades: [act('buy', 0), act('sell', HOUR_MS, { price: 70 })],
      prints: new Map([[YES, [print(3_000, 51), print(HOUR_MS, 70), print(HOUR_MS + 9_000, 69)]]]),
    });
    expect(trips).toMatchObject([{ isOver: true, leaderExitPrice: cents(70) }]);
    const { shortfall, leaderNet, ourNet } = copyability;
    // They: 9.7 × 20¢, and 0.0087 shares more that lots left over. We: 9.7 × (68.5¢ − 51.5¢).
    expect(ourNet).toBe(dollars(9.7 * 0.17));
    expect(shortfall.latency).toBe(dollars(9.7 * 0.015));
    expect(shortfall.missedExit).toBe(dollars(9.7 * 0.015));
    expect(leaderNet - ourNet).toBe(sumOf(shortfall));
  });

  test('pays what the resolution pays, win or lose', () => {
    expect(estimate({ resolutions: ended(100, DAY_MS) }).copyability.ourNet).toBe(
      shares(9.7) - dollars(4.9955),
    );
    const lost = estimate({ resolutions: ended(0, DAY_MS) });
    expect(lost.copyability.ourNet).toBe(-dollars(4.9955));
    expect(lost.trips).toMatchObject([{ isOver: true, endedAtMs: NOW_MS + DAY_MS }]);
  });

  test('pays the market’s own fee on both ways', () => {
    const rules = { ...FREE, fee: { ratePpm: percent(2), exponent: 1 } };
    const { copyability } = estimate({
      markets: new Map([[MARKET, { ...OPEN, rules }]]),
      trades: [act('buy', 0), act('sell', HOUR_MS, { price: 70 })],
      prints: new Map([[YES, [print(3_000, 51), print(HOUR_MS + 9_000, 69)]]]),
    });
    // 9.7 × 2 % × p(1 − p), at 51.5¢ and at 68.5¢, each rounded up to the venue's step.
    const fee = (p: number) => Math.ceil((9.7 * 0.02 * p * (1 - p)) / 0.00001) * 10;
    expect(copyability.shortfall.fees).toBe(fee(0.515) + fee(0.685));
  });

  test('moves the price by its own size, in proportion', () => {
    const bought = (fixed: string) => {
      const texts = { 'size.fixedMinimum': fixed, 'limits.orderPercent': '100' };
      const wide = { 'limits.marketPercent': '100', 'limits.walletDayPercent': '100' };
      const all = { 'limits.walletPercent': '100', 'limits.categoryPercent': '100' };
      const assumptions = { delayMs: 2_000, spread: 0 as Price, impact: cents(1) };
      const drift = {
        'entry.driftCents': '20',
        'entry.driftPercent': '50',
        'entry.slippagePercent': '9',
      };
      const more = { 'limits.groupPercent': '100', 'limits.totalPercent': '100', bankroll: '1000' };
      const done = estimate({ assumptions }, { ...texts, ...wide, ...all, ...more, ...drift });
      const [trip] = done.trips;
      return (trip?.bought.dollars ?? 0) / (trip?.bought.quantity ?? 1);
    };
    expect(bought('50')).toBeCloseTo(0.51 + 0.005, 3);
    expect(bought('100')).toBeCloseTo(0.51 + 0.01, 3);
  });

  test('takes a print of the other outcome for the same book', () => {
    const prints = new Map([[NO, [print(3_000, 49)]]]);
    expect(estimate({ prints }).trips).toMatchObject([{ askWhenJudged: cents(51.5) }]);
    const three = { outcomes: [...OPEN.outcomes, { tokenId: '103' as TokenId, label: 'Draw' }] };
    const markets = new Map([[MARKET, { ...OPEN, ...three }]]);
    expect(estimate({ prints, markets }).trips).toEqual([]);
  });
});

describe('the gates of an estimate are those of the real thing', () => {
  const SKIPS: readonly (readonly [string, Partial<EstimateInput>, Record<string, string>?])[] = [
    ['clipMinimum', { trades: [act('buy', 0, { quantity: 39 })] }],
    ['priceMoved', { prints: new Map([[YES, [print(3_000, 53)]]]) }],
    ['bookMissing', { prints: new Map() }],
    ['bookMissing', { prints: new Map([[YES, [print(2 * HOUR_MS, 50)]]]) }],
    ['bookMissing', { resolutions: ended(100, 2_500) }],
    ['signalAge', { assumptions: { delayMs: 16_000, spread: 0 as Price, impact: 0 as Price } }],
    ['priceBand', { trades: [act('buy', 0, { price: 96 })] }],
    ['marketUnknown', { markets: new Map() }],
    ['minutesToClose', { markets: closing(30 * 60_000) }],
    ['shortCrypto', { markets: new Map([[MARKET, { ...OPEN, shortCrypto: true }]]) }],
    ['marketFilter', { filters: [{ type: 'market', value: MARKET, action: 'deny' }] }],
    [
      'walletCategory',
      { wallet: { ...defaultWalletRules(LEADER, 0), categoriesDenied: ['weather'] } },
    ],
    [
      'venueMinimum',
      {},
      { 'size.fixedMinimum': '1', 'size.fixedPercent': '0.1', 'entry.small': 'skip' },
    ],
    ['walletDayCap', {}, { 'limits.walletDayPercent': '0' }],
    ['orderRate', { trades: burst() }, { 'limits.ordersPerMinute': '1' }],
  ];

  test.each(SKIPS.map(([gate, change, texts]) => ({ gate, change, texts })))('$gate', (of) => {
    const { gate, change, texts = {} } = of;
    const { skips } = estimate(change, texts);
    expect(skips[0]).toEqual({ gate, count: 1 });
  });

  test('a market that is over today was open then', () => {
    const markets = new Map([
      [MARKET, { ...OPEN, status: 'resolved', acceptingOrders: false } as Market],
    ]);
    expect(estimate({ markets, resolutions: ended(100, DAY_MS) }).copyability.copied).toBe(1);
  });

  test('caps are used up by what is held, and free again by what ended', () => {
    const again = [act('buy', 0), act('buy', 2 * HOUR_MS)];
    const prints = new Map([[YES, [print(3_000, 51), print(2 * HOUR_MS + 3_000, 51)]]]);
    const texts = { 'limits.marketPercent': '1' };
    expect(estimate({ trades: again, prints }, texts).skips).toEqual([
      { gate: 'marketCap', count: 1 },
    ]);
    const sold = [...again, act('sell', HOUR_MS, { price: 50 })];
    const exits = new Map([
      [
        YES,
        [...(prints.get(YES) ?? []), print(HOUR_MS + 3_000, 50)].sort((a, b) => a.atMs - b.atMs),
      ],
    ]);
    expect(estimate({ trades: sold, prints: exits }, texts).copyability.copied).toBe(2);
  });

  test('manual exits leave our shares until the end', () => {
    const wallet = { ...defaultWalletRules(LEADER, NOW_MS), exit: { mode: 'manual' } as const };
    const { trips } = estimate({
      wallet,
      trades: [act('buy', 0), act('sell', HOUR_MS, { price: 70 })],
      prints: new Map([[YES, [print(3_000, 51), print(HOUR_MS + 9_000, 69)]]]),
      resolutions: ended(0, DAY_MS),
    });
    expect(trips).toMatchObject([{ sold: null, payout: 0, leaderExitPrice: cents(70) }]);
  });
});

test('whatever happened, both sides differ by the parts, and money is neither made nor lost', () => {
  const event = fc.record({
    kind: fc.constantFrom('buy', 'sell'),
    token: fc.constantFrom(YES, NO),
    afterMs: fc.integer({ min: 0, max: 400 }).map((minutes) => minutes * 60_000),
    price: fc.integer({ min: 3, max: 97 }),
    quantity: fc.integer({ min: 1, max: 400 }),
  });
  const prices = fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 25_000 }).map((seconds) => NOW_MS + seconds * 1_000),
      price: fc.integer({ min: 10_000, max: 990_000 }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 30 }),
      prices,
      fc.option(fc.constantFrom(0, 50, 100), { nil: null }),
      (events, printed, payout) => {
        const list = [...printed].sort((a, b) => a.atMs - b.atMs) as PublicPrice[];
        const input = {
          trades: events.map(({ kind, afterMs, ...of }) => act(kind as 'buy', afterMs, of)),
          prints: new Map([[YES, list]]),
          ...(payout === null ? {} : { resolutions: ended(payout, DAY_MS) }),
          assumptions: { delayMs: 2_000, spread: cents(1), impact: cents(2) },
        };
        const first = estimate(input);
        expect(estimate({ ...input, trades: [...input.trades] })).toEqual(first);
        const { copyability, trips } = first;
        expect(copyability.leaderNet - copyability.ourNet).toBe(sumOf(copyability.shortfall));
        for (const { bought, sold, payout: paid, isOver } of trips) {
          expect(sold?.quantity ?? 0).toBeLessThanOrEqual(bought.quantity);
          expect(isOver).toBe(sold?.quantity === bought.quantity || paid !== null);
        }
        if (payout !== null) for (const { isOver } of trips) expect(isOver).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

function closing(afterMs: number): ReadonlyMap<MarketId, Market> {
  return new Map([[MARKET, { ...OPEN, closesAtMs: NOW_MS + afterMs }]]);
}

/** Two clips of two tokens within a minute. */
function burst(): readonly LeaderTrade[] {
  return [act('buy', 0), act('buy', 0, { token: '900' as TokenId })];
}

function sumOf({ copies: _, ...parts }: Shortfall): number {
  return Object.values(parts).reduce((sum, part) => sum + part, 0);
}

import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../../src/engine/domain/time.ts';
import { dollars, percent, ppm, shares } from '../../../../src/engine/domain/values/money.ts';
import { OPPORTUNITY_LIFE_MS_MAX } from '../../../../src/engine/intelligence/arbitrage/opportunity.ts';
import { CHEAP, cross, Desk, FAIR, OTHER, type Quote } from './desk.ts';
import { kalshi, polymarket, START_MS } from './examples.ts';

describe('one opportunity', () => {
  test('is told once, when it has persisted, with both legs and what they cost', () => {
    const desk = cross(new Desk());
    expect(desk.pass(2_999).events).toEqual([]);
    desk.pass(1).pass(1_000).quote(desk.kalshi, OTHER).quote(desk.polymarket, CHEAP);
    expect(desk.events).toHaveLength(1);
    expect(desk.found()[0]).toMatchObject({
      ...{ watchId: 'pair:12', structure: 'pair', pair: 12, isArbitrage: true, isAutomatic: true },
      // 200 dollars buy no more, and half of what is shown is not counted on.
      ...{ quantity: shares(200), cost: dollars(186.93), fees: dollars(6.93) },
      ...{ profit: dollars(13.07), roi: 69_919, crossedAtMs: START_MS, atMs: START_MS + 3_000 },
      expiresAtMs: START_MS + 33_000,
    });
    const [first, second] = desk.found()[0]?.legs ?? [];
    expect(first).toMatchObject({ venue: 'polymarket', tokenId: 'p-yes', depth: shares(400) });
    expect(second).toMatchObject({ venue: 'kalshi', tokenId: 'k-no', limit: 450_000 });
    expect(desk.detector.opportunities()).toEqual(desk.found());
  });

  test('tells at its end how long it lasted, what it was worth and that it could be taken', () => {
    const desk = cross(new Desk()).pass(3_000).pass(5_000);
    desk.quote(desk.polymarket, FAIR);
    expect(desk.ended()).toEqual([
      {
        ...{ kind: 'arbitrageEnded', id: desk.found()[0]?.id, watchId: 'pair:12', why: 'closed' },
        ...{ lastedMs: 8_000, wasTakeable: true, bestProfit: dollars(13.07) },
        atMs: START_MS + 8_000,
      },
    ]);
    expect(desk.detector.opportunities()).toEqual([]);
  });

  test('was not takeable when it was gone before our orders could have come', () => {
    const desk = cross(new Desk({ latencyMs: 800 }))
      .pass(3_000)
      .pass(799);
    desk.quote(desk.polymarket, FAIR);
    expect(desk.ended()[0]?.wasTakeable).toBe(false);
    const later = cross(new Desk({ latencyMs: 800 }))
      .pass(3_000)
      .pass(800);
    later.quote(later.polymarket, FAIR);
    expect(later.ended()[0]?.wasTakeable).toBe(true);
  });

  test('was not takeable when it was gone for a moment when our orders would have come', () => {
    const desk = cross(new Desk({ latencyMs: 800 }))
      .pass(3_000)
      .pass(500);
    const less: Quote = { yes: 49, no: 52 };
    desk.quote(desk.polymarket, less).quote(desk.polymarket, CHEAP).pass(2_000);
    desk.quote(desk.polymarket, less).quote(desk.polymarket, FAIR);
    expect(desk.ended()[0]).toMatchObject({ wasTakeable: false, lastedMs: 5_500 });
  });

  test('begins anew when it was away for a moment before it was told', () => {
    const desk = cross(new Desk()).pass(2_000);
    desk.quote(desk.polymarket, FAIR).quote(desk.polymarket, CHEAP).pass(2_999);
    expect(desk.events).toEqual([]);
    expect(desk.pass(1).found()[0]?.crossedAtMs).toBe(START_MS + 2_000);
  });

  test('that was told stays while half of it is left, and lasted until it fell below', () => {
    const desk = cross(new Desk()).pass(3_000).pass(1_000);
    // 2.6 % instead of 3 %: not told anew, not over.
    desk.quote(desk.polymarket, { yes: 49, no: 52 }).pass(1_000);
    expect(desk.events).toHaveLength(1);
    desk.quote(desk.polymarket, FAIR);
    expect(desk.ended()[0]).toMatchObject({ why: 'closed', lastedMs: 4_000 });
  });

  test('is told again, by another name, when it was over', () => {
    const desk = cross(new Desk()).pass(3_000);
    desk.quote(desk.polymarket, FAIR).pass(1_000).quote(desk.polymarket, CHEAP).pass(3_000);
    const ids = desk.found().map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  test('is looked for in the other direction too', () => {
    const desk = new Desk();
    desk.quote(desk.polymarket, OTHER).quote(desk.kalshi, CHEAP).pass(3_000);
    expect(desk.found()[0]?.legs.map(({ tokenId }) => tokenId)).toEqual(['p-no', 'k-yes']);
  });

  test('expires when it never closes, and is not told again before it did', () => {
    const far = { closesAtMs: null, paysAtMs: START_MS + 5 * DAY_MS };
    const markets = { polymarket: polymarket('p', far), kalshi: kalshi('k', far) };
    const desk = cross(new Desk({ ageMsMax: 9 * DAY_MS }, markets)).pass(3_000);
    desk.pass(OPPORTUNITY_LIFE_MS_MAX - 3_001);
    expect(desk.ended()).toEqual([]);
    desk.pass(1).pass(10_000);
    expect(desk.ended()[0]).toMatchObject({ why: 'expired', lastedMs: OPPORTUNITY_LIFE_MS_MAX });
    expect(desk.found()).toHaveLength(1);
    desk.quote(desk.polymarket, FAIR).quote(desk.polymarket, CHEAP).pass(3_000);
    expect(desk.found()).toHaveLength(2);
  });
});

describe('thresholds', () => {
  const persistMs = 0;

  // 93.4655 cents for one share of each, whose fees are rounded up.
  test.each([
    [ppm(69_913), 1],
    [ppm(69_914), 0],
  ])('the last share must return %d ppm: told %d times', (edgePpm, times) => {
    expect(cross(new Desk({ persistMs, edgePpm })).found()).toHaveLength(times);
  });

  test.each([
    [dollars(13.07), 1],
    [dollars(13.070001), 0],
  ])(
    'a profit of 13.07 dollars and a least one of %d micro-dollars: told %d times',
    (profitMin, times) => {
      expect(cross(new Desk({ persistMs, profitMin })).found()).toHaveLength(times);
    },
  );

  test('money that is locked long must earn the year', () => {
    // 6.99 % are 15 % a year for 170.13 days.
    const at = (days: number) => ({ closesAtMs: null, paysAtMs: START_MS + days * DAY_MS });
    const desk = (days: number) =>
      cross(
        new Desk(
          { persistMs },
          { polymarket: polymarket('p', at(days)), kalshi: kalshi('k', at(1)) },
        ),
      );
    expect(desk(170).found()[0]?.yearly).toBe(150_120);
    expect(desk(171).found()).toEqual([]);
  });

  test('short money is not asked for the year', () => {
    const at = { closesAtMs: null, paysAtMs: START_MS + 14 * DAY_MS };
    const markets = { polymarket: polymarket('p', at), kalshi: kalshi('k', at) };
    const yearlyPpm = percent(900);
    expect(cross(new Desk({ persistMs, yearlyPpm }, markets)).found()).toHaveLength(1);
    const longFromDays = 13.99;
    expect(cross(new Desk({ persistMs, yearlyPpm, longFromDays }, markets)).found()).toEqual([]);
  });

  test('without a time of the payout it is told, and never automatic', () => {
    const markets = { polymarket: polymarket('p', { paysAtMs: null }) };
    expect(cross(new Desk({ persistMs }, markets)).found()[0]).toMatchObject({
      ...{ yearly: null, paysAtMs: null, isArbitrage: true, isAutomatic: false },
    });
  });

  test.each([
    ['kalshi', dollars(92.34), shares(198.58)],
    ['polymarket', dollars(46.74), shares(100.0)],
  ] as const)('cash at %s bounds both legs', (venue, cash, quantity) => {
    const desk = new Desk({ persistMs });
    desk.detector.setCash(venue, cash);
    const found = cross(desk).found()[0];
    const leg = found?.legs.find((each) => each.venue === venue);
    const spent = ((leg?.price ?? 0) * (found?.quantity ?? 0)) / 1e6 + (leg?.fee ?? 0);
    expect(spent).toBeLessThanOrEqual(cash);
    expect(spent + 5_000).toBeGreaterThan(cash);
    expect(Math.abs((found?.quantity ?? 0) - quantity)).toBeLessThanOrEqual(shares(1));
  });

  test('less than the least order of either venue is nothing', () => {
    const tried = (each: number) => {
      const desk = new Desk({ persistMs, profitMin: dollars(0.01) });
      desk.quote(desk.polymarket, { ...CHEAP, shares: each }).quote(desk.kalshi, OTHER);
      return desk.found().length;
    };
    expect([tried(9.98), tried(10)]).toEqual([0, 1]);
  });

  test('a buy of less than a dollar is none at Polymarket', () => {
    const tried = (each: number) => {
      const desk = new Desk({ persistMs, profitMin: dollars(0.01) });
      desk.quote(desk.polymarket, { yes: 10, no: 91, shares: each });
      desk.quote(desk.kalshi, { yes: 17, no: 84, shares: 100 });
      return desk.found().length;
    };
    expect([tried(19.98), tried(20)]).toEqual([0, 1]);
  });
});

describe('a book that cannot be used', () => {
  const told = () => cross(new Desk()).pass(3_000);
  const whys = (desk: Desk) => desk.ended().map(({ why }) => why);

  test('ends what was told when it is not trusted, and begins anew when it is again', () => {
    const desk = told();
    desk.quote(desk.kalshi, OTHER, false);
    expect(whys(desk)).toEqual(['bookUnusable']);
    desk.quote(desk.kalshi, OTHER).pass(2_999);
    expect(desk.found()).toHaveLength(1);
    expect(desk.pass(1).found()).toHaveLength(2);
  });

  test('was lost', () => {
    const desk = told();
    expect(
      whys(desk.do((detector, atMs) => detector.loseBook(desk.kalshi.marketId, atMs))),
    ).toEqual(['bookUnusable']);
  });

  test('is too old, to the millisecond', () => {
    const desk = told().pass(27_000);
    expect(whys(desk)).toEqual([]);
    expect(whys(desk.pass(1))).toEqual(['bookUnusable']);
  });

  test('belongs to a market that its venue paused', () => {
    const desk = told();
    const pause = (isPaused: boolean) =>
      desk.do((detector, atMs) => detector.setPaused(desk.polymarket.marketId, isPaused, atMs));
    expect(whys(pause(true))).toEqual(['bookUnusable']);
    desk.quote(desk.polymarket, CHEAP).pass(5_000);
    expect(desk.found()).toHaveLength(1);
    pause(false).pass(3_000);
    expect(desk.found()).toHaveLength(2);
  });

  test('belongs to a market that is over', () => {
    const desk = new Desk({ ageMsMax: 2 * DAY_MS });
    cross(desk)
      .pass(3_000)
      .pass(DAY_MS - 3_000);
    expect(whys(desk)).toEqual(['marketOver']);
    expect(desk.detector.size).toBe(0);
  });
});

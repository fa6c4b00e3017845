import { describe, expect, test } from 'vitest';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import type { SpotRange } from '../../../../src/engine/domain/spot-range.ts';
import { MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import {
  LOOKS_A_TICK_MAX,
  MARKETS_MAX,
  PriceLagDetector,
} from '../../../../src/engine/intelligence/price-lag/detector.ts';
import type { LagMarket } from '../../../../src/engine/intelligence/price-lag/lag-watch.ts';
import { Desk, WARM_S } from './desk.ts';
import { book, MARKET, NO, POINT, START_MS, tick, YES } from './examples.ts';

describe('a market that does not follow', () => {
  test('is found once its reaction time is over, on the side that became too cheap', () => {
    const desk = new Desk().freeze();
    desk.price *= 1.003;
    desk.run(750);
    expect(desk.found()).toEqual([]);
    desk.run(750);
    expect(desk.found()).toHaveLength(1);
    expect(desk.found()[0]).toMatchObject({
      kind: 'priceLagFound',
      marketId: MARKET.marketId,
      tokenId: YES,
      symbol: 'btc',
      claim: 'threshold',
      feed: 'binance',
      estimated: false,
    });
  });

  test('is found on the other side when the price falls', () => {
    const desk = new Desk().freeze();
    desk.price *= 0.997;
    expect(desk.run(2_000).found()).toMatchObject([{ tokenId: NO }]);
  });

  test('tells numbers that add up', () => {
    const desk = new Desk().freeze();
    desk.price *= 1.003;
    const [found] = desk.run(2_000).found();
    if (found?.kind !== 'priceLagFound') throw new Error('nothing was found');
    expect(found.edge).toBe(found.fair - found.ask - found.fee);
    expect(found.edge).toBeGreaterThan(found.band + found.halfSpread + cents(1) - 1);
    expect(found.fee).toBeGreaterThan(0);
    expect(found.fairMove).toBeGreaterThan(2 * found.marketMove);
    expect(found.movedAtMs).toBeLessThanOrEqual(found.crossedAtMs);
    expect(found.atMs - found.crossedAtMs).toBeGreaterThanOrEqual(1_000);
    expect(found.expiresAtMs).toBe(found.atMs + 5_000);
  });

  test('is told once from crossing until it falls back, however long that takes', () => {
    const desk = new Desk().freeze();
    desk.price *= 1.003;
    desk.run(30_000);
    expect(desk.found()).toHaveLength(1);
    expect(desk.ended()).toEqual(['expired']);
  });

  test('ends when the market follows, and may be found again then', () => {
    const desk = new Desk().freeze();
    desk.price *= 1.003;
    desk.run(2_000);
    desk.quote = 'fair';
    desk.run(12_000);
    expect(desk.ended()).toEqual(['fellBack']);
    desk.freeze();
    desk.price *= 0.994;
    desk.run(2_000);
    const ids = desk.found().map((event) => ('id' in event ? event.id : ''));
    expect(new Set(ids).size).toBe(2);
  });

  test('is given the reaction time that is configured', () => {
    const desk = new Desk(MARKET, 3_000).freeze();
    desk.price *= 1.003;
    expect(desk.run(2_750).found()).toEqual([]);
    expect(desk.run(1_000).found()).toHaveLength(1);
  });
});

describe('no signal', () => {
  test('while nothing moves', () => {
    expect(new Desk().run(30_000).events).toEqual([]);
  });

  test('when the market follows within its reaction time', () => {
    const desk = new Desk().freeze();
    desk.price *= 1.003;
    desk.run(500);
    desk.quote = 'fair';
    expect(desk.run(5_000).found()).toEqual([]);
  });

  test('when it is the market that moved away and not the price', () => {
    const desk = new Desk();
    desk.quote = 30;
    expect(desk.run(10_000).found()).toEqual([]);
  });

  test('from quotes that stand still: that is a broken collector', () => {
    const desk = new Desk().freeze();
    desk.isAlive = false;
    desk.run(12_000);
    desk.price *= 1.003;
    expect(desk.run(5_000).found()).toEqual([]);
  });

  test('from a book that is not trusted, or that came no more', () => {
    const desk = new Desk().freeze();
    desk.trusted = false;
    desk.price *= 1.003;
    expect(desk.run(5_000).found()).toEqual([]);
    const silent = new Desk();
    silent.quote = null;
    silent.run(6_000);
    silent.price *= 1.003;
    expect(silent.run(5_000).found()).toEqual([]);
  });

  test('from a stale spot price, and one that was told ends with it', () => {
    const desk = new Desk().freeze();
    desk.price *= 1.003;
    desk.run(2_000);
    desk.feed = null;
    desk.run(3_000);
    expect(desk.ended()).toEqual(['spotStale']);
    desk.feed = 'binance';
    // The edge is still there and did not fall back in between.
    expect(desk.run(3_000).found()).toHaveLength(1);
  });

  test('when the edge does not pay fee, spread and band', () => {
    const desk = new Desk().freeze();
    desk.price *= 1.00003;
    expect(desk.run(5_000).found()).toEqual([]);
  });

  test('after the close, and one that was told ends with the market', () => {
    const market = {
      ...MARKET,
      rule: { ...MARKET.rule, closesAtMs: START_MS + WARM_S * 1_000 + 4_000 },
    };
    const desk = new Desk(market).freeze();
    desk.price *= 1.003;
    desk.run(6_000);
    expect(desk.found()).toHaveLength(1);
    expect(desk.ended()).toEqual(['marketOver']);
    expect(desk.detector.size).toBe(0);
  });

  test('from prices of another coin', () => {
    const desk = new Desk().freeze();
    const { detector } = desk;
    const other = { ...tick(1, desk.atMs), symbol: 'eth' };
    expect(detector.onSpot(other, desk.atMs)).toEqual([]);
  });
});

describe('an estimate', () => {
  test('is labelled: the feed that settles was never seen', () => {
    const market: LagMarket = { ...MARKET, rule: { ...MARKET.rule, source: POINT } };
    const desk = new Desk(market).freeze();
    desk.price *= 1.005;
    const [found] = desk.run(2_000).found();
    expect(found).toMatchObject({ estimated: true, feed: 'binance' });
  });
});

describe('markets', () => {
  function numbered(at: number): LagMarket {
    return { ...MARKET, marketId: `m${at}` as MarketId };
  }

  test('that are listed again keep what is known of them, unless their rule changed', () => {
    const desk = new Desk().freeze();
    desk.price *= 1.003;
    desk.run(500);
    desk.detector.list({ ...MARKET });
    expect(desk.run(1_000).found()).toHaveLength(1);
    desk.detector.list({ ...MARKET, rule: { ...MARKET.rule, symbol: 'eth' } });
    expect(desk.detector.size).toBe(1);
    expect(desk.detector.fair(MARKET.marketId, desk.atMs)).toEqual({
      ok: false,
      reason: 'spotUnknown',
    });
  });

  test('that are dropped end what was told of them', () => {
    const desk = new Desk().freeze();
    desk.price *= 1.003;
    desk.run(2_000);
    expect(desk.detector.drop(MARKET.marketId, desk.atMs)).toMatchObject([{ why: 'marketOver' }]);
    expect(desk.detector.drop(MARKET.marketId, desk.atMs)).toEqual([]);
    expect(desk.detector.fair(MARKET.marketId, desk.atMs)).toEqual({
      ok: false,
      reason: 'notWatched',
    });
  });

  test('are watched up to a number and then refused', () => {
    const detector = new PriceLagDetector();
    for (let at = 0; at < MARKETS_MAX; at += 1) expect(detector.list(numbered(at))).toBe(true);
    expect(detector.list(numbered(MARKETS_MAX))).toBe(false);
    expect(detector.list(numbered(0))).toBe(true);
  });

  test('many of one coin are looked at in turn, and none is left out', () => {
    const desk = new Desk();
    desk.detector.drop(MARKET.marketId, desk.atMs);
    const ids = Array.from({ length: 2 * LOOKS_A_TICK_MAX }, (_, at) => numbered(at).marketId);
    for (const marketId of ids) desk.detector.list({ ...MARKET, marketId });
    const quoteAll = (middle: number): void => {
      for (const marketId of ids) desk.detector.onBook(marketId, book(middle), desk.atMs);
    };
    const found: string[] = [];
    const pass = (steps: number, price: number): void => {
      for (let step = 0; step < steps; step += 1) {
        desk.atMs += 100;
        const events = desk.detector.onSpot(tick(price, desk.atMs), desk.atMs);
        found.push(...events.map(({ marketId }) => marketId));
      }
    };
    for (const middle of [50, 50.1, 50]) {
      quoteAll(middle);
      pass(10, 60_000);
    }
    // Only prices come from here on, no book and no timer: every market must still be reached.
    pass(20, 60_200);
    expect([...found].sort()).toEqual([...ids].sort());
  });

  test('of a window are not looked at before it opens', () => {
    const opensAtMs = START_MS + 30 * MINUTE_MS;
    const rule = {
      ...MARKET.rule,
      kind: 'upDown',
      opensAtMs,
      closesAtMs: opensAtMs + MINUTE_MS,
      strike: null,
      tie: 'up',
    };
    const desk = new Desk({ ...MARKET, rule: rule as LagMarket['rule'] });
    expect(desk.detector.fair(MARKET.marketId, desk.atMs)).toEqual({
      ok: false,
      reason: 'notOpen',
    });
  });
});

describe('a market that opened before it was watched', () => {
  const opensAtMs = START_MS - 3 * 24 * 60 * MINUTE_MS;
  const TOUCH: LagMarket = {
    ...MARKET,
    rule: {
      ...{ kind: 'oneTouch', symbol: 'btc', source: MARKET.rule.source, direction: 'up' },
      ...{ strike: 61_000, opensAtMs, closesAtMs: MARKET.rule.closesAtMs },
    },
  };

  test('has a fair value from when candles told what it missed, and goes on with the feed', () => {
    const desk = new Desk(TOUCH);
    const fair = () => desk.detector.fair(TOUCH.marketId, desk.atMs);
    expect(fair()).toMatchObject({ ok: false });
    const range: SpotRange = {
      ...{ kind: 'spotRange', symbol: 'btcusdt', fromMs: opensAtMs, untilMs: desk.atMs },
      ...{ open: 59_000, high: 60_400, low: 58_500 },
    };
    desk.detector.onRange({ ...range, symbol: 'ethusdt' });
    expect(fair()).toMatchObject({ ok: false });
    desk.detector.onRange(range);
    const before = fair();
    if (!before.ok) throw new Error(before.reason);
    expect(before.probability).toBeLessThan(0.5);
    desk.price = 61_001;
    desk.run(2_000);
    desk.price = 60_000;
    desk.run(2_000);
    expect(fair()).toMatchObject({ ok: true, probability: 1 });
  });
});

import { describe, expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { PriceLagDetector } from '../../../../src/engine/intelligence/price-lag/detector.ts';
import type { LagMarket } from '../../../../src/engine/intelligence/price-lag/lag-watch.ts';
import { MIDDLE_AGE_MS_MAX } from '../../../../src/engine/intelligence/price-lag/quote-watch.ts';
import { SECONDS_KEPT } from '../../../../src/engine/intelligence/price-lag/second-ring.ts';
import { Desk } from './desk.ts';
import { book, CANDLE, MARKET, START_MS, tick } from './examples.ts';

describe('who only looks', () => {
  const opensAtMs = START_MS + 10 * MINUTE_MS;
  const HOUR: LagMarket = {
    ...MARKET,
    rule: {
      ...{ kind: 'upDown', symbol: 'btc', source: CANDLE, strike: null, tie: 'up' },
      ...{ opensAtMs, closesAtMs: opensAtMs + 60 * MINUTE_MS },
    },
  };

  test('changes nothing that is known later: the price at the start is not remembered for it', () => {
    const told = [true, false].map((isAsked) => {
      const detector = new PriceLagDetector();
      detector.list(HOUR);
      const untilMs = opensAtMs + (SECONDS_KEPT + 60) * SECOND_MS;
      let answers = 0;
      for (let atMs = START_MS; atMs < untilMs; atMs += SECOND_MS) {
        detector.onSpot(tick(60_000 + (atMs % 7_000) / 1_000, atMs), atMs);
        if (isAsked && detector.fair(HOUR.marketId, atMs).ok) answers += 1;
      }
      return { answers, fair: detector.fair(HOUR.marketId, untilMs) };
    });
    expect(told[0]?.answers).toBeGreaterThan(900);
    expect(told[0]?.fair).toEqual({ ok: false, reason: 'startUnknown' });
    expect(told[1]?.fair).toEqual(told[0]?.fair);
  });

  test('reads the middle of a book that is trusted, while it is not old', () => {
    const detector = new PriceLagDetector();
    detector.list(MARKET);
    const middle = (afterMs: number) => detector.middle(MARKET.marketId, START_MS + afterMs);
    expect(middle(0)).toBeNull();
    detector.onBook(MARKET.marketId, book(62.5), START_MS);
    expect(middle(MIDDLE_AGE_MS_MAX)).toBe(cents(62.5));
    expect(middle(MIDDLE_AGE_MS_MAX + 1)).toBeNull();
    const [yes] = book(60).tops;
    detector.onBook(MARKET.marketId, { trusted: true, tops: [{ ...yes!, ask: null }] }, START_MS);
    expect(middle(0)).toBeNull();
    detector.onBook(MARKET.marketId, { ...book(60), trusted: false }, START_MS);
    expect(middle(0)).toBeNull();
    expect(detector.middle('0xother' as LagMarket['marketId'], START_MS)).toBeNull();
  });
});

describe('a book of which something was missed', () => {
  test('is not judged by before the next one comes', () => {
    const desk = new Desk().freeze();
    desk.run(2_000);
    desk.events.push(...desk.detector.loseBook(MARKET.marketId, desk.atMs));
    desk.quote = null;
    desk.run(1_000);
    desk.price *= 1.003;
    expect(desk.run(3_000).found()).toEqual([]);
    expect(desk.detector.middle(MARKET.marketId, desk.atMs)).toBeNull();
  });

  test('counts again from then on', () => {
    const desk = new Desk().freeze();
    desk.detector.loseBook(MARKET.marketId, desk.atMs);
    desk.run(1_000);
    desk.price *= 1.003;
    expect(desk.run(3_000).found()).toHaveLength(1);
  });
});

import { describe, expect, test } from 'vitest';
import type { ArbitrageFound } from '../../../../src/engine/domain/arbitrage.ts';
import { MarketBook } from '../../../../src/engine/domain/book/market-book.ts';
import { cents, dollars, percent, shares } from '../../../../src/engine/domain/values/money.ts';
import { KALSHI_DEFAULT_FEE } from '../../../../src/engine/domain/venue-rules/kalshi.ts';
import { arbitrageBookOf } from '../../../../src/engine/intelligence/arbitrage/ask-book.ts';
import {
  ArbitrageDetector,
  WATCHES_A_MARKET_MAX,
} from '../../../../src/engine/intelligence/arbitrage/detector.ts';
import { ladderWatch } from '../../../../src/engine/intelligence/arbitrage/ladder-watch.ts';
import { DEFAULT_ARBITRAGE_OPTIONS } from '../../../../src/engine/intelligence/arbitrage/options.ts';
import { setWatch } from '../../../../src/engine/intelligence/arbitrage/set-watch.ts';
import { UnitFees } from '../../../../src/engine/intelligence/arbitrage/unit-fees.ts';
import type { ArbitrageWatch } from '../../../../src/engine/intelligence/arbitrage/watch.ts';
import { book, kalshi, START_MS } from './examples.ts';

/** Watches at once, with one level of so many cents for each side of each market. */
function look(watch: ArbitrageWatch | null, asks: readonly (readonly [yes: number, no: number])[]) {
  if (watch === null) throw new Error('it is watched');
  const detector = new ArbitrageDetector({
    ...DEFAULT_ARBITRAGE_OPTIONS,
    persistMs: 0,
    sizeMax: dollars(1_000),
  });
  detector.list(watch, START_MS);
  const events = watch.markets.flatMap((market, at) => {
    const [yes, no] = asks[at] ?? [50, 50];
    const offers = { yes: [[yes, 200]], no: [[no, 200]] } as const;
    return detector.onBook(
      market.marketId,
      book(market, offers, { receivedAtMs: START_MS }),
      START_MS,
    );
  });
  return { detector, events };
}

const OUTCOMES = {
  ...{ id: 'e', family: null, markets: ['a', 'b', 'c'].map((id) => kalshi(id)) },
  ...{ isMutuallyExclusive: true, isExhaustive: true, hasOpenOther: false, isAugmented: false },
};

describe('on one venue', () => {
  test('the other sides of all outcomes pay for all but one', () => {
    const asks = [
      [45, 60],
      [45, 60],
      [45, 60],
    ] as const;
    const { events } = look(setWatch({ ...OUTCOMES, isExhaustive: false }), asks);
    const event = events[0] as ArbitrageFound;
    expect(event).toMatchObject({ structure: 'set', pair: null, quantity: shares(100) });
    // Three times 60 dollars and 1.68 of fees, for two hundred dollars.
    expect([event.cost, event.profit]).toEqual([dollars(185.04), dollars(14.96)]);
    expect(event.isAutomatic).toBe(false);
  });

  test('all outcomes are bought only where one of them must win', () => {
    const asks = [
      [30, 71],
      [30, 71],
      [30, 71],
    ] as const;
    expect(look(setWatch(OUTCOMES), asks).events[0]).toMatchObject({ cost: dollars(94.41) });
    expect(look(setWatch({ ...OUTCOMES, isExhaustive: false }), asks).events).toEqual([]);
  });

  test('a higher bar that is dearer than a lower one is found, between those two alone', () => {
    const rungs = [10, 20, 30].map((threshold) => ({
      market: kalshi(`bar${threshold}`),
      ...({ threshold, kind: 'terminal', isInclusive: false } as const),
    }));
    const ladder = {
      id: 'l',
      family: null,
      direction: 'above',
      rungs,
      areTextsRead: true,
    } as const;
    const { events } = look(ladderWatch(ladder), [
      [70, 31],
      [40, 61],
      [53, 48],
    ]);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ structure: 'implied', isArbitrage: true });
    const legs = (events[0] as ArbitrageFound).legs.map(({ tokenId }) => tokenId);
    expect(legs.toSorted()).toEqual(['bar20-yes', 'bar30-no']);
  });

  test('a market belongs to so many watches and no more', () => {
    const detector = new ArbitrageDetector();
    const listed = Array.from({ length: WATCHES_A_MARKET_MAX + 1 }, (_, at) => {
      const watch = setWatch({ ...OUTCOMES, id: `e${at}` });
      return watch === null ? null : detector.list(watch, START_MS);
    });
    expect(listed.map((events) => events !== null)).toEqual([
      ...Array.from({ length: WATCHES_A_MARKET_MAX }, () => true),
      false,
    ]);
  });
});

test('a kept book offers both sides: a bid for one is an ask of the other', () => {
  const market = kalshi('k');
  const kept = new MarketBook({
    ...{ marketId: market.marketId, tokenIds: [market.yes, market.no] },
    ...{ tick: cents(1), layout: 'ladder' },
  });
  expect(arbitrageBookOf(kept)).toMatchObject({ trusted: false, receivedAtMs: -1 });
  kept.applySnapshot(
    {
      ...{ kind: 'bookSnapshot', marketId: market.marketId, tokenId: market.yes },
      bids: [{ price: cents(44), quantity: shares(10) }],
      asks: [{ price: cents(46), quantity: shares(20) }],
      ...{ venueAtMs: START_MS, hash: null, tick: null, source: 'stream' },
      hashFields: { minOrderSize: null, negRisk: null, lastTradePrice: '', version: null },
    },
    START_MS,
  );
  expect(arbitrageBookOf(kept).asks).toEqual([
    { tokenId: market.yes, levels: [{ price: cents(46), quantity: shares(20) }] },
    { tokenId: market.no, levels: [{ price: cents(56), quantity: shares(10) }] },
  ]);
});

test('a fee that is waived until a moment is charged from then on', () => {
  const fees = new UnitFees({ venue: 'kalshi', fee: KALSHI_DEFAULT_FEE, waivedUntilMs: START_MS });
  expect([fees.at(cents(50), START_MS - 1), fees.at(cents(50), START_MS)]).toEqual([0, 17_500]);
  const schedule = new UnitFees({ ratePpm: percent(7), exponent: 1 });
  expect(schedule.at(cents(48), START_MS)).toBe(17_480);
});

import { describe, expect, test } from 'vitest';
import { book, change, delta, level, MARKET, NO, snapshot, TENTH_OF_CENT, YES } from './events.ts';

/** Read 3 s before it comes, and as the venue had it at 1 s. */
const READ_AT_MS = 5_000;
const kept = () =>
  snapshot({ source: 'poll', readAtMs: READ_AT_MS, bids: [level([40, 100])], venueAtMs: 1_000 });

describe('a book that was kept', () => {
  test('is as old as when it was read, not as when it came', () => {
    const market = book();
    market.applySnapshot(kept(), 8_000);
    market.applySnapshot({ ...kept(), tokenId: NO, bids: [], asks: [level([60, 100])] }, 8_000);
    expect(market).toMatchObject({ receivedAtMs: READ_AT_MS, source: 'poll' });
    expect(market.trust.trusted).toBe(true);
  });

  test('changes nothing where something newer came before it, also of the same moment', () => {
    for (const venueAtMs of [1_000, 1_001]) {
      const market = book();
      market.applySnapshot(snapshot({ venueAtMs }), 6_000);
      expect(market.applySnapshot(kept(), 8_000)).toBe(0);
      expect(market).toMatchObject({ receivedAtMs: 6_000, source: 'stream' });
      expect(Number(market.bestBid(YES))).toBe(490_000);
    }
  });

  test('gives way to the first book of the stream, though its own time may be of its reading', () => {
    const market = book();
    market.applySnapshot({ ...kept(), venueAtMs: 4_999 }, 8_000);
    market.applySnapshot(snapshot({ venueAtMs: 1_000 }), 8_001);
    expect(market).toMatchObject({ receivedAtMs: 8_001, source: 'stream' });
    const bought = [change({ side: 'ask', at: 51, size: 0 })];
    market.applyDelta(delta(1_001, ...bought), 8_002);
    expect(Number(market.bestAsk(YES)), 'and to all that the stream tells after it').toBe(520_000);
  });

  test('does not give way to a book of the stream that a streamed change is newer than', () => {
    const market = book();
    market.applySnapshot({ ...kept(), venueAtMs: 2_000 }, 8_000);
    market.applyDelta(delta(2_001, change({ side: 'bid', at: 41, size: 5 })), 8_001);
    expect(market.applySnapshot(snapshot({ venueAtMs: 1_000 }), 8_002)).toBe(0);
    expect(Number(market.bestBid(YES))).toBe(410_000);
  });

  test('does not give way to a book of the grid before it', () => {
    const market = book();
    const tick = TENTH_OF_CENT;
    market.applyTick({
      kind: 'tickChange',
      marketId: MARKET,
      tokenId: YES,
      tick,
      venueAtMs: 1_500,
    });
    market.applySnapshot({ ...kept(), tick, venueAtMs: 2_000 }, 8_000);
    expect(market.applySnapshot(snapshot({ venueAtMs: 1_000 }), 8_001)).toBe(0);
    expect(market.applySnapshot(snapshot({ venueAtMs: 1_500 }), 8_002)).not.toBe(0);
  });

  test('gives way to what comes after it', () => {
    const market = book();
    market.applySnapshot(kept(), 8_000);
    market.applySnapshot(snapshot(), 8_001);
    expect(market).toMatchObject({ receivedAtMs: 8_001, source: 'stream' });
    expect(Number(market.bestBid(YES))).toBe(490_000);
  });
});

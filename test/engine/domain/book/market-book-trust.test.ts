import { describe, expect, test } from 'vitest';
import {
  BOOK_CHANGED,
  TRUST_GAINED,
  TRUST_LOST,
} from '../../../../src/engine/domain/book/market-book.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import { book, centsOf, change, delta, level, mirrored, NO, snapshot, YES } from './events.ts';

describe('trust', () => {
  test('a missed delta shows in the carried best prices and lasts until the next snapshot', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    // The venue has a bid at 50 that never reached us.
    const missed = delta(2_000, ...mirrored({ side: 'bid', at: 47, size: 5, best: [50, 51] }));
    it.applyDelta(missed, 2);
    expect(it.trust).toEqual({ trusted: false, reason: 'bestMismatch' });
    const next = delta(2_001, ...mirrored({ side: 'bid', at: 47, size: 6 }));
    expect(it.applyDelta(next, 3) & TRUST_LOST).toBe(TRUST_LOST);
    expect(it.trust.reason).toBe('bestMismatch');
    expect(it.applySnapshot(snapshot({ venueAtMs: 2_001 }), 4) & TRUST_GAINED).toBe(TRUST_GAINED);
    expect(it.trust.trusted).toBe(true);
  });

  test('a mismatch within an engine event comes right with the rest of the event', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    const best = [50, 51] as const;
    it.applyDelta(delta(2_000, ...mirrored({ side: 'bid', at: 47, size: 5, best })), 2);
    expect(it.trust.trusted).toBe(false);
    it.applyDelta(delta(2_000, ...mirrored({ side: 'bid', at: 50, size: 5, best })), 2);
    expect(it.trust.trusted).toBe(true);
    const next = delta(2_001, ...mirrored({ side: 'bid', at: 47, size: 6, best }));
    expect(it.applyDelta(next, 3)).toBe(BOOK_CHANGED);
    expect(it.trust.trusted).toBe(true);
  });

  test('the best prices of either token of a frame are compared', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    const [yes, no] = mirrored({ side: 'bid', at: 47, size: 5, best: [49, 51] });
    it.applyDelta(delta(2_000, { ...yes!, bestAsk: cents(60) }, no!), 2);
    expect(it.trust.reason).toBe('bestMismatch');
    it.applyDelta(delta(2_000, yes!, { ...no!, bestBid: cents(40) }), 2);
    expect(it.trust.reason).toBe('bestMismatch');
  });

  test('an empty side is 0 for a bid and 0 or 1 for an ask', () => {
    const it = book();
    it.applySnapshot(snapshot({ bids: [], asks: [level([52, 1])] }), 1);
    for (const [at, none] of [0, 100].entries()) {
      it.applyDelta(
        delta(
          2_000 + at,
          change({ side: 'ask', at: 52, size: 0, best: [0, none] }),
          change({ tokenId: NO, side: 'bid', at: 48, size: 0, best: [0, none] }),
        ),
        2,
      );
      expect(it.trust.trusted).toBe(true);
    }
  });

  test('a crossed snapshot is not trusted, a crossed event only if it stays crossed', () => {
    const it = book();
    it.applySnapshot(snapshot({ bids: [level([51, 1])] }), 1);
    expect(it.trust.reason).toBe('crossed');
    it.applySnapshot(snapshot({ venueAtMs: 1_100 }), 2);
    it.applyDelta(delta(2_000, ...mirrored({ side: 'bid', at: 51, size: 1 })), 3);
    expect(it.trust.reason).toBe('crossed');
    it.applyDelta(delta(2_000, ...mirrored({ side: 'ask', at: 51, size: 0 })), 3);
    expect(it.trust.trusted).toBe(true);
    it.applyDelta(delta(2_001, ...mirrored({ side: 'bid', at: 52, size: 1 })), 4);
    it.applyDelta(delta(2_002, ...mirrored({ side: 'ask', at: 60, size: 1 })), 5);
    expect(it.trust.reason).toBe('crossed');
    it.applyDelta(delta(2_003, ...mirrored({ side: 'bid', at: 52, size: 0 })), 6);
    expect(it.trust.reason).toBe('crossed');
  });

  test('mirrored changes that disagree end the trust', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    const [yes, no] = mirrored({ side: 'bid', at: 47, size: 5 });
    const outcome = it.applyDelta(delta(2_000, yes!, { ...no!, quantity: yes!.price as never }), 2);
    expect(outcome & TRUST_LOST).toBe(TRUST_LOST);
    expect(it.trust.reason).toBe('mirrorMismatch');
  });

  test('two orders at one level in a frame do not disagree', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    const first = mirrored({ side: 'bid', at: 47, size: 5 });
    const second = mirrored({ side: 'bid', at: 47, size: 9 });
    it.applyDelta(delta(2_000, ...first, ...second), 2);
    expect(it.trust.trusted).toBe(true);
    it.applyDelta(delta(2_001, first[0]!, second[0]!, first[1]!, second[1]!), 3);
    expect(it.trust.trusted).toBe(true);
    expect(centsOf(it.levels(YES, 'bid', 3))[2]).toEqual([47, 9]);
  });

  test.each([0, 100, 50.5])('a price of %s cents is off the grid and never stored', (at) => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    it.applyDelta(delta(2_000, change({ side: 'bid', at, size: 5 })), 2);
    expect(it.trust.reason).toBe('offGrid');
    expect(it.levels(YES, 'bid', 9)).toHaveLength(2);
    const other = book('sorted');
    other.applySnapshot(snapshot({ bids: [level([at, 1])] }), 1);
    expect(other.trust.reason).toBe('offGrid');
    expect(other.levels(YES, 'bid', 9)).toEqual([]);
  });

  test('distrust from outside lasts until a snapshot, a resolution for good', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    it.distrust('feedDown');
    expect(it.trust).toEqual({ trusted: false, reason: 'feedDown' });
    it.applySnapshot(snapshot({ venueAtMs: 1_001 }), 2);
    expect(it.trust.trusted).toBe(true);
    it.distrust('resolved');
    it.applySnapshot(snapshot({ venueAtMs: 1_002 }), 3);
    expect(it.trust.reason).toBe('resolved');
  });
});

import { describe, expect, test } from 'vitest';
import {
  BOOK_CHANGED,
  MarketBook,
  TRUST_GAINED,
  TRUST_LOST,
} from '../../../../src/engine/domain/book/market-book.ts';
import type { TokenId } from '../../../../src/engine/domain/ids.ts';
import { cents } from '../../../../src/engine/domain/values/money.ts';
import {
  book,
  centsOf,
  change,
  delta,
  level,
  MARKET,
  mirrored,
  NO,
  snapshot,
  TENTH_OF_CENT,
  YES,
} from './events.ts';

describe.each(['ladder', 'sorted'] as const)('a %s book', (layout) => {
  test('shows a snapshot from both sides, best first', () => {
    const it = book(layout);
    expect(it.trust).toEqual({ trusted: false, reason: 'noSnapshot' });
    expect(it.applySnapshot(snapshot(), 5_000)).toBe(BOOK_CHANGED | TRUST_GAINED);
    expect(it.trust).toEqual({ trusted: true, reason: null });
    expect(it.bestBid(YES)).toBe(cents(49));
    expect(it.bestAsk(YES)).toBe(cents(51));
    expect(it.bestBid(NO)).toBe(cents(49));
    expect(it.bestAsk(NO)).toBe(cents(51));
    expect(centsOf(it.levels(YES, 'bid', 9))).toEqual([
      [49, 200],
      [48, 100],
    ]);
    expect(centsOf(it.levels(NO, 'bid', 1))).toEqual([[49, 300]]);
    expect(centsOf(it.levels(NO, 'ask', 9))).toEqual([
      [51, 200],
      [52, 100],
    ]);
  });

  test('takes levels in either order and a snapshot of either token', () => {
    const it = book(layout);
    const bids = [level([49, 200]), level([48, 100])];
    it.applySnapshot(snapshot({ bids, asks: [level([51, 300]), level([52, 100])] }), 1);
    const other = book(layout);
    other.applySnapshot(
      snapshot({
        tokenId: NO,
        bids: [level([48, 100]), level([49, 300])],
        asks: [level([52, 100]), level([51, 200])],
      }),
      1,
    );
    for (const token of [YES, NO]) {
      for (const side of ['bid', 'ask'] as const) {
        expect(other.levels(token, side, 9)).toEqual(it.levels(token, side, 9));
      }
    }
  });

  test('applies mirrored changes once and removes with zero', () => {
    const it = book(layout);
    it.applySnapshot(snapshot(), 1);
    expect(it.applyDelta(delta(2_000, ...mirrored({ side: 'bid', at: 50, size: 7 })), 2)).toBe(
      BOOK_CHANGED,
    );
    expect(it.bestBid(YES)).toBe(cents(50));
    expect(it.bestAsk(NO)).toBe(cents(50));
    it.applyDelta(delta(3_000, ...mirrored({ side: 'bid', at: 50, size: 0 })), 3);
    it.applyDelta(delta(3_001, ...mirrored({ side: 'bid', at: 49, size: 0 })), 3);
    expect(centsOf(it.levels(YES, 'bid', 9))).toEqual([[48, 100]]);
    it.applyDelta(delta(3_002, ...mirrored({ side: 'bid', at: 48, size: 0 })), 3);
    expect(it.bestBid(YES)).toBeNull();
    expect(it.levels(YES, 'bid', 9)).toEqual([]);
    expect(it.trust.trusted).toBe(true);
  });

  test('converts to the other layout and back without loss', () => {
    const it = book(layout);
    it.applySnapshot(snapshot(), 1);
    const before = [it.levels(YES, 'bid', 9), it.levels(NO, 'bid', 9)];
    for (const next of ['sorted', 'ladder', 'sorted'] as const) {
      it.setLayout(next);
      expect([it.levels(YES, 'bid', 9), it.levels(NO, 'bid', 9)]).toEqual(before);
      expect(it.trust.trusted).toBe(true);
    }
  });

  test('tells a change from a confirmation', () => {
    const it = book(layout);
    it.applySnapshot(snapshot(), 10);
    expect(it.applySnapshot(snapshot({ venueAtMs: 1_500 }), 20)).toBe(0);
    expect([it.receivedAtMs, it.changedAtMs]).toEqual([20, 10]);
    const same = delta(1_600, ...mirrored({ side: 'bid', at: 49, size: 200 }));
    expect(it.applyDelta(same, 30)).toBe(0);
    expect([it.receivedAtMs, it.changedAtMs]).toEqual([30, 10]);
    it.applySnapshot(snapshot({ venueAtMs: 1_700, bids: [level([48, 100])] }), 40);
    expect([it.receivedAtMs, it.changedAtMs]).toEqual([40, 40]);
  });

  test('is not fooled by a snapshot that repeats one level and hides another', () => {
    const it = book(layout);
    it.applySnapshot(snapshot(), 10);
    const bids = [level([49, 200]), level([49, 200])];
    it.applySnapshot(snapshot({ venueAtMs: 1_100, bids }), 20);
    expect(centsOf(it.levels(YES, 'bid', 9))).toEqual([[49, 200]]);
  });
});

describe('order of events', () => {
  test('ignores a delta before any snapshot', () => {
    const it = book();
    expect(it.applyDelta(delta(1_000, ...mirrored({ side: 'bid', at: 50, size: 7 })), 1)).toBe(0);
    expect(it.trust.reason).toBe('noSnapshot');
    expect(it.levels(YES, 'bid', 9)).toEqual([]);
    expect(it.receivedAtMs).toBe(-1);
  });

  test('ignores a snapshot and a delta older than what was applied', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    it.applyDelta(delta(2_000, ...mirrored({ side: 'bid', at: 50, size: 7 })), 2);
    expect(it.applySnapshot(snapshot({ venueAtMs: 1_999 }), 3)).toBe(0);
    expect(it.bestBid(YES)).toBe(cents(50));
    expect(it.applyDelta(delta(1_999, ...mirrored({ side: 'bid', at: 50, size: 0 })), 4)).toBe(0);
    expect(it.bestBid(YES)).toBe(cents(50));
    expect(it.receivedAtMs).toBe(2);
  });

  test('takes a snapshot with the time of the newest delta: it is the state after it', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    it.applyDelta(delta(2_000, ...mirrored({ side: 'bid', at: 50, size: 7 })), 2);
    it.applySnapshot(snapshot({ venueAtMs: 2_000 }), 3);
    expect(it.bestBid(YES)).toBe(cents(49));
  });

  test('knows whether a stream or a poll feeds it', () => {
    const it = book();
    expect(it.source).toBeNull();
    it.applySnapshot(snapshot({ source: 'poll' }), 1);
    expect(it.source).toBe('poll');
    it.applyDelta(delta(2_000, ...mirrored({ side: 'bid', at: 50, size: 7 })), 2);
    expect(it.source).toBe('stream');
  });

  test('leaves out tokens of other markets', () => {
    const it = book();
    const stranger = '7' as TokenId;
    expect(it.applySnapshot(snapshot({ tokenId: stranger }), 1)).toBe(0);
    it.applySnapshot(snapshot(), 1);
    expect(
      it.applyDelta(delta(2_000, change({ tokenId: stranger, side: 'bid', at: 50, size: 1 })), 2),
    ).toBe(0);
    expect(it.bestBid(stranger)).toBeNull();
    expect(it.levels(stranger, 'bid', 9)).toEqual([]);
    expect(it.hashOf(stranger)).toBeNull();
  });
});

describe('tick', () => {
  const tick = { kind: 'tickChange', marketId: MARKET, tick: TENTH_OF_CENT } as const;

  test('a change drops the book until a snapshot on the new grid', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    const outcome = it.applyTick({ ...tick, tokenId: YES, venueAtMs: 2_000 });
    expect(outcome).toBe(BOOK_CHANGED | TRUST_LOST);
    expect(it.trust.reason).toBe('tickChange');
    expect(it.levels(YES, 'bid', 9)).toEqual([]);
    expect(it.applyDelta(delta(2_100, ...mirrored({ side: 'bid', at: 50, size: 7 })), 2)).toBe(0);
    expect(it.applySnapshot(snapshot({ venueAtMs: 1_999 }), 3)).toBe(0);
    it.applySnapshot(snapshot({ venueAtMs: 2_000, bids: [level([98.7, 5])], asks: [] }), 4);
    expect(it.trust.trusted).toBe(true);
    expect(it.tick).toBe(TENTH_OF_CENT);
    expect(centsOf(it.levels(NO, 'ask', 9))).toEqual([[1.3, 5]]);
  });

  test('the same change told for the other token does not drop the new book', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    it.applyTick({ ...tick, tokenId: YES, venueAtMs: 2_000 });
    it.applySnapshot(snapshot({ venueAtMs: 2_000 }), 2);
    expect(it.applyTick({ ...tick, tokenId: NO, venueAtMs: 2_000 })).toBe(0);
    expect(it.trust.trusted).toBe(true);
  });

  test('a change older than the book is ignored', () => {
    const it = book();
    it.applySnapshot(snapshot({ venueAtMs: 2_000 }), 1);
    expect(it.applyTick({ ...tick, tokenId: YES, venueAtMs: 1_999 })).toBe(0);
    expect(it.applyTick({ ...tick, tokenId: '7' as TokenId, venueAtMs: 2_001 })).toBe(0);
    expect(it.trust.trusted).toBe(true);
  });

  test('the tick of a snapshot is the venue’s word', () => {
    const it = book();
    it.applySnapshot(snapshot(), 1);
    it.applySnapshot(
      snapshot({ venueAtMs: 2_000, tick: TENTH_OF_CENT, bids: [level([48.1, 5])] }),
      2,
    );
    expect(it.trust.trusted).toBe(true);
    expect(it.bestBid(YES)).toBe(481_000);
  });
});

test('a market of three outcomes has a book for each', () => {
  const tokenIds = ['1', '2', '3'] as unknown as readonly [TokenId, TokenId, TokenId];
  const it = new MarketBook({ marketId: MARKET, tokenIds, tick: cents(1), layout: 'ladder' });
  it.applySnapshot(snapshot({ tokenId: tokenIds[0] }), 1);
  expect(it.trust.reason).toBe('noSnapshot');
  it.applySnapshot(snapshot({ tokenId: tokenIds[1], bids: [level([10, 1])] }), 1);
  it.applySnapshot(snapshot({ tokenId: tokenIds[2], venueAtMs: 900 }), 1);
  expect(it.trust.trusted).toBe(true);
  const apart = change({ tokenId: tokenIds[1], side: 'bid', at: 12, size: 1, best: [13, 51] });
  it.applyDelta(delta(2_000, apart), 2);
  expect(it.bestBid(tokenIds[0])).toBe(cents(49));
  expect(it.bestBid(tokenIds[1])).toBe(cents(12));
  // What is old for one token says nothing about its newer book.
  it.applySnapshot(snapshot({ tokenId: tokenIds[2], venueAtMs: 2_050 }), 2);
  const old = change({ tokenId: tokenIds[2], side: 'bid', at: 1, size: 1, best: [30, 51] });
  it.applyDelta(delta(2_000, { ...apart, bestBid: cents(12) }, old), 2);
  expect(it.trust.trusted).toBe(true);
  it.applyDelta(delta(2_000, apart), 2);
  // A frame of another token does not hide what is wrong with this one.
  it.applyDelta(delta(2_100, change({ tokenId: tokenIds[0], side: 'bid', at: 1, size: 1 })), 3);
  expect(it.trust.reason).toBe('bestMismatch');
});

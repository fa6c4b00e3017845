import { describe, expect, test } from 'vitest';
import { Books, DEPTH_LEVELS_MAX } from '../../../../src/engine/core/market/books.ts';
import { Timers } from '../../../../src/engine/core/timers.ts';
import { Turn } from '../../../../src/engine/core/turn.ts';
import type { MarketId, TokenId } from '../../../../src/engine/domain/ids.ts';
import type { BookDelta, BookSnapshot } from '../../../../src/engine/domain/market-event.ts';
import { cents, price, shares } from '../../../../src/engine/domain/values/money.ts';
import { BINARY, MARKET, NO, NOW_MS, THREE_WAY, YES } from '../../intelligence/examples.ts';

const HASH_FIELDS = { minOrderSize: null, negRisk: null, lastTradePrice: '', version: null };

function snapshot(change: Partial<BookSnapshot> = {}): BookSnapshot {
  return {
    kind: 'bookSnapshot',
    marketId: MARKET,
    tokenId: YES,
    bids: [{ price: cents(48), quantity: shares(10) }],
    asks: [{ price: cents(50), quantity: shares(10) }],
    tick: null,
    venueAtMs: NOW_MS,
    source: 'stream',
    hash: null,
    hashFields: HASH_FIELDS,
    ...change,
  };
}

function delta(at: number, bidCents: number): BookDelta {
  const change = {
    tokenId: YES,
    side: 'bid',
    price: cents(bidCents),
    quantity: shares(1),
  } as const;
  const changes = [{ ...change, bestBid: null, bestAsk: null, hash: null }];
  return { kind: 'bookDelta', marketId: MARKET, venueAtMs: at, changes };
}

class Stage {
  readonly books = new Books();
  readonly timers = new Timers();

  turn(atMs: number, act: (turn: Turn) => void): Turn {
    const turn = new Turn(atMs, this.timers);
    act(turn);
    return turn;
  }

  quotes(turn: Turn): number {
    let count = 0;
    for (let message = turn.nextMessage(); message !== null; message = turn.nextMessage())
      count += 1;
    return count;
  }
}

describe('books of markets', () => {
  test('are kept for tokens of a market that is not listed yet, and begin anew when it is', () => {
    const { books, ...stage } = new Stage();
    const turn = new Turn(NOW_MS, stage.timers);
    books.onSnapshot(snapshot(), turn);
    expect(books.depth(MARKET, YES, NOW_MS)?.asks).toHaveLength(1);
    expect(books.depth(MARKET, NO, NOW_MS)).toBeNull();
    books.list(BINARY, NOW_MS);
    expect(books.depth(MARKET, YES, NOW_MS)).toBeNull();
    books.onSnapshot(snapshot(), turn);
    books.list({ ...BINARY, acceptingOrders: false }, NOW_MS);
    expect(books.depth(MARKET, NO, NOW_MS)?.asks[0]?.price).toBe(cents(52));
    books.list(THREE_WAY, NOW_MS);
    expect(books.depth(MARKET, YES, NOW_MS)).toBeNull();
  });

  test('tell quotes of wanted markets at most once a second, the last change included', () => {
    const stage = new Stage();
    stage.books.list(BINARY, NOW_MS);
    stage.turn(NOW_MS, (turn) => stage.books.onSnapshot(snapshot(), turn));
    const unasked = stage.turn(NOW_MS + 1, (turn) =>
      stage.books.onDelta(delta(NOW_MS + 1, 47), turn),
    );
    expect(stage.quotes(unasked)).toBe(0);
    stage.books.want(MARKET);
    const at = NOW_MS + 5_000;
    for (const ms of [0, 10, 20]) {
      const soon = stage.turn(at + ms, (turn) =>
        stage.books.onDelta(delta(at + ms, 40 + ms / 10), turn),
      );
      expect(stage.quotes(soon)).toBe(0);
    }
    expect(stage.timers.next()).toMatchObject({ id: 'quotes', atMs: at + 1_000 });
    const late = stage.turn(at + 1_000, (turn) => stage.books.onTimer('quotes', turn));
    expect(stage.quotes(late)).toBe(2);
    const again = stage.turn(at + 1_001, (turn) => stage.books.onTimer('quotes', turn));
    expect(stage.quotes(again)).toBe(0);
    expect(stage.books.onTimer('clip:x', again)).toBe(false);
  });

  test('ask to be read again when their trust is lost, and not before', () => {
    const stage = new Stage();
    stage.books.list(BINARY, NOW_MS);
    const turn = new Turn(NOW_MS, stage.timers);
    stage.books.onGap(MARKET, turn);
    stage.books.onDelta(delta(NOW_MS, 47), turn);
    expect(turn.effects).toEqual([]);
    stage.books.onSnapshot(snapshot(), turn);
    const crossed = [{ price: cents(55), quantity: shares(1) }];
    stage.books.onSnapshot(snapshot({ bids: crossed, venueAtMs: NOW_MS + 1 }), turn);
    expect(turn.effects).toEqual([{ kind: 'reread', marketId: MARKET, reason: 'crossed' }]);
  });

  test('take a new tick, and wait for a book on its grid', () => {
    const stage = new Stage();
    const turn = new Turn(NOW_MS, stage.timers);
    const tick = {
      kind: 'tickChange',
      marketId: MARKET,
      tokenId: YES,
      tick: price(1_000),
      venueAtMs: NOW_MS,
    } as const;
    stage.books.onTick({ ...tick, marketId: 'other' as MarketId }, turn);
    stage.books.list(BINARY, NOW_MS);
    stage.books.onTick(tick, turn);
    expect(stage.books.market(MARKET)?.rules.tick).toBe(1_000);
    stage.books.onSnapshot(snapshot({ tick: cents(1) }), turn);
    stage.books.onTick({ ...tick, venueAtMs: NOW_MS + 1 }, turn);
    expect(stage.books.depth(MARKET, YES, NOW_MS)?.trust.reason).toBe('tickChange');
  });

  test('of a resolved market are never used again', () => {
    const stage = new Stage();
    const turn = new Turn(NOW_MS, stage.timers);
    stage.books.onResolved('other' as MarketId);
    stage.books.list(BINARY, NOW_MS);
    stage.books.onSnapshot(snapshot(), turn);
    stage.books.onTrade({
      kind: 'publicTrade',
      marketId: MARKET,
      tokenId: YES,
      takerSide: 'buy',
      price: cents(50),
      quantity: shares(1),
      venueAtMs: NOW_MS,
    });
    stage.books.onResolved(MARKET);
    stage.books.onSnapshot(snapshot({ venueAtMs: NOW_MS + 1 }), turn);
    expect(stage.books.depth(MARKET, YES, NOW_MS)).toBeNull();
  });

  test('answer with so many levels and no more', () => {
    const stage = new Stage();
    stage.books.list({ ...BINARY, rules: { ...BINARY.rules, tick: price(1_000) } }, NOW_MS);
    const asks = Array.from({ length: 300 }, (_, at) => ({
      price: price(500_000 + at * 1_000),
      quantity: shares(1),
    }));
    stage.books.onSnapshot(snapshot({ asks }), new Turn(NOW_MS, stage.timers));
    expect(stage.books.depth(MARKET, YES, NOW_MS)?.asks).toHaveLength(DEPTH_LEVELS_MAX);
    expect(stage.books.depth(MARKET, '9' as TokenId, NOW_MS)).toBeNull();
    expect(stage.books.depth('9' as MarketId, YES, NOW_MS)).toBeNull();
  });
});

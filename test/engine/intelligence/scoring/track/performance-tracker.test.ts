import { describe, expect, test } from 'vitest';
import type { MarketId, TokenId } from '../../../../../src/engine/domain/ids.ts';
import type { LeaderEvent } from '../../../../../src/engine/domain/leader.ts';
import { cents, dollars, shares } from '../../../../../src/engine/domain/values/money.ts';
import {
  REORDER_WINDOW_MS,
  type WalletRecord,
} from '../../../../../src/engine/intelligence/scoring/record.ts';
import {
  KEPT_MARKETS_MAX,
  PerformanceTracker,
} from '../../../../../src/engine/intelligence/scoring/track/performance-tracker.ts';
import { LOOK_EVERY_MS } from '../../../../../src/engine/intelligence/scoring/track/window.ts';
import { LEADER, leaderTrade, MARKET, market, NO, NOW_MS, YES } from '../../examples.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LATER_MS = NOW_MS + DAY_MS;

/** Another market of two outcomes. */
function place(at: number) {
  const marketId = `0x${String(at).padStart(64, '0')}` as MarketId;
  return { marketId, tokenId: `7${at}1` as TokenId, other: `7${at}2` as TokenId };
}

function paid(marketId: MarketId, winner: TokenId, loser: TokenId) {
  return {
    marketId,
    payouts: [
      { tokenId: winner, payout: cents(100) },
      { tokenId: loser, payout: cents(0) },
    ],
  };
}

function tracked(...events: readonly Partial<LeaderEvent>[]): PerformanceTracker {
  const tracker = new PerformanceTracker();
  for (const [at, event] of events.entries()) {
    tracker.observe(leaderTrade({ transaction: `0x${at}`, ...event }));
  }
  return tracker;
}

function recordOf(tracker: PerformanceTracker, atMs = LATER_MS): WalletRecord {
  const record = tracker.record(LEADER, atMs);
  if (record === null) throw new Error('the wallet is known');
  return record;
}

const mean = (sums: WalletRecord['wins']) => sums.sum / sums.weight;
const sets = (kind: 'split' | 'merge' | 'redeem', count: number, atMs = NOW_MS) => ({
  kind,
  tokenId: null,
  price: null,
  quantity: shares(count),
  notional: dollars(count),
  tradedAtMs: atMs,
});

describe('results', () => {
  test('a hundred losers that nobody redeemed are no wins and a return of −1', () => {
    const tracker = new PerformanceTracker();
    for (let at = 1; at <= 100; at += 1) {
      const { marketId, tokenId, other } = place(at);
      tracker.observe(leaderTrade({ marketId, tokenId, transaction: `0x${at}` }));
      tracker.resolve(paid(marketId, other, tokenId), NOW_MS + HOUR_MS);
    }
    const record = recordOf(tracker);
    expect(record.wins).toMatchObject({ count: 100, sum: 0 });
    expect(mean(record.returns)).toBeCloseTo(-1, 12);
    expect(record.profit).toBeCloseTo(-500, 9);
    expect(record.blocks).toMatchObject({ count: 10, sum: 0 });
    expect(record.drawdown.depth).toBeCloseTo(500, 9);
  });

  test('a redemption alone is no win: the market stays open until its resolution is known', () => {
    const tracker = tracked({}, sets('redeem', 10, NOW_MS + HOUR_MS));
    expect(recordOf(tracker)).toMatchObject({ openMarkets: 1, trades: 1, wins: { count: 0 } });
    tracker.resolve(paid(MARKET, YES, NO), NOW_MS + MINUTE_MS);
    expect(recordOf(tracker)).toMatchObject({ openMarkets: 0, profit: 5, wins: { count: 1 } });
  });

  test('a void pays each share half a dollar', () => {
    const tracker = tracked({ price: cents(40) });
    tracker.resolve(
      { marketId: MARKET, payouts: [YES, NO].map((tokenId) => ({ tokenId, payout: cents(50) })) },
      NOW_MS + HOUR_MS,
    );
    const record = recordOf(tracker);
    expect(record.profit).toBeCloseTo(1, 12);
    expect(mean(record.edge)).toBeCloseTo(0.25, 12);
    expect(record.luck).toMatchObject({ markets: 1, wins: 0.5 });
  });

  test('who sold all has a final profit, and an edge as if the shares had been held', () => {
    const tracker = tracked(
      { price: cents(40) },
      { kind: 'sell', price: cents(60), tradedAtMs: NOW_MS + HOUR_MS },
    );
    expect(recordOf(tracker).profit).toBeCloseTo(2, 12);
    tracker.resolve(paid(MARKET, NO, YES), NOW_MS + 2 * HOUR_MS);
    const record = recordOf(tracker);
    expect(record.profit).toBeCloseTo(2, 12);
    expect(mean(record.wins)).toBe(1);
    expect(mean(record.edge)).toBeCloseTo(-1, 12);
    expect(record.habits.soldOut).toBe(1);
  });

  test('a market that is entered again is one market with the result of both rounds', () => {
    const tracker = tracked(
      { price: cents(40) },
      { kind: 'sell', price: cents(60), tradedAtMs: NOW_MS + MINUTE_MS },
      { price: cents(60), tradedAtMs: NOW_MS + 2 * MINUTE_MS },
    );
    expect(recordOf(tracker)).toMatchObject({ openMarkets: 1, wins: { count: 0 } });
    tracker.resolve(paid(MARKET, NO, YES), NOW_MS + HOUR_MS);
    const record = recordOf(tracker);
    expect(record.wins).toMatchObject({ count: 1, sum: 0 });
    expect(record.profit).toBeCloseTo(-4, 12);
    expect(record.drawdown.depth).toBeCloseTo(6, 12);
  });

  test('shares bought before we looked bring no profit, and their sale is a trade', () => {
    const record = recordOf(
      tracked({ price: cents(40) }, { kind: 'sell', price: cents(50), quantity: shares(30) }),
    );
    expect(record).toMatchObject({ trades: 2, wins: { count: 1 } });
    expect(record.profit).toBeCloseTo(1, 12);
  });

  test('complete sets are worth a dollar: merged, split, and taken apart by a sale', () => {
    const merged = tracked(
      { price: cents(40) },
      { tokenId: NO, price: cents(50) },
      sets('merge', 10),
    );
    expect(recordOf(merged)).toMatchObject({ habits: { bothSides: 1, inSets: 1 } });
    expect(recordOf(merged).profit).toBeCloseTo(1, 12);
    const split = tracked(sets('split', 10), { kind: 'sell', price: cents(70) });
    split.resolve(paid(MARKET, NO, YES), NOW_MS + HOUR_MS);
    expect(recordOf(split).profit).toBeCloseTo(7, 12);
    expect(recordOf(split).edge.count).toBe(0);
  });

  test('a trade when the result is known already shows nothing', () => {
    const tracker = tracked({ tradedAtMs: NOW_MS + 2 * HOUR_MS, price: cents(99) });
    tracker.resolve(paid(MARKET, YES, NO), NOW_MS + HOUR_MS);
    expect(recordOf(tracker)).toMatchObject({ trades: 1, markets: 0, wins: { count: 0 } });
  });

  test('true twins count twice', () => {
    const tracker = new PerformanceTracker();
    tracker.observe(leaderTrade());
    tracker.observe(leaderTrade({}, 1));
    tracker.resolve(paid(MARKET, YES, NO), NOW_MS + HOUR_MS);
    expect(recordOf(tracker)).toMatchObject({ trades: 2, cost: 10, profit: 10 });
  });
});

describe('fees', () => {
  test('dollars of the Data API above price × shares are the fee', () => {
    const tracker = tracked({ feed: 'data-api', notional: dollars(5.2) });
    expect(recordOf(tracker).capitalMax).toBeCloseTo(5.2, 12);
  });

  test('else the taker fee of the listing, which may come after everything was counted', () => {
    const tracker = tracked({});
    tracker.resolve(paid(MARKET, YES, NO), NOW_MS + HOUR_MS);
    expect(recordOf(tracker).profit).toBeCloseTo(5, 12);
    tracker.list(market());
    // 7 % × 0.5 × 0.5 of 10 shares.
    expect(recordOf(tracker).profit).toBeCloseTo(5 - 0.175, 12);
    expect(recordOf(tracker).edgeByCategory.get('weather')).toMatchObject({ count: 1 });
  });
});

describe('moves', () => {
  test('the first print at or after each horizon counts, of the other outcome turned around', () => {
    const tracker = tracked({ price: cents(40) });
    tracker.resolve(paid(MARKET, YES, NO), NOW_MS + DAY_MS);
    tracker.print({ tokenId: YES, price: cents(90), atMs: NOW_MS + MINUTE_MS - 1 });
    tracker.print({ tokenId: YES, price: cents(45), atMs: NOW_MS + MINUTE_MS });
    tracker.print({ tokenId: YES, price: cents(10), atMs: NOW_MS + MINUTE_MS + 1 });
    tracker.observe(
      leaderTrade({ tokenId: NO, kind: 'sell', price: cents(48), tradedAtMs: NOW_MS + HOUR_MS }),
    );
    const { moves } = recordOf(tracker, NOW_MS + DAY_MS);
    expect(mean(moves['1m'])).toBeCloseTo(0.05, 7);
    expect(mean(moves['1h'])).toBeCloseTo(0.12, 7);
    expect(moves['24h'].count).toBe(0);
    expect(mean(moves.resolution)).toBeCloseTo(0.6, 12);
  });

  test('a print beyond the tolerance is none', () => {
    const tracker = tracked({});
    tracker.resolve(paid(MARKET, YES, NO), NOW_MS + DAY_MS);
    tracker.print({ tokenId: YES, price: cents(60), atMs: NOW_MS + 2 * MINUTE_MS + 1 });
    expect(recordOf(tracker).moves['1m'].count).toBe(0);
  });
});

describe('time', () => {
  test('an ended market counts half after the half-life, also when years passed between', () => {
    const tracker = tracked({});
    tracker.resolve(paid(MARKET, YES, NO), NOW_MS);
    expect(recordOf(tracker, NOW_MS + 90 * DAY_MS).wins.weight).toBeCloseTo(0.5, 12);
    const { marketId, tokenId, other } = place(2);
    const decadesMs = NOW_MS + 9_000 * DAY_MS;
    tracker.advance(decadesMs);
    tracker.observe(leaderTrade({ marketId, tokenId, tradedAtMs: decadesMs }));
    tracker.resolve(paid(marketId, tokenId, other), decadesMs);
    const { wins } = recordOf(tracker, decadesMs);
    expect(wins.weight).toBeCloseTo(1 + 2 ** -100, 15);
    expect(wins.count).toBe(2);
  });

  test('the week forgets what ended before it, and keeps dollars that are still at work', () => {
    const { marketId, tokenId } = place(2);
    const tracker = tracked({}, { marketId, tokenId, quantity: shares(100) });
    tracker.resolve(paid(MARKET, NO, YES), NOW_MS + HOUR_MS);
    expect(recordOf(tracker).week).toEqual({ profit: -5, atWork: 55 });
    expect(recordOf(tracker, NOW_MS + 20 * DAY_MS).week).toEqual({ profit: 0, atWork: 50 });
  });

  test('what comes after the window is late, and its wallet stale until it is forgotten', () => {
    const tracker = tracked({});
    tracker.advance(NOW_MS + REORDER_WINDOW_MS + LOOK_EVERY_MS);
    const older = leaderTrade({ transaction: '0xold', tradedAtMs: NOW_MS - 1 });
    expect(tracker.observe(older)).toBe('late');
    expect(tracker.stale()).toEqual([LEADER]);
    tracker.forget(LEADER);
    expect(tracker.stale()).toEqual([]);
    expect(tracker.size).toBe(0);
    expect(tracker.observe(older)).toBe('taken');
    expect(tracker.observe(leaderTrade())).toBe('taken');
    expect(recordOf(tracker).trades).toBe(2);
  });

  test('a history may be told newest first, while the time goes on', () => {
    const tracker = new PerformanceTracker();
    tracker.advance(LATER_MS);
    for (let at = 0; at < 20; at += 1) {
      tracker.advance(LATER_MS + at * 20_000);
      const trade = leaderTrade({ transaction: `0x${at}`, tradedAtMs: LATER_MS - at * HOUR_MS });
      expect(tracker.observe(trade)).toBe('taken');
    }
    expect(tracker.stale()).toEqual([]);
  });

  test('a result that is older than what was counted ends its market and makes the wallet stale', () => {
    const { marketId, tokenId } = place(2);
    const tracker = tracked({}, { marketId, tokenId, tradedAtMs: NOW_MS + HOUR_MS });
    tracker.advance(NOW_MS + 2 * HOUR_MS);
    tracker.resolve(paid(MARKET, YES, NO), NOW_MS + MINUTE_MS);
    tracker.advance(NOW_MS + 3 * HOUR_MS);
    expect(tracker.stale()).toEqual([LEADER]);
    expect(recordOf(tracker).wins.count).toBe(1);
  });
});

describe('what is kept', () => {
  test('unresolved markets are those that somebody is in', () => {
    const { marketId, tokenId, other } = place(2);
    const tracker = tracked({}, { marketId, tokenId });
    tracker.resolve(paid(marketId, tokenId, other), NOW_MS + HOUR_MS);
    tracker.flush();
    expect([...tracker.unresolved()]).toEqual([MARKET]);
    tracker.forget(LEADER);
    expect([...tracker.unresolved()]).toEqual([]);
    expect(tracker.counts).toMatchObject({ wallets: 0, positions: 0, waiting: 0 });
  });

  test('beyond the most markets of a wallet the oldest is given up, neither won nor lost', () => {
    const tracker = new PerformanceTracker();
    for (let at = 0; at <= KEPT_MARKETS_MAX; at += 1) {
      const { marketId, tokenId } = place(at);
      const tradedAtMs = NOW_MS + at * 1000;
      tracker.observe(leaderTrade({ marketId, tokenId, transaction: `0x${at}`, tradedAtMs }));
    }
    tracker.flush();
    const record = recordOf(tracker);
    expect(record).toMatchObject({ openMarkets: KEPT_MARKETS_MAX, wins: { count: 0 } });
    expect(record.markets).toBe(KEPT_MARKETS_MAX + 1);
    expect([...tracker.unresolved()]).not.toContain(place(0).marketId);
  });

  test('an unknown wallet has no record, nor one that only redeemed', () => {
    const tracker = tracked(sets('redeem', 10));
    expect(tracker.record(LEADER, NOW_MS)).toBeNull();
    expect(new PerformanceTracker().record(LEADER, NOW_MS)).toBeNull();
  });
});

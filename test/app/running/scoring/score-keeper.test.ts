import { describe, expect, test } from 'vitest';
import { inOrder, type Past } from '../../../../src/app/running/scoring/past.ts';
import { RecentTrades } from '../../../../src/app/running/scoring/recent-trades.ts';
import { ScoreBook } from '../../../../src/app/running/scoring/score-book.ts';
import { ASSESS_MS_MIN, ScoreKeeper } from '../../../../src/app/running/scoring/score-keeper.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { PerformanceTracker } from '../../../../src/engine/intelligence/scoring/track/performance-tracker.ts';
import { START_AT_MS } from '../../../data/http/virtual-runtime.ts';
import { bought, listed, pastOf, resolved, rounded, WEIGHTS, walletOf } from './worked-days.ts';

const ACE = walletOf(0xace);
const NOW = { nowMs: START_AT_MS, weights: WEIGHTS };

function keeper(walletsMax?: number): ScoreKeeper {
  const limit = walletsMax === undefined ? {} : { walletsMax };
  return new ScoreKeeper({ tracker: new PerformanceTracker(), ...limit });
}

/** A keeper that follows a wallet whose past it has read. */
function following(past: Past, wallet: WalletAddress = ACE): ScoreKeeper {
  const made = keeper();
  made.follow([wallet]);
  made.begin(wallet);
  made.take(wallet, past);
  expect(made.restore(wallet)).toBe(true);
  return made;
}

describe('a restart', () => {
  test('gives the score that was there before, of what was seen live', () => {
    const past = pastOf(ACE, 40);
    const live = keeper();
    live.follow([ACE]);
    live.adopt(ACE);
    for (const market of past.markets) live.count([{ kind: 'market', market }], []);
    for (const event of inOrder(past)) {
      if (event.kind === 'trade') live.count([{ kind: 'trade', trade: event.trade }], []);
      if (event.kind === 'resolution') live.count([{ kind: 'resolution', ...event.known }], []);
      live.tick({ ...NOW, nowMs: event.atMs });
    }
    const before = live.score(ACE, NOW);
    expect(before?.ended).toBe(40);
    expect(rounded(following(past).score(ACE, NOW))).toEqual(rounded(before));
  });

  test('gives it whatever the pieces are in which the past comes', () => {
    const past = pastOf(ACE, 12);
    const pieces = keeper();
    pieces.follow([ACE]);
    pieces.begin(ACE);
    for (const trade of past.trades.toReversed()) {
      pieces.take(ACE, { trades: [trade], markets: [], resolutions: [], prints: [] });
    }
    pieces.take(ACE, { ...past, trades: [] });
    expect(pieces.restore(ACE)).toBe(true);
    expect(rounded(pieces.score(ACE, NOW))).toEqual(rounded(following(past).score(ACE, NOW)));
  });
});

describe('a past that is read', () => {
  test('has what was done meanwhile, once', () => {
    const past = pastOf(ACE, 5);
    const now = bought(ACE, 90, START_AT_MS);
    const made = keeper();
    made.follow([ACE]);
    made.begin(ACE);
    made.count([{ kind: 'trade', trade: now }], []);
    made.take(ACE, { ...past, trades: [...past.trades, now] });
    made.restore(ACE);
    expect(made.score(ACE, NOW)?.trades).toBe(6);
  });

  test('does not count again what was still on its way when it was read', () => {
    const past = pastOf(ACE, 5);
    const late = past.trades.at(-1);
    const made = following(past);
    if (late === undefined) throw new Error('a past has trades');
    made.count([{ kind: 'trade', trade: late }], []);
    expect(made.score(ACE, NOW)?.trades).toBe(5);
  });

  test('is read again when more passed than was kept', () => {
    const tracker = new PerformanceTracker();
    const recent = new RecentTrades(3);
    const book = new ScoreBook({ tracker, isFollowed: () => true, recent });
    book.begin(ACE);
    for (let at = 1; at <= 4; at += 1) {
      book.take({ kind: 'trade', trade: bought(ACE, at, START_AT_MS) });
    }
    expect(book.restore(ACE, pastOf(ACE, 2, 50))).toBe(false);
    expect(book.isWhole(ACE)).toBe(false);
    expect(book.broken()).toEqual([ACE]);
  });
});

describe('a followed wallet', () => {
  test('is assessed when its market ends, and at most once a minute', () => {
    const past = pastOf(ACE, 3);
    const made = following(past);
    expect(made.tick(NOW).scores).toHaveLength(1);
    made.count([{ kind: 'market', market: listed(90) }], []);
    made.count([{ kind: 'trade', trade: bought(ACE, 90, START_AT_MS) }], []);
    expect(made.tick({ ...NOW, nowMs: START_AT_MS + ASSESS_MS_MIN - 1 }).scores).toEqual([]);
    const afterTrade = made.tick({ ...NOW, nowMs: START_AT_MS + ASSESS_MS_MIN }).scores;
    expect(afterTrade.map(({ trades, ended }) => [trades, ended])).toEqual([[4, 3]]);
    made.count([{ kind: 'resolution', ...resolved(90, START_AT_MS + 2 * MINUTE_MS) }], []);
    const afterEnd = made.tick({ ...NOW, nowMs: START_AT_MS + 3 * MINUTE_MS }).scores;
    expect(afterEnd.map(({ trades, ended }) => [trades, ended])).toEqual([[4, 4]]);
    expect(made.tick({ ...NOW, nowMs: START_AT_MS + HOUR_MS }).scores).toEqual([]);
  });

  test('is not assessed before its past was read, nor while it is read again', () => {
    const made = keeper();
    made.follow([ACE]);
    made.count([{ kind: 'trade', trade: bought(ACE, 1, START_AT_MS) }], []);
    expect(made.tick(NOW).scores).toEqual([]);
    const read = following(pastOf(ACE, 3));
    read.begin(ACE);
    expect(read.tick(NOW).scores).toEqual([]);
  });

  test('has to be read again when news comes that is too old to be counted', () => {
    const past = pastOf(ACE, 3);
    const made = following(past);
    made.tick({ ...NOW, nowMs: START_AT_MS + HOUR_MS });
    const old = bought(ACE, 90, START_AT_MS - 60 * HOUR_MS);
    made.count([{ kind: 'trade', trade: old }], []);
    expect(made.tick({ ...NOW, nowMs: START_AT_MS + HOUR_MS }).broken).toEqual([ACE]);
    made.begin(ACE);
    made.take(ACE, { ...past, trades: [...past.trades, old] });
    expect(made.restore(ACE)).toBe(true);
    const after = made.tick({ ...NOW, nowMs: START_AT_MS + 2 * HOUR_MS });
    expect(after.broken).toEqual([]);
    expect(after.scores[0]?.trades).toBe(4);
  });

  test('has to be read again when something of it was lost', () => {
    const made = following(pastOf(ACE, 3));
    made.count([], [ACE]);
    expect(made.tick(NOW)).toMatchObject({ broken: [ACE], scores: [] });
  });

  test('is counted by the engine alone: rows of the stream of everybody are left out', () => {
    const made = following(pastOf(ACE, 3));
    const { event } = bought(ACE, 90, START_AT_MS);
    made.count([{ kind: 'row', event, receivedAtMs: START_AT_MS }], []);
    expect(made.score(ACE, NOW)?.trades).toBe(3);
  });
});

describe('the crowd', () => {
  const pass = (made: ScoreKeeper, wallet: WalletAddress, at: number): void => {
    const { event } = bought(wallet, at, START_AT_MS + at);
    for (const feed of ['rtds.trades', 'rtds.orders_matched'] as const) {
      made.count([{ kind: 'row', event: { ...event, feed }, receivedAtMs: START_AT_MS + at }], []);
    }
  };

  test('is counted once, whatever feeds show a trade', () => {
    const made = keeper();
    for (let at = 1; at <= 4; at += 1) pass(made, ACE, at);
    expect(made.score(ACE, NOW)?.trades).toBe(4);
  });

  test('loses first who did least and long ago, and never who is followed', () => {
    const made = new ScoreKeeper({ tracker: new PerformanceTracker(), walletsMax: 3 });
    made.follow([ACE]);
    made.begin(ACE);
    made.take(ACE, pastOf(ACE, 2, 500));
    made.restore(ACE);
    const [busy, idle, fresh] = [walletOf(1), walletOf(2), walletOf(3)];
    for (let at = 1; at <= 5; at += 1) pass(made, busy, at);
    pass(made, idle, 11);
    pass(made, fresh, 21);
    pass(made, fresh, 22);
    const tick = made.tick(NOW);
    expect([tick.tracked, tick.evicted]).toEqual([3, 1]);
    expect(made.score(idle, NOW)).toBeNull();
    for (const wallet of [ACE, busy, fresh]) expect(made.score(wallet, NOW)).not.toBeNull();
  });

  test('shows its best, of those that tell enough', () => {
    const made = keeper();
    for (let at = 1; at <= 25; at += 1) {
      made.count([{ kind: 'market', market: listed(at) }], []);
      pass(made, walletOf(1), at);
      if (at <= 12) pass(made, walletOf(2), at);
    }
    for (let at = 1; at <= 25; at += 1) {
      made.count([{ kind: 'resolution', ...resolved(at, START_AT_MS + HOUR_MS) }], []);
    }
    const best = made.best([], 10, { ...NOW, nowMs: START_AT_MS + 2 * HOUR_MS });
    expect(best.map(({ wallet }) => wallet)).toEqual([walletOf(1)]);
  });

  test('forgets a wallet of which something was lost', () => {
    const made = keeper();
    pass(made, ACE, 1);
    made.count([], [ACE]);
    expect(made.score(ACE, NOW)).toBeNull();
    expect(made.tick(NOW).broken).toEqual([]);
  });
});

test('markets are told as open until they end, those of followed wallets first', () => {
  const made = following({ ...pastOf(ACE, 1, 7), resolutions: [] });
  const { event } = bought(walletOf(1), 3, START_AT_MS);
  made.count([{ kind: 'row', event, receivedAtMs: START_AT_MS }], []);
  made.tick({ ...NOW, nowMs: START_AT_MS + HOUR_MS });
  const { id } = listed(7);
  expect(made.openMarkets()).toEqual([id, listed(3).id]);
  made.count([{ kind: 'resolution', ...resolved(7, START_AT_MS + HOUR_MS) }], []);
  expect(made.openMarkets()).toEqual([listed(3).id]);
});

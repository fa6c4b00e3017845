import { describe, expect, test } from 'vitest';
import {
  ACTIVE_INTERVAL_MS,
  ActivityFeed,
  activityCursor,
  IDLE_INTERVAL_MS,
  NARROW_AFTER_FAILURES,
  SPACING_MS,
} from '../../../../src/data/polymarket/feed/activity-feed.ts';
import {
  ACTIVE_MS,
  GAP_MS_MIN,
  OVERLAP_MS,
} from '../../../../src/data/polymarket/feed/followed-wallet.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { json } from '../../../servers/http-double.ts';
import { START_AT_MS, settle } from '../../http/virtual-runtime.ts';
import { activityRow, WALLET } from '../client/venue.ts';
import { ActivityVenue } from './activity-venue.ts';
import { InMemoryVenue, nothingLeft, RecordingSink } from './in-memory.ts';

const wallet = WALLET as WalletAddress;
const START_SECONDS = START_AT_MS / SECOND_MS;
const CURSOR = activityCursor(wallet);

function feedOf(pageRows?: number) {
  const clock = { nowMs: () => START_AT_MS };
  const activity = new ActivityVenue(() => clock.nowMs(), pageRows);
  const venue = new InMemoryVenue(activity.route);
  clock.nowMs = () => venue.runtime.nowMs();
  const sink = new RecordingSink();
  const feed = new ActivityFeed(venue.client.data, sink, venue.runtime);
  const polls = () => venue.count('/v2/activity');
  return { activity, venue, runtime: venue.runtime, sink, feed, polls };
}

describe('rows', () => {
  test('are delivered oldest first as the venue’s own, then the cursor with its overlap', async () => {
    const { activity, runtime, sink, feed } = feedOf();
    for (const back of [10, 30, 20]) activity.add(START_SECONDS - back, back);
    feed.follow(wallet, START_AT_MS - 200 * SECOND_MS);
    await runtime.advance(0);
    expect(sink.frames).toEqual([
      {
        source: 'polymarket.data-activity',
        frame: [30, 20, 10].map((back) => activityRow(START_SECONDS - back, back)),
        atMs: START_AT_MS,
      },
    ]);
    const value = String(START_AT_MS - 10 * SECOND_MS - OVERLAP_MS);
    expect(sink.cursors).toEqual([{ name: CURSOR, value, gap: null }]);
    await feed.close();
  });

  test('of the overlap are not delivered again, unless their second grew', async () => {
    const { activity, runtime, sink, feed } = feedOf();
    activity.add(START_SECONDS - 2, 1);
    activity.add(START_SECONDS - 1, 2);
    feed.follow(wallet, START_AT_MS - 10 * SECOND_MS);
    await runtime.advance(5_000);
    expect(sink.rows).toHaveLength(2);
    activity.add(START_SECONDS - 2, 1);
    await runtime.advance(5_000);
    expect(sink.rows.slice(2)).toEqual([
      activityRow(START_SECONDS - 2, 1),
      activityRow(START_SECONDS - 2, 1),
    ]);
    await feed.close();
  });

  test('from before the cursor and without a time are left out', async () => {
    const { activity, runtime, sink, feed } = feedOf();
    const rows = [
      activityRow(START_SECONDS - 900),
      activityRow(START_SECONDS, 2),
      activityRow(START_SECONDS, 3, { timestamp: 'soon' }),
    ];
    const venue = new InMemoryVenue({
      ...activity.route,
      reply: () => json({ data: rows, pagination: { has_more: false, next_cursor: null } }),
    });
    const other = new ActivityFeed(venue.client.data, sink, venue.runtime);
    other.follow(wallet, START_AT_MS);
    await venue.runtime.advance(0);
    expect(sink.rows).toEqual([rows[1]]);
    expect(other.snapshot()).toMatchObject({ problems: 1, failures: 0 });
    await Promise.all([other.close(), feed.close(), runtime.advance(0)]);
  });

  test('from the future do not shut out the present', async () => {
    const { activity, runtime, sink, feed } = feedOf();
    activity.add(START_SECONDS + 86_400, 1);
    feed.follow(wallet, START_AT_MS - 200 * SECOND_MS);
    await runtime.advance(0);
    expect(sink.cursors.map(({ value }) => Number(value))).toEqual([START_AT_MS - OVERLAP_MS]);
    activity.add(START_SECONDS - 5, 2);
    await runtime.advance(10_000);
    expect(sink.rows).toContainEqual(activityRow(START_SECONDS - 5, 2));
    await feed.close();
  });
});

describe('a read that breaks', () => {
  test('delivers what has no hole, without the second in which it broke, and goes on there', async () => {
    const { activity, runtime, sink, feed } = feedOf(2);
    for (const [at, back] of [300, 200, 200, 100].entries()) activity.add(START_SECONDS - back, at);
    activity.faults.push('none', 'html');
    feed.follow(wallet, START_AT_MS - 500 * SECOND_MS);
    await runtime.advance(0);
    expect(sink.rows).toEqual([activityRow(START_SECONDS - 300, 0)]);
    const reached = START_AT_MS - 300 * SECOND_MS - OVERLAP_MS;
    expect(sink.cursors).toEqual([{ name: CURSOR, value: String(reached), gap: null }]);
    expect(feed.snapshot().wallets).toMatchObject([
      { failuresInRow: 1, trouble: expect.stringContaining('an HTML page'), lastSuccessAtMs: null },
    ]);
    await runtime.advance(5_000);
    expect(activity.starts.at(2)).toBe(reached / SECOND_MS);
    expect(sink.rows).toHaveLength(4);
    expect(feed.snapshot().wallets).toMatchObject([{ failuresInRow: 0, trouble: null }]);
    await feed.close();
  });

  test('is not believed when rows of an earlier page come again', async () => {
    const { runtime, sink, feed, activity } = feedOf(3);
    for (const back of [50, 40, 30, 20]) activity.add(START_SECONDS - back, back);
    activity.faults.push('none', 'stepBack');
    feed.follow(wallet, START_AT_MS - 100 * SECOND_MS);
    await runtime.advance(0);
    expect(sink.rows).toEqual([50, 40].map((back) => activityRow(START_SECONDS - back, back)));
    expect(feed.snapshot()).toMatchObject({ polls: 1, failures: 1 });
    expect(feed.snapshot().wallets).toMatchObject([{ trouble: expect.stringContaining('Order') }]);
    await feed.close();
  });

  test('keeps the cursor, backs off, and asks for smaller pages', async () => {
    const { activity, venue, runtime, sink, feed } = feedOf();
    activity.faults.push(...Array.from({ length: 100 }, () => 'html' as const));
    feed.follow(wallet, START_AT_MS - 100 * SECOND_MS);
    await runtime.advance(60_000);
    const count = venue.seen.length;
    expect(count).toBeLessThan(20);
    expect(sink.cursors).toEqual([]);
    const limits = venue.seen.map(({ query }) => query.get('limit'));
    expect(limits.slice(0, 4)).toEqual(['500', '500', '500', '100']);
    expect(feed.snapshot()).toMatchObject({ failures: count, lastSuccessAtMs: null });
    expect(count).toBeGreaterThan(NARROW_AFTER_FAILURES);
    await feed.close();
  });

  test('by a sink that throws moves no cursor, and the rows come again', async () => {
    const { activity, venue, runtime, sink } = feedOf();
    activity.add(START_SECONDS - 5, 1);
    let isFull = true;
    const feed = new ActivityFeed(
      venue.client.data,
      {
        json: (source, frame, atMs) => {
          if (isFull) throw new Error('the queue is full');
          sink.json(source, frame, atMs);
        },
        cursor: (name, value, gap) => sink.cursor(name, value, gap),
      },
      runtime,
    );
    feed.follow(wallet, START_AT_MS - 10 * SECOND_MS);
    await runtime.advance(0);
    expect(feed.snapshot().wallets).toMatchObject([{ trouble: 'the queue is full' }]);
    expect(sink.cursors).toEqual([]);
    isFull = false;
    await runtime.advance(5_000);
    expect(sink.rows).toHaveLength(1);
    await feed.close();
  });

  test('a long way back is walked in pieces without a pause, each with its cursor', async () => {
    const { activity, runtime, sink, feed } = feedOf(500);
    for (let at = 0; at < 12_000; at += 1) activity.add(START_SECONDS - 12_000 + at, at);
    feed.follow(wallet, START_AT_MS - 13_000 * SECOND_MS);
    await runtime.advance(SPACING_MS);
    expect(new Set(sink.rows)).toHaveProperty('size', 12_000);
    expect(sink.cursors.map(({ value }) => Number(value))).toEqual([
      START_AT_MS - 2_002 * SECOND_MS - OVERLAP_MS,
      START_AT_MS - SECOND_MS - OVERLAP_MS,
    ]);
    expect(feed.snapshot().failures).toBe(0);
    await feed.close();
  });
});

describe('time', () => {
  test('a gap is told once, with the first read that reached the end', async () => {
    const { activity, runtime, sink, feed, polls } = feedOf();
    feed.follow(wallet, START_AT_MS);
    await runtime.advance(0);
    const fromMs = runtime.nowMs();
    activity.faults.push(...Array.from({ length: 12 }, () => 'unavailable' as const));
    while (activity.faults.length > 0) await runtime.advance(1_000);
    const before = polls();
    while (polls() === before) await runtime.advance(1_000);
    const [cursor] = sink.cursors;
    expect(sink.cursors).toHaveLength(1);
    expect(cursor).toMatchObject({ name: CURSOR, value: String(START_AT_MS), gap: { fromMs } });
    const lengthMs = (cursor?.gap?.untilMs ?? 0) - fromMs;
    expect(lengthMs).toBeGreaterThan(GAP_MS_MIN);
    await runtime.advance(30_000);
    expect(sink.cursors).toHaveLength(1);
    await feed.close();
  });

  test('an idle wallet is read now and then, one that trades or of which a trade was seen often', async () => {
    const { activity, runtime, feed, polls } = feedOf();
    feed.follow(wallet, START_AT_MS);
    await runtime.advance(10 * IDLE_INTERVAL_MS);
    expect(polls()).toBe(11);
    feed.hint(wallet);
    await runtime.advance(10 * ACTIVE_INTERVAL_MS);
    expect(polls()).toBe(21);
    await runtime.advance(ACTIVE_MS);
    const idle = polls();
    await runtime.advance(10 * IDLE_INTERVAL_MS);
    expect(polls() - idle).toBe(10);
    activity.add(runtime.nowMs() / SECOND_MS, 1);
    await runtime.advance(IDLE_INTERVAL_MS);
    const active = polls();
    await runtime.advance(10 * ACTIVE_INTERVAL_MS);
    expect(polls() - active).toBe(10);
    await feed.close();
  });

  test('many wallets take turns, spaced evenly', async () => {
    const { venue, runtime, feed } = feedOf();
    const walletOf = (at: number) => `0xa1${String(at).padStart(38, '0')}` as WalletAddress;
    for (let at = 0; at < 40; at += 1) feed.follow(walletOf(at), START_AT_MS);
    await runtime.advance(20 * SPACING_MS - 1);
    expect(venue.seen).toHaveLength(20);
    await runtime.advance(20 * SPACING_MS);
    const asked = venue.seen.map(({ query }) => query.get('user'));
    expect(new Set(asked)).toHaveProperty('size', 40);
    await feed.close();
  });

  test('the lag is that of rows which are new since the last look', async () => {
    const { activity, runtime, feed } = feedOf();
    activity.add(START_SECONDS - 5_000, 1);
    feed.follow(wallet, START_AT_MS - 9_000 * SECOND_MS);
    await runtime.advance(0);
    expect(feed.snapshot()).toMatchObject({ lagsMs: [], newestLagMs: null });
    activity.add(START_SECONDS + 2, 2);
    await runtime.advance(IDLE_INTERVAL_MS);
    expect(feed.snapshot()).toMatchObject({ newestLagMs: IDLE_INTERVAL_MS - 2 * SECOND_MS });
    await feed.close();
  });
});

describe('following', () => {
  test('what is read of a wallet that is no longer followed is not delivered', async () => {
    const { activity, runtime, sink, feed, polls } = feedOf();
    activity.add(START_SECONDS - 1, 1);
    feed.follow(wallet, START_AT_MS - 10 * SECOND_MS);
    const advancing = runtime.advance(0);
    feed.unfollow(wallet);
    await advancing;
    await runtime.advance(60_000);
    expect(sink.frames).toEqual([]);
    expect(polls()).toBe(0);
    expect(feed.snapshot().wallets).toEqual([]);
    await feed.close();
  });

  test('closing ends a read that hangs, and leaves no timer', async () => {
    const { activity } = feedOf();
    const venue = new InMemoryVenue({
      ...activity.route,
      reply: () => ({ kind: 'hold', until: new Promise(() => undefined) }),
    });
    const feed = new ActivityFeed(venue.client.data, new RecordingSink(), venue.runtime);
    feed.follow(wallet, START_AT_MS);
    await venue.runtime.advance(0);
    expect(venue.seen).toHaveLength(1);
    await feed.close();
    feed.follow(`0x${'b2'.repeat(20)}` as WalletAddress, START_AT_MS);
    await settle();
    await nothingLeft(venue.runtime);
    expect(feed.snapshot().failures).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import { SNAPSHOT_WAIT_MS } from '../../../../src/data/kalshi/stream/snapshot-wait.ts';
import { OLD_FRAMES_MAX } from '../../../../src/data/kalshi/stream/subscription.ts';
import { MARKETS_PER_SUBSCRIPTION } from '../../../../src/data/kalshi/stream/subscription-plan.ts';
import { following, watching } from './watching.ts';

describe('the sequence of a subscription', () => {
  test('a lost frame costs every book of its subscription until new snapshots, and no other', () => {
    const { runtime, venue, own, tickers } = watching(MARKETS_PER_SUBSCRIPTION + 1);
    const [lost = '', next = ''] = tickers;
    const apart = tickers.at(-1) ?? '';
    venue.last.faults.push('drop');
    venue.set(lost, 'yes', { cents: 40, count: 1 });
    runtime.advance(10);
    // Nobody can know yet.
    expect(own.levels(lost, 'yes')).toEqual([[40, 10]]);
    venue.set(next, 'yes', { cents: 40, count: 2 });
    runtime.advance(3);
    expect(own.stream.snapshot().gaps).toBe(1);
    expect(own.missed).toMatchObject([{ channel: 'orderbook_delta' }]);
    expect(own.missed[0]?.targets).toHaveLength(MARKETS_PER_SUBSCRIPTION);
    expect(own.levels(lost, 'yes')).toBeNull();
    expect(own.levels(apart, 'yes')).toEqual([[40, 10]]);
    runtime.advance(10);
    expect(own.levels(lost, 'yes')).toEqual([[40, 1]]);
    expect(own.levels(next, 'yes')).toEqual([[40, 2]]);
    expect(own.stream.snapshot()).toMatchObject({ waiting: 0, restarts: 0 });
    expect(venue.violations).toEqual([]);
  });

  test('a frame that comes twice counts once', () => {
    const { runtime, venue, own, first } = watching(1);
    venue.last.faults.push('duplicate');
    venue.set(first, 'yes', { cents: 40, count: 30 });
    runtime.advance(10);
    expect(own.levels(first, 'yes')).toEqual([[40, 30]]);
    expect(own.stream.snapshot()).toMatchObject({ gaps: 0, repeated: 1 });
  });

  test('frames in the wrong order are a gap, and the late one is nothing', () => {
    const { runtime, venue, own, first } = watching(1);
    venue.last.faults.push('reorder');
    venue.set(first, 'yes', { cents: 40, count: 30 });
    venue.set(first, 'yes', { cents: 39, count: 5 });
    runtime.advance(20);
    expect(own.stream.snapshot()).toMatchObject({ gaps: 1, repeated: 1 });
    expect(own.levels(first, 'yes')).toEqual([
      [40, 30],
      [39, 5],
    ]);
  });

  test('replies to commands are counted in it', () => {
    const { runtime, venue, own, first } = watching(1);
    own.stream.watch(['KXB-1']);
    runtime.advance(200);
    venue.set(first, 'yes', { cents: 40, count: 11 });
    runtime.advance(10);
    expect(own.stream.snapshot().gaps).toBe(0);
    expect(own.levels(first, 'yes')).toEqual([[40, 11]]);
  });

  test('a venue that counts anew on the same subscription is left for a new one', () => {
    const { runtime, venue, own, first } = watching(1);
    for (let count = 11; count < 11 + 5; count += 1) venue.set(first, 'yes', { cents: 40, count });
    runtime.advance(10);
    for (const sub of venue.last.subs.values()) sub.seq = -OLD_FRAMES_MAX * 2;
    for (let count = 20; count <= 20 + OLD_FRAMES_MAX; count += 1) {
      venue.set(first, 'yes', { cents: 40, count });
    }
    runtime.advance(2_000);
    expect(own.stream.snapshot()).toMatchObject({ restarts: 1 });
    expect(own.levels(first, 'yes')).toEqual([[40, 20 + OLD_FRAMES_MAX]]);
    expect(venue.streamed('orderbook_delta')).toEqual([first]);
  });

  test('a first snapshot that never came is asked for', () => {
    const { runtime, venue, own } = following();
    venue.set('KXA-1', 'yes', { cents: 40, count: 10 });
    venue.last.faults.push('drop');
    own.stream.watch(['KXA-1']);
    runtime.advance(200);
    expect(own.stream.snapshot()).toMatchObject({ books: 0, waiting: 1 });
    runtime.advance(SNAPSHOT_WAIT_MS);
    runtime.advance(10);
    expect(own.levels('KXA-1', 'yes')).toEqual([[40, 10]]);
  });

  test('a change that leads below zero shows a book that is wrong, and it is read anew', () => {
    const { runtime, venue, own, first } = watching(1);
    const msg = {
      ...venue.snapshotOf(first),
      side: 'yes',
      price_dollars: '0.4000',
      delta_fp: '-11.00',
    };
    venue.tell('orderbook_delta', first, { type: 'orderbook_delta', msg });
    runtime.advance(20);
    expect(own.missed).toMatchObject([{ targets: [first], reason: 'a level below zero' }]);
    expect(own.levels(first, 'yes')).toEqual([[40, 10]]);
  });

  test('an unreadable frame costs its own book alone, and is counted', () => {
    const { runtime, venue, own, tickers, first } = watching(2);
    const msg = { market_ticker: first, side: 'maybe', price_dollars: '0.4', delta_fp: '1.00' };
    venue.tell('orderbook_delta', first, { type: 'orderbook_delta', msg });
    runtime.advance(20);
    expect(own.missed).toMatchObject([{ targets: [first] }]);
    expect(own.stream.problems()).toEqual({ 'malformed msg.side': 1 });
    expect(own.levels(tickers[1] ?? '', 'yes')).toEqual([[40, 10]]);
    expect(own.levels(first, 'yes')).toEqual([[40, 10]]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LeaderTrade } from '../../../../src/engine/domain/change.ts';
import type { LeaderEvent, LeaderFeed } from '../../../../src/engine/domain/leader.ts';
import { SNAPSHOT_WINDOW_MS } from '../../../../src/engine/domain/snapshot.ts';
import { cents, shares } from '../../../../src/engine/domain/values/money.ts';
import {
  DEDUPE_KEYS_MAX,
  LeaderDedupe,
  TWINS_MAX,
  VENUE_TIME_SPREAD_MS,
} from '../../../../src/engine/intelligence/wallet/leader-dedupe.ts';
import { leaderEvent, NOW_MS } from '../examples.ts';

const FEEDS: readonly LeaderFeed[] = ['rtds.trades', 'rtds.orders_matched', 'data-api', 'chain'];
const STREAMS: ReadonlySet<LeaderFeed> = new Set(['rtds.trades', 'rtds.orders_matched']);

function observeAll(dedupe: LeaderDedupe, events: readonly LeaderEvent[]): LeaderTrade[] {
  return events.flatMap((event) => [...dedupe.observe(event, NOW_MS)]);
}

const identity = (trade: LeaderTrade): string => `${trade.key}#${trade.ordinal}`;

/** What one feed delivers of a trade: a stream each row once, a snapshot all rows at each read. */
function rowsOf(
  of: Pick<LeaderEvent, 'transaction' | 'feed'>,
  times: number,
  reads: number,
): LeaderEvent[] {
  const rows = Array.from({ length: times }, (_, n) =>
    leaderEvent({ ...of, occurrence: STREAMS.has(of.feed) ? null : n }),
  );
  return STREAMS.has(of.feed) ? rows : Array.from({ length: reads }, () => rows).flat();
}

describe('a trade counts as often as the feed that shows it most often', () => {
  test('the same fill seen by four feeds is one trade (scenario 4)', () => {
    const rows = FEEDS.map((feed) =>
      leaderEvent({ feed, occurrence: STREAMS.has(feed) ? null : 0 }),
    );
    const counted = observeAll(new LeaderDedupe(), rows);
    expect(counted).toHaveLength(1);
    expect(counted[0]).toMatchObject({ ordinal: 0, event: { feed: 'rtds.trades' } });
  });

  test('true twins stay two, whichever feed shows them (scenario 4)', () => {
    for (const feed of FEEDS) {
      const twins = [0, 1].map((n) =>
        leaderEvent({ feed, occurrence: STREAMS.has(feed) ? null : n }),
      );
      expect(observeAll(new LeaderDedupe(), twins).map((trade) => trade.ordinal)).toEqual([0, 1]);
    }
  });

  test('prices that feeds round differently do not make a second trade', () => {
    const rows = [
      leaderEvent({ price: cents(8) }),
      leaderEvent({ price: cents(8.01), feed: 'data-api', occurrence: 0 }),
    ];
    expect(observeAll(new LeaderDedupe(), rows)).toHaveLength(1);
  });

  test('several fills of one transaction in other sizes are trades of their own', () => {
    const rows = [1, 2, 3].map((n) => leaderEvent({ quantity: shares(n) }));
    expect(observeAll(new LeaderDedupe(), rows)).toHaveLength(3);
  });

  test('the same snapshot read twice adds nothing', () => {
    const dedupe = new LeaderDedupe();
    const page = [0, 1].map((occurrence) => leaderEvent({ feed: 'data-api', occurrence }));
    expect(observeAll(dedupe, page)).toHaveLength(2);
    expect(observeAll(dedupe, page)).toHaveLength(0);
    expect(dedupe.counts).toMatchObject({ counted: 2, repeated: 2 });
  });

  test('a later occurrence seen first brings the earlier ones with it', () => {
    const dedupe = new LeaderDedupe();
    const second = leaderEvent({ feed: 'chain', occurrence: 1 });
    expect(dedupe.observe(second, NOW_MS).map((trade) => trade.ordinal)).toEqual([0, 1]);
    expect(dedupe.observe(leaderEvent({ feed: 'chain', occurrence: 0 }), NOW_MS)).toEqual([]);
  });

  test('any interleaving of feeds counts the same multiset', () => {
    /** How often each feed shows a trade, and how often snapshots of it are read again. */
    const shown = fc.record({
      times: fc.tuple(...FEEDS.map(() => fc.nat({ max: 3 }))),
      reads: fc.integer({ min: 1, max: 3 }),
    });
    const plan = fc.array(shown, { minLength: 1, maxLength: 4 });
    const cases = plan.chain((trades) => {
      const rows = trades.flatMap(({ times, reads }, n) =>
        FEEDS.flatMap((feed, index) =>
          rowsOf({ transaction: `0xt${n}`, feed }, times[index] ?? 0, reads),
        ),
      );
      const order = fc.shuffledSubarray(rows, { minLength: rows.length });
      return fc.tuple(fc.constant(trades), order);
    });
    fc.assert(
      fc.property(cases, ([trades, rows]) => {
        const counted = observeAll(new LeaderDedupe(), rows);
        trades.forEach(({ times }, n) => {
          const ordinals = counted
            .filter((trade) => trade.event.transaction === `0xt${n}`)
            .map((trade) => trade.ordinal);
          expect(ordinals).toEqual(Array.from({ length: Math.max(...times) }, (_, at) => at));
        });
      }),
    );
  });
});

describe('after a restart', () => {
  const before = new LeaderDedupe();
  const stored = observeAll(before, [leaderEvent(), leaderEvent()]);

  test('no feed makes a restored trade new again (scenario 5)', () => {
    for (const feed of FEEDS) {
      const dedupe = new LeaderDedupe();
      dedupe.restore(stored);
      const rows = [0, 1].map((n) =>
        leaderEvent({ feed, occurrence: STREAMS.has(feed) ? null : n }),
      );
      expect(observeAll(dedupe, rows)).toEqual([]);
    }
  });

  test('a further true twin counts, with the next ordinal', () => {
    const dedupe = new LeaderDedupe();
    dedupe.restore(stored);
    const third = leaderEvent({ feed: 'data-api', occurrence: 2 });
    expect(dedupe.observe(third, NOW_MS).map((trade) => trade.ordinal)).toEqual([2]);
  });

  test('restoring at any point of a run changes nothing of what was counted', () => {
    const row = fc.record({
      transaction: fc.constantFrom('0xt1', '0xt2'),
      feed: fc.constantFrom<LeaderFeed>('data-api', 'chain'),
      occurrence: fc.nat({ max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.nat({ max: 30 }), (rows, cut) => {
        const events = rows.map((change) => leaderEvent(change));
        const whole = observeAll(new LeaderDedupe(), events);
        const first = observeAll(new LeaderDedupe(), events.slice(0, cut));
        const restarted = new LeaderDedupe();
        restarted.restore(first);
        const rest = observeAll(restarted, events.slice(cut));
        expect([...first, ...rest].map(identity)).toEqual(whole.map(identity));
      }),
    );
  });
});

describe('bounds', () => {
  test('a row older than the window is refused and counted', () => {
    const dedupe = new LeaderDedupe();
    const old = leaderEvent({ tradedAtMs: NOW_MS - SNAPSHOT_WINDOW_MS - 1 });
    expect(dedupe.observe(old, NOW_MS)).toEqual([]);
    expect(dedupe.counts.tooOld).toBe(1);
    const edge = leaderEvent({ tradedAtMs: NOW_MS - SNAPSHOT_WINDOW_MS });
    expect(dedupe.observe(edge, NOW_MS)).toHaveLength(1);
  });

  test('the newest receipt decides, also when an older one follows', () => {
    const dedupe = new LeaderDedupe();
    dedupe.observe(leaderEvent(), NOW_MS);
    const old = leaderEvent({ transaction: '0xt2', tradedAtMs: NOW_MS - SNAPSHOT_WINDOW_MS - 1 });
    expect(dedupe.observe(old, NOW_MS - 10)).toEqual([]);
  });

  test('keys leave with the window, and never while a feed may still repeat them', () => {
    const dedupe = new LeaderDedupe();
    dedupe.observe(leaderEvent(), NOW_MS);
    const laterMs = NOW_MS + SNAPSHOT_WINDOW_MS + VENUE_TIME_SPREAD_MS;
    const late = leaderEvent({
      feed: 'chain',
      occurrence: 0,
      tradedAtMs: NOW_MS + VENUE_TIME_SPREAD_MS,
    });
    expect(dedupe.observe(late, laterMs)).toEqual([]);
    expect(dedupe.counts.repeated).toBe(1);
    dedupe.observe(leaderEvent({ transaction: '0xt2', tradedAtMs: laterMs }), laterMs + 1);
    expect(dedupe.size).toBe(1);
  });

  test('more equal rows than can be true are refused', () => {
    const dedupe = new LeaderDedupe();
    const absurd = leaderEvent({ feed: 'chain', occurrence: TWINS_MAX });
    expect(dedupe.observe(absurd, NOW_MS)).toEqual([]);
    expect(dedupe.counts.tooMany).toBe(1);
    for (let n = 0; n <= TWINS_MAX; n += 1) dedupe.observe(leaderEvent(), NOW_MS);
    expect(dedupe.counts).toMatchObject({ counted: TWINS_MAX, tooMany: 2 });
  });

  test('when full the oldest key goes, and its trade cannot come back', () => {
    const dedupe = new LeaderDedupe();
    const oldest = leaderEvent({ transaction: '0xoldest' });
    dedupe.observe(oldest, NOW_MS);
    const afterMs = NOW_MS + VENUE_TIME_SPREAD_MS + 1;
    for (let n = 0; n < DEDUPE_KEYS_MAX; n += 1) {
      dedupe.observe(leaderEvent({ transaction: `0x${n}`, tradedAtMs: afterMs }), afterMs);
    }
    expect(dedupe.size).toBe(DEDUPE_KEYS_MAX);
    expect(dedupe.counts.evicted).toBe(1);
    const again = { ...oldest, tradedAtMs: NOW_MS + VENUE_TIME_SPREAD_MS };
    expect(dedupe.observe(again, afterMs)).toEqual([]);
    expect(dedupe.counts.tooOld).toBe(1);
    const fresh = leaderEvent({ transaction: '0xfresh', tradedAtMs: afterMs });
    expect(dedupe.observe(fresh, afterMs)).toHaveLength(1);
  });

  test('a venue time in the future does not shut out the present when it is evicted', () => {
    const dedupe = new LeaderDedupe();
    dedupe.observe(leaderEvent({ tradedAtMs: NOW_MS * 1_000 }), NOW_MS);
    const afterMs = NOW_MS + VENUE_TIME_SPREAD_MS + 1;
    for (let n = 0; n <= DEDUPE_KEYS_MAX; n += 1) {
      const event = leaderEvent({ transaction: `0x${n}`, tradedAtMs: afterMs });
      dedupe.observe(event, afterMs);
    }
    expect(dedupe.counts.tooOld).toBe(0);
  });
});

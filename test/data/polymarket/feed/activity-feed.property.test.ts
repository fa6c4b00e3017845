import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFrame } from '../../../../src/data/frame.ts';
import { ActivityFeed } from '../../../../src/data/polymarket/feed/activity-feed.ts';
import { OVERLAP_MS } from '../../../../src/data/polymarket/feed/followed-wallet.ts';
import type { WalletAddress } from '../../../../src/engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { LeaderDedupe } from '../../../../src/engine/intelligence/wallet/leader-dedupe.ts';
import { START_AT_MS } from '../../http/virtual-runtime.ts';
import { WALLET } from '../client/venue.ts';
import { ActivityVenue, type Fault } from './activity-venue.ts';
import { InMemoryVenue, nothingLeft, RecordingSink } from './in-memory.ts';

const wallet = WALLET as WalletAddress;
/** The story goes on for so long; rows lie in it and before it. */
const STORY_SECONDS = 240;
const BEFORE_SECONDS = 400;
/** Rows appear at most this long after their block: less than the overlap of two reads. */
const INDEXING_SECONDS_MAX = OVERLAP_MS / SECOND_MS - 1;
const FAULTS: readonly Fault[] = [
  'unavailable',
  'rateLimited',
  'drop',
  'html',
  'truncated',
  'cutShort',
  'loop',
  'repeat',
  'stepBack',
];

interface Story {
  /** Seconds of a row against the start, its delay until it appears, its transaction, its twins. */
  readonly rows: readonly {
    readonly at: number;
    readonly delay: number;
    readonly tx: number;
    readonly twins: number;
  }[];
  readonly faults: readonly Fault[];
  readonly pageRows: number;
  /** Seconds after which the process stops; another goes on from its cursor. */
  readonly lives: readonly number[];
}

const story: fc.Arbitrary<Story> = fc.record({
  rows: fc.uniqueArray(
    fc.record({
      at: fc.integer({ min: -BEFORE_SECONDS, max: STORY_SECONDS }),
      delay: fc.integer({ min: 0, max: INDEXING_SECONDS_MAX }),
      tx: fc.nat(2),
      twins: fc.constantFrom(1, 1, 1, 2, 3),
    }),
    { minLength: 20, maxLength: 60, selector: ({ at, tx }) => `${at} ${tx}` },
  ),
  faults: fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<Fault>('none') },
      { weight: 1, arbitrary: fc.constantFrom(...FAULTS) },
    ),
    { minLength: 10, maxLength: 40 },
  ),
  // More than there are twins: two pages that are equal are taken for one that came twice.
  pageRows: fc.integer({ min: 4, max: 9 }),
  lives: fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 3 }),
});

/** Checks every call of a feed against what the venue has. */
class CheckedSink extends RecordingSink {
  readonly dedupe = new LeaderDedupe();
  readonly #venue: ActivityVenue;
  readonly #delivered = new Map<string, number>();
  cursorMs: AtMs;
  oldestMs: AtMs = Number.POSITIVE_INFINITY;

  constructor(venue: ActivityVenue, sinceMs: AtMs) {
    super();
    this.#venue = venue;
    this.cursorMs = sinceMs;
  }

  override json(source: string, frame: unknown, receivedAtMs: AtMs): void {
    super.json(source, frame, receivedAtMs);
    const { events, problems } = parseFrame(source, frame);
    expect(problems).toEqual([]);
    let previousMs = 0;
    for (const event of events) {
      if (event.kind !== 'leaderActed') throw new Error(event.kind);
      const { tradedAtMs } = event.event;
      expect(tradedAtMs).toBeGreaterThanOrEqual(previousMs);
      previousMs = tradedAtMs;
      this.oldestMs = Math.min(this.oldestMs, tradedAtMs);
      this.dedupe.observe(event.event, receivedAtMs);
    }
    const counts = new Map<string, number>();
    for (const row of frame as object[]) {
      const key = JSON.stringify(row);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, count] of counts) {
      this.#delivered.set(key, Math.max(count, this.#delivered.get(key) ?? 0));
    }
  }

  override cursor(...call: Parameters<RecordingSink['cursor']>): void {
    super.cursor(...call);
    const valueMs = Number(call[1]);
    expect(valueMs).toBeGreaterThanOrEqual(this.cursorMs);
    this.cursorMs = valueMs;
    expect(this.missing(valueMs)).toEqual([]);
  }

  /** Rows of blocks before `untilMs` that were not delivered, shown by the venue by now or not. */
  missing(untilMs: AtMs): readonly object[] {
    const counts = new Map<string, number>();
    return this.#venue.rows.flatMap(({ seconds, row }) => {
      const key = JSON.stringify(row);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      const isDue = seconds * SECOND_MS < untilMs;
      return isDue && count > (this.#delivered.get(key) ?? 0) ? [row] : [];
    });
  }
}

test('whatever breaks and whenever it restarts, no row is lost, none is counted twice, and no cursor passes a row', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ rows, faults, pageRows, lives }) => {
      const clock = { nowMs: (): AtMs => START_AT_MS };
      const activity = new ActivityVenue(() => clock.nowMs(), pageRows);
      const venue = new InMemoryVenue(activity.route);
      clock.nowMs = () => venue.runtime.nowMs();
      const base = START_AT_MS / SECOND_MS;
      for (const { at, delay, tx, twins } of rows) {
        const visibleAtMs = at < 0 ? 0 : (base + at + delay) * SECOND_MS;
        for (let twin = 0; twin < twins; twin += 1) {
          activity.add(base + at, (BEFORE_SECONDS + at) * 3 + tx, visibleAtMs);
        }
      }
      activity.faults.push(...faults);
      const sink = new CheckedSink(activity, START_AT_MS - BEFORE_SECONDS * SECOND_MS);
      // The last life is long enough for everything to appear and to be read.
      for (const seconds of [...lives, STORY_SECONDS + 300]) {
        sink.oldestMs = Number.POSITIVE_INFINITY;
        const fromMs = sink.cursorMs;
        const feed = new ActivityFeed(venue.client.data, sink, venue.runtime);
        feed.follow(wallet, fromMs);
        await venue.runtime.advance(seconds * SECOND_MS);
        await feed.close();
        await nothingLeft(venue.runtime);
        expect(sink.oldestMs).toBeGreaterThanOrEqual(Math.floor(fromMs / SECOND_MS) * SECOND_MS);
      }
      expect(venue.violations).toEqual([]);
      expect(sink.missing(Number.POSITIVE_INFINITY)).toEqual([]);
      expect(sink.dedupe.counts.counted).toBe(activity.rows.length);
      const newestMs = Math.max(0, ...activity.rows.map(({ seconds }) => seconds * SECOND_MS));
      if (newestMs > 0) expect(sink.cursorMs).toBeGreaterThanOrEqual(newestMs - OVERLAP_MS);
    }),
    { numRuns: 20 },
  );
});

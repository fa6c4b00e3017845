import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import type { FairPoint } from '../../../../src/engine/domain/price-lag.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../../src/engine/domain/time.ts';
import { cents, price } from '../../../../src/engine/domain/values/money.ts';
import type { MarketFair } from '../../../../src/engine/intelligence/price-lag/detector.ts';
import {
  FAIR_POINTS_MAX,
  FAIR_SPACING_MS,
  FAIR_TRACKS_MAX,
  FAIRS_A_LOOK_MAX,
  FairTrack,
  FairTracks,
} from '../../../../src/engine/intelligence/price-lag/fair-track.ts';

const START_MS = 1_790_766_960_000;
const POINT = { fair: cents(50), band: cents(3), price: cents(48) };

/** Looked at every second, as the core does. */
function lookedAt(seconds: number): FairTrack {
  const track = new FairTrack();
  for (let at = 0; at <= seconds; at += 1) track.note(START_MS + at * SECOND_MS, POINT);
  return track;
}

const micro = fc.integer({ min: 0, max: 1_000_000 }).map(price);
/** A look some time after the one before it, and what was seen then. */
const ANY_LOOK = fc.record({
  waitMs: fc.oneof(
    fc.integer({ min: 0, max: 2 * SECOND_MS }),
    fc.integer({ min: 0, max: 60 * MINUTE_MS }),
  ),
  point: fc.option(fc.record({ fair: micro, band: micro, price: fc.option(micro) })),
});
type AnyLook = typeof ANY_LOOK extends fc.Arbitrary<infer Look> ? Look : never;

/** What was noted by these looks, by its time; each is due when it should be, and the newest is kept. */
function played(track: FairTrack, looks: readonly AnyLook[]): ReadonlyMap<number, FairPoint> {
  const noted = new Map<number, FairPoint>();
  let atMs = START_MS;
  let dueAtMs = START_MS;
  for (const { waitMs, point } of looks) {
    atMs += waitMs;
    const isDue = track.isDue(atMs);
    expect(isDue).toBe(atMs >= dueAtMs);
    track.note(atMs, point);
    if (isDue && point !== null) noted.set(atMs, { atMs, ...point });
    if (isDue) dueAtMs = atMs + (point === null ? FAIR_SPACING_MS : track.spacingMs);
    expect(track.points().at(-1)).toEqual([...noted.values()].at(-1));
  }
  return noted;
}

describe('a record of what a market was worth', () => {
  test.each([
    ['five minutes', 5 * MINUTE_MS, 5],
    ['a quarter of an hour', 15 * MINUTE_MS, 10],
    ['an hour', 60 * MINUTE_MS, 40],
    ['a day', DAY_MS, 1_280],
  ])('of %s covers all of it, no more often than it needs', (_, spanMs, spacing) => {
    const track = lookedAt(spanMs / SECOND_MS);
    const points = track.points();
    expect(track.spacingMs).toBe(spacing * SECOND_MS);
    expect(points.length).toBeGreaterThan(FAIR_POINTS_MAX / 2);
    expect(points.length).toBeLessThan(FAIR_POINTS_MAX);
    expect(points[0]?.atMs).toBe(START_MS);
    expect(points.at(-1)?.atMs).toBeGreaterThan(START_MS + spanMs - track.spacingMs);
  });

  test('keeps what was noted, in its order, within its bounds, the first and the newest always', () => {
    fc.assert(
      fc.property(fc.array(ANY_LOOK, { maxLength: 1_200, size: 'max' }), (looks) => {
        const track = new FairTrack();
        const noted = played(track, looks);
        const points = track.points();
        expect(points.length).toBeLessThan(FAIR_POINTS_MAX);
        expect(points.length).toBeGreaterThanOrEqual(Math.min(noted.size, FAIR_POINTS_MAX / 2));
        expect(points[0]).toEqual([...noted.values()][0]);
        expect(points).toEqual(points.map(({ atMs }) => noted.get(atMs)));
        const gaps = points.slice(1).map(({ atMs }, at) => atMs - (points[at]?.atMs ?? 0));
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(track.spacingMs);
        expect(Math.log2(track.spacingMs / FAIR_SPACING_MS) % 1).toBe(0);
      }),
      // A shorter example of so long a list would take minutes to find.
      { numRuns: 30, endOnFailure: true },
    );
  });

  test('without a value asks again soon, however far its points stand apart', () => {
    const track = lookedAt(DAY_MS / SECOND_MS);
    const dueAtMs = (track.points().at(-1)?.atMs ?? 0) + track.spacingMs;
    track.note(dueAtMs, null);
    expect(track.isDue(dueAtMs + FAIR_SPACING_MS - 1)).toBe(false);
    expect(track.isDue(dueAtMs + FAIR_SPACING_MS)).toBe(true);
  });
});

/** Answers for any market, and counts how often it is asked. */
class Desk {
  asked = 0;
  fairs: MarketFair = { ok: true, probability: 0.62, band: 0.031, estimated: false };
  middle = () => price(605_000);

  fair(): MarketFair {
    this.asked += 1;
    return this.fairs;
  }
}

const marketOf = (at: number) => `market ${at}` as MarketId;

describe('the records of all watched markets', () => {
  test('work nothing out while none is due', () => {
    const desk = new Desk();
    const tracks = new FairTracks(desk);
    for (let at = 0; at < 60; at += 1) tracks.look(marketOf(1), START_MS + at * SECOND_MS);
    expect(desk.asked).toBe((60 * SECOND_MS) / FAIR_SPACING_MS);
    expect(tracks.points(marketOf(1))).toHaveLength(desk.asked);
    expect(tracks.points(marketOf(1))[0]).toEqual({
      ...{ atMs: START_MS, fair: 620_000, band: 31_000, price: 605_000 },
    });
    expect(tracks.points(marketOf(2))).toEqual([]);
  });

  test('ask no more often where nothing is known', () => {
    const desk = new Desk();
    desk.fairs = { ok: false, reason: 'spotStale' };
    const tracks = new FairTracks(desk);
    for (let at = 0; at < 60; at += 1) tracks.look(marketOf(1), START_MS + at * SECOND_MS);
    expect(desk.asked).toBe((60 * SECOND_MS) / FAIR_SPACING_MS);
    expect(tracks.points(marketOf(1))).toEqual([]);
  });

  test('take so many at one moment and the rest at the next ones, each in its turn', () => {
    const desk = new Desk();
    const tracks = new FairTracks(desk);
    const asked: number[] = [];
    for (let second = 0; second < 20; second += 1) {
      const before = desk.asked;
      for (let at = 0; at < FAIR_TRACKS_MAX; at += 1)
        tracks.look(marketOf(at), START_MS + second * SECOND_MS);
      asked.push(desk.asked - before);
    }
    expect(Math.max(...asked)).toBe(FAIRS_A_LOOK_MAX);
    const counts = Array.from(
      { length: FAIR_TRACKS_MAX },
      (_, at) => tracks.points(marketOf(at)).length,
    );
    expect(Math.min(...counts)).toBe(4);
  });

  test('are no more than their limit, and make room when a market is over', () => {
    const tracks = new FairTracks(new Desk());
    for (let at = 0; at <= FAIR_TRACKS_MAX; at += 1) tracks.look(marketOf(at), START_MS + at);
    expect(tracks.size).toBe(FAIR_TRACKS_MAX);
    expect(tracks.points(marketOf(FAIR_TRACKS_MAX))).toEqual([]);
    tracks.forget(marketOf(0));
    tracks.look(marketOf(FAIR_TRACKS_MAX), START_MS + MINUTE_MS);
    expect(tracks.points(marketOf(FAIR_TRACKS_MAX))).toHaveLength(1);
    expect(tracks.points(marketOf(0))).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/engine/domain/time.ts';
import { cents, price } from '../../../../src/engine/domain/values/money.ts';
import {
  KNOWN_SHARE_MIN,
  PriceTrack,
  STEP_MS,
  STEPS_KEPT,
  STEPS_PER_DAY,
} from '../../../../src/engine/intelligence/market/price-track.ts';
import { type Close, slowVolatility } from './slow-volatility.ts';

/** The beginning of a step. */
const START_MS = Math.floor(1_790_766_966_000 / STEP_MS) * STEP_MS;
const DOLLAR = 1_000_000;

/** A track that saw these closes, one a step, and the moment behind the last of them. */
function seen(closes: readonly (number | null)[], startMs = START_MS): PriceTrack {
  const track = new PriceTrack(startMs);
  closes.forEach((close, at) => {
    track.roll(startMs + (at + 1) * STEP_MS, close);
  });
  return track;
}

function steady(count: number, micro = 500_000): number[] {
  return Array.from({ length: count }, () => micro);
}

/** Up and down by `by` at each step. */
function zigzag(count: number, by: number): number[] {
  return Array.from({ length: count }, (_, at) => 500_000 + (at % 2) * by);
}

/** The reference adds floats in dollars: the last micro-dollar may be rounded the other way. */
function expectNear(found: number | null, wanted: number | null): void {
  if (found === null || wanted === null) expect(found).toBe(wanted);
  else expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1);
}

describe('the volatility of a known path', () => {
  test('is the root of the mean square of its changes, times the steps of a day', () => {
    const track = seen(zigzag(STEPS_KEPT, 10_000));
    const usual = Math.round(10_000 * Math.sqrt(STEPS_PER_DAY));
    expect(track.volatility()).toEqual({ day: usual, week: usual });
  });

  test('is nothing when nothing moved', () => {
    expect(seen(steady(STEPS_KEPT)).volatility()).toEqual({ day: 0, week: 0 });
  });

  test('is a dollar at most, however it moves', () => {
    const wild = Array.from({ length: STEPS_KEPT }, (_, at) => (at % 2) * DOLLAR);
    expect(seen(wild).volatility()).toEqual({ day: DOLLAR, week: DOLLAR });
  });

  test('of a wild day in a calm week differs between the windows', () => {
    const { day, week } = seen([
      ...steady(STEPS_KEPT - STEPS_PER_DAY),
      ...zigzag(STEPS_PER_DAY, 20_000),
    ]).volatility();
    expect(day).toBeGreaterThan(2 * (week ?? Number.NaN));
    expect(week).toBeGreaterThan(0);
  });

  test('forgets what is older than a week', () => {
    const { week } = seen([...zigzag(STEPS_KEPT, 20_000), ...steady(STEPS_KEPT)]).volatility();
    expect(week).toBe(0);
  });

  test('knows a move of the finest tick', () => {
    const { day } = seen(zigzag(STEPS_PER_DAY, 100)).volatility();
    expect(day).toBe(Math.round(100 * Math.sqrt(STEPS_PER_DAY)));
  });
});

describe('how much must be known', () => {
  const least = STEPS_PER_DAY * KNOWN_SHARE_MIN;

  test.each([
    [0, null, null],
    [1, null, null],
    [least - 1, null, null],
    [least, 0, null],
    [STEPS_PER_DAY, 0, null],
    [STEPS_KEPT * KNOWN_SHARE_MIN - 1, 0, null],
    [STEPS_KEPT * KNOWN_SHARE_MIN, 0, 0],
    [STEPS_KEPT, 0, 0],
  ])('%i closes tell %s of the day and %s of the week', (count, day, week) => {
    expect(seen(steady(count)).volatility()).toEqual({ day, week });
  });

  test('a day that was known and is over is not known any more', () => {
    const track = seen(steady(STEPS_PER_DAY));
    track.roll(START_MS + 3 * DAY_MS, null);
    expect(track.volatility().day).toBeNull();
  });

  test('a change across unknown steps counts as one change', () => {
    const half = Array.from({ length: STEPS_PER_DAY }, (_, at) =>
      at % 2 === 0 ? 500_000 + (at % 4) * 5_000 : null,
    );
    expect(seen(half).volatility().day).toBe(seen(zigzag(STEPS_PER_DAY, 10_000)).volatility().day);
  });
});

describe('rolling', () => {
  test('within a step changes nothing, and the end of a step begins the next', () => {
    const track = new PriceTrack(START_MS);
    expect(track.endsAtMs).toBe(START_MS + STEP_MS);
    track.roll(START_MS + STEP_MS - 1, cents(10));
    expect(track.endsAtMs).toBe(START_MS + STEP_MS);
    track.roll(START_MS + STEP_MS, cents(10));
    expect(track.endsAtMs).toBe(START_MS + 2 * STEP_MS);
  });

  test('back in time changes nothing', () => {
    const track = seen(zigzag(STEPS_KEPT, 10_000));
    const before = track.volatility();
    track.roll(START_MS, cents(1));
    expect(track.volatility()).toEqual(before);
  });

  test('over quiet steps fills them with the price that stood', () => {
    const quiet = new PriceTrack(START_MS);
    quiet.roll(START_MS + DAY_MS, 400_000);
    quiet.roll(START_MS + 2 * DAY_MS, 600_000);
    const each = seen([...steady(STEPS_PER_DAY, 400_000), ...steady(STEPS_PER_DAY, 600_000)]);
    expect(quiet.volatility()).toEqual(each.volatility());
  });

  test.each([
    ['exactly a week', 7 * DAY_MS],
    ['a week and a step', 7 * DAY_MS + STEP_MS],
    ['a year', 365 * DAY_MS],
  ])('over %s of silence leaves nothing of before', (_, gapMs) => {
    const track = seen(zigzag(STEPS_KEPT, 30_000));
    track.roll(START_MS + STEPS_KEPT * STEP_MS + gapMs, 500_000);
    expect(track.volatility()).toEqual({ day: 0, week: 0 });
  });

  test('on trial leaves the track as it is', () => {
    const track = seen(zigzag(STEPS_KEPT, 10_000));
    const before = track.volatility();
    const later = track.rolledTo(START_MS + 14 * DAY_MS, 500_000);
    expect(later.volatility()).toEqual({ day: 0, week: 0 });
    expect(track.volatility()).toEqual(before);
    expect(track.endsAtMs).toBe(START_MS + (STEPS_KEPT + 1) * STEP_MS);
  });
});

describe('seeding', () => {
  const points = zigzag(STEPS_KEPT, 10_000).map((micro, at) => ({
    atMs: START_MS - (STEPS_KEPT - at) * STEP_MS + MINUTE_MS,
    price: price(micro),
  }));

  test('tells of the time before the first price of our own', () => {
    const track = new PriceTrack(START_MS);
    track.seed(points);
    expect(track.volatility()).toEqual(seen(zigzag(STEPS_KEPT, 10_000)).volatility());
  });

  test('takes neither the step that is not over, nor the future, nor what is too old', () => {
    const track = new PriceTrack(START_MS);
    const of = (atMs: number) => ({ atMs, price: cents(1) });
    track.seed(points);
    const before = track.volatility();
    track.seed([of(START_MS), of(START_MS + DAY_MS), of(START_MS - 8 * DAY_MS), of(0)]);
    expect(track.volatility()).toEqual(before);
  });

  test('never overwrites what was seen here', () => {
    const own = seen(steady(STEPS_KEPT));
    own.seed(points.map((point) => ({ ...point, atMs: point.atMs + 7 * DAY_MS })));
    expect(own.volatility()).toEqual({ day: 0, week: 0 });
  });

  test('fills what was not believed here', () => {
    const track = seen(Array.from({ length: STEPS_KEPT }, () => null));
    expect(track.volatility()).toEqual({ day: null, week: null });
    track.seed(points.map((point) => ({ ...point, atMs: point.atMs + 7 * DAY_MS })));
    expect(track.volatility()).toEqual(seen(zigzag(STEPS_KEPT, 10_000)).volatility());
  });

  test('takes the newest price of a step, whatever the order', () => {
    const [first, last] = [new PriceTrack(START_MS), new PriceTrack(START_MS)];
    const early = points.map((point) => ({ atMs: point.atMs - 1, price: cents(3) }));
    first.seed([...points, ...early]);
    last.seed([...early, ...points]);
    expect(first.volatility()).toEqual(last.volatility());
    expect(first.volatility()).toEqual(seen(zigzag(STEPS_KEPT, 10_000)).volatility());
  });

  test('of hourly prices makes half of the steps known, which is enough', () => {
    const track = new PriceTrack(START_MS);
    track.seed(points.filter(({ atMs }) => Math.floor(atMs / STEP_MS) % 2 === 0));
    expect(HOUR_MS).toBe(2 * STEP_MS);
    expect(track.volatility()).toEqual({ day: 0, week: 0 });
  });
});

describe('properties', () => {
  const micro = fc.integer({ min: 0, max: 10_000 }).map((unit) => unit * 100);
  const told = fc.array(
    fc.record({ atMs: fc.integer({ min: -8 * DAY_MS, max: HOUR_MS }), price: micro.map(price) }),
    { maxLength: 400 },
  );
  const rolls = fc.array(
    fc.record({
      afterMs: fc.oneof(
        fc.integer({ min: 0, max: 3 * HOUR_MS }),
        fc.integer({ max: 9 * DAY_MS, min: 0 }),
      ),
      price: fc.option(micro),
    }),
    { maxLength: 120 },
  );

  test('equals the slow reference on any path, with gaps, seeds and unknown prices', () => {
    fc.assert(
      fc.property(rolls, told, (path, history) => {
        const track = new PriceTrack(START_MS);
        const closes: Close[] = [];
        let nowMs = START_MS;
        for (const { afterMs, price: standing } of path) {
          const from = Math.floor(nowMs / STEP_MS);
          nowMs += afterMs;
          track.roll(nowMs, standing);
          for (let step = from; step < Math.floor(nowMs / STEP_MS); step += 1) {
            closes.push({ step, micro: standing });
          }
        }
        const seeds = history.map((point) => ({ ...point, atMs: START_MS + point.atMs }));
        track.seed(seeds);
        const { day, week } = slowVolatility({ closes, seeds, nowMs });
        expectNear(track.volatility().day, day);
        expectNear(track.volatility().week, week);
      }),
      { numRuns: 300 },
    );
  });

  test('the order of a history does not matter, nor whether it comes at once or in parts', () => {
    const distinct = fc.uniqueArray(
      fc.record({ atMs: fc.integer({ min: -STEPS_KEPT, max: -1 }), price: micro.map(price) }),
      { selector: ({ atMs }) => atMs, maxLength: STEPS_KEPT },
    );
    const shuffled = distinct.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat()),
    );
    fc.assert(
      fc.property(shuffled, ([all, mixed, cut]) => {
        const at = (list: typeof all) =>
          list.map((point) => ({ ...point, atMs: START_MS + point.atMs * STEP_MS }));
        const [once, parts] = [new PriceTrack(START_MS), new PriceTrack(START_MS)];
        once.seed(at(all));
        const middle = all.length === 0 ? 0 : cut % all.length;
        parts.seed(at(mixed.slice(0, middle)));
        parts.seed(at(mixed.slice(middle)));
        expect(parts.volatility()).toEqual(once.volatility());
      }),
      { numRuns: 100 },
    );
  });

  test('is never NaN, negative, broken or above a dollar', () => {
    fc.assert(
      fc.property(rolls, told, fc.integer({ min: 0, max: 100 }), (path, history, startMs) => {
        const track = new PriceTrack(startMs);
        track.seed(history.map((point) => ({ ...point, atMs: startMs + point.atMs })));
        let nowMs = startMs;
        for (const { afterMs, price: standing } of path) {
          nowMs += afterMs;
          track.roll(nowMs, standing);
        }
        for (const move of Object.values(track.volatility())) {
          if (move === null) continue;
          expect(Number.isSafeInteger(move)).toBe(true);
          expect(move).toBeGreaterThanOrEqual(0);
          expect(move).toBeLessThanOrEqual(DOLLAR);
        }
      }),
      { numRuns: 200 },
    );
  });
});

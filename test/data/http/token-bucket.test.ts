import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEADROOM, RECOVERY_MS, TokenBucket } from '../../../src/data/http/token-bucket.ts';

const LIMIT = { requests: 100, windowMs: 10_000 };

/** Takes as many tokens as it can at `nowMs`. */
function drain(bucket: TokenBucket, nowMs: number, isExit = true): number {
  let taken = 0;
  while (bucket.waitMs(nowMs, isExit) === 0) {
    bucket.take();
    taken += 1;
  }
  return taken;
}

/** Tokens that flow within ten seconds, taken as early as they come. */
function flow(bucket: TokenBucket, fromMs: number): number {
  let taken = 0;
  for (let atMs = fromMs; atMs < fromMs + 10_000; atMs += 50) taken += drain(bucket, atMs);
  return taken;
}

describe('token bucket', () => {
  test('no window ever sees more than our share of the limit', () => {
    const moves = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(moves, fc.integer({ min: 20, max: 500 }), (pauses, requests) => {
        const bucket = new TokenBucket({ requests, windowMs: 10_000 }, 0);
        const takenAtMs: number[] = [];
        let nowMs = 0;
        for (const pauseMs of pauses) {
          nowMs += pauseMs;
          const taken = drain(bucket, nowMs);
          for (let at = 0; at < taken; at += 1) takenAtMs.push(nowMs);
        }
        for (const fromMs of takenAtMs) {
          const inside = takenAtMs.filter((at) => at >= fromMs && at < fromMs + 10_000);
          expect(inside.length).toBeLessThanOrEqual(requests * HEADROOM);
        }
      }),
    );
  });

  test('the wait it names is enough', () => {
    const bucket = new TokenBucket(LIMIT, 0);
    drain(bucket, 0);
    const waitMs = bucket.waitMs(0, true);
    expect(waitMs).toBeGreaterThan(0);
    expect(bucket.waitMs(waitMs, true)).toBe(0);
  });

  test('what is left at the end belongs to exits', () => {
    const bucket = new TokenBucket(LIMIT, 0);
    drain(bucket, 0, false);
    expect(bucket.waitMs(0, false)).toBeGreaterThan(0);
    expect(drain(bucket, 0)).toBe(2);
  });

  test('a refusal by the venue pauses, empties and halves the flow, and it recovers', () => {
    const bucket = new TokenBucket(LIMIT, 0);
    drain(bucket, 0);
    const before = flow(bucket, 0);
    bucket.throttle(10_000, 3_000);
    expect(bucket.waitMs(10_000, true)).toBeGreaterThanOrEqual(3_000);
    expect(bucket.waitMs(12_999, true)).toBeGreaterThan(0);
    drain(bucket, 13_000);
    expect(flow(bucket, 13_000)).toBeCloseTo(before / 2, -1);
    const laterMs = 13_000 + RECOVERY_MS;
    drain(bucket, laterMs);
    expect(flow(bucket, laterMs)).toBeCloseTo(before, -1);
  });

  test('many refusals in one pause shrink the flow once', () => {
    const once = new TokenBucket(LIMIT, 0);
    const often = new TokenBucket(LIMIT, 0);
    once.throttle(0, 1_000);
    for (let at = 0; at < 20; at += 1) often.throttle(0, 1_000);
    expect(flow(often, 1_000)).toBe(flow(once, 1_000));
  });

  test('however often it is refused, something still flows', () => {
    const bucket = new TokenBucket(LIMIT, 0);
    for (let at = 0; at < 50; at += 1) bucket.throttle(at * 1_000, 100);
    expect(flow(bucket, 50_100)).toBeGreaterThan(0);
  });
});

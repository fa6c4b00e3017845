import { describe, expect, test } from 'vitest';
import { PROVEN_MS } from '../../../src/data/socket/live-socket.ts';
import {
  RECONNECT_DELAY_MS_BASE,
  RECONNECT_DELAY_MS_MAX,
} from '../../../src/data/socket/reconnect-delay.ts';
import { live, opened } from './live-setup.ts';

describe('reconnecting', () => {
  test('the code and the words of the venue are kept, also while the next connection is open', () => {
    const { socket, runtime, lost } = opened();
    runtime.last.end(1013, 'slow consumer');
    expect(lost).toEqual(['closed by the venue: 1013 slow consumer']);
    expect(socket.snapshot()).toMatchObject({
      state: 'waiting',
      closeCode: 1013,
      openedAtMs: null,
    });
    runtime.advance(RECONNECT_DELAY_MS_BASE);
    runtime.last.open();
    expect(socket.snapshot()).toMatchObject({
      state: 'open',
      reason: 'closed by the venue: 1013 slow consumer',
      closeCode: 1013,
      reconnects: 1,
    });
  });

  test('a venue that accepts and hangs up 50 times is tried at growing distances', () => {
    const { socket, runtime } = live();
    runtime.onWire = (wire) => {
      runtime.after(1, () => {
        wire.open();
        wire.end(1012, 'restart');
      });
    };
    socket.start();
    while (runtime.attemptsMs.length <= 50) runtime.advance(1_000);
    const gaps = runtime.attemptsMs
      .slice(1, 51)
      .map((ms, at) => ms - (runtime.attemptsMs[at] ?? 0));
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(gaps.at(-1)).toBe(RECONNECT_DELAY_MS_MAX * 0.75 + 1);
    expect(gaps.filter((ms) => ms < RECONNECT_DELAY_MS_MAX / 2)).toHaveLength(7);
  });

  test('each wait doubles up to a limit, and a part of it is chance', () => {
    const { socket, runtime } = live();
    socket.start();
    const waits: number[] = [];
    for (let at = 0; at < 10; at += 1) {
      runtime.chance = at % 2 === 0 ? 0 : 0.999_999;
      runtime.last.open();
      const failedMs = runtime.monotonicMs();
      runtime.last.end(1012);
      while (socket.snapshot().state === 'waiting') runtime.advance(1);
      waits.push(runtime.monotonicMs() - failedMs);
    }
    expect(waits).toEqual([125, 500, 500, 2_000, 2_000, 8_000, 8_000, 30_000, 15_000, 30_000]);
  });

  test('neither an open socket nor a first burst of data ends a row of failures', () => {
    const { socket, runtime } = opened();
    for (let at = 0; at < 8; at += 1) {
      runtime.last.text('[]');
      runtime.advance(PROVEN_MS - 1);
      runtime.last.end(1013, 'slow consumer');
      runtime.advance(RECONNECT_DELAY_MS_MAX);
      runtime.last.open();
    }
    const failedMs = runtime.monotonicMs();
    runtime.last.end();
    while (socket.snapshot().state === 'waiting') runtime.advance(1_000);
    expect(runtime.monotonicMs() - failedMs).toBeGreaterThan(RECONNECT_DELAY_MS_MAX / 2);
  });

  test('a connection that lasted without data does not end a row of failures, one with data does', () => {
    const waitAfter = (data: string): number => {
      const { socket, runtime } = opened({ keepAlive: null });
      for (let at = 0; at < 8; at += 1) {
        runtime.last.end();
        runtime.advance(RECONNECT_DELAY_MS_MAX);
        runtime.last.open();
      }
      runtime.last.text(data);
      runtime.advance(PROVEN_MS);
      const failedMs = runtime.monotonicMs();
      runtime.last.end();
      while (socket.snapshot().state === 'waiting') runtime.advance(1);
      return runtime.monotonicMs() - failedMs;
    };
    expect(waitAfter('')).toBeGreaterThan(RECONNECT_DELAY_MS_MAX / 2);
    expect(waitAfter('{}')).toBeLessThanOrEqual(RECONNECT_DELAY_MS_BASE);
  });
});

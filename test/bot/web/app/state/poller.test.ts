import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Poller } from '../../../../../src/bot/web/app/state/poller.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function stage({ isSeen = () => true }: { isSeen?: () => boolean } = {}) {
  const reads: (() => void)[] = [];
  const reported: unknown[] = [];
  const poller = new Poller({
    load: () => new Promise<void>((resolve) => reads.push(resolve)),
    everyMs: 10_000,
    settleMs: 1_000,
    isSeen,
    report: (error) => reported.push(error),
  });
  const answer = async (): Promise<void> => {
    reads.at(-1)?.();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { poller, reads, reported, answer };
}

test('the next read waits for the answer of the one before, however slow', async () => {
  const { poller, reads, answer } = stage();
  poller.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(reads).toHaveLength(1);
  await answer();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(reads).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(reads).toHaveLength(2);
});

test('changes that never end do not keep it from being read', async () => {
  const { poller, reads, answer } = stage();
  poller.start();
  await answer();
  for (let at = 0; at < 50; at += 1) {
    poller.soon();
    await vi.advanceTimersByTimeAsync(100);
    await answer();
  }
  expect(reads.length).toBeGreaterThanOrEqual(5);
  expect(reads.length).toBeLessThanOrEqual(7);
});

test('what changes while it is read is read behind it', async () => {
  const { poller, reads, answer } = stage();
  poller.start();
  poller.soon();
  expect(reads).toHaveLength(1);
  await answer();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reads).toHaveLength(2);
});

test('nothing is read while nobody looks, and nothing once it is stopped', async () => {
  let isSeen = false;
  const { poller, reads, answer } = stage({ isSeen: () => isSeen });
  poller.start();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(reads).toHaveLength(0);
  isSeen = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reads).toHaveLength(1);
  poller.stop();
  await answer();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(reads).toHaveLength(1);
});

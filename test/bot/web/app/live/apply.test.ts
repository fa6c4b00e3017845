import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDelta, changedRows, isNext } from '../../../../../src/bot/web/app/live/apply.ts';
import { waitMs } from '../../../../../src/bot/web/app/live/backoff.ts';
import { FrameBatch } from '../../../../../src/bot/web/app/live/frame-batch.ts';
import type { Delta, Snapshot } from '../../../../../src/bot/web/contract/live.ts';
import { overview } from '../../../../e2e/web-pages/world-pages.ts';
import { decision, order, position } from '../../../../e2e/web-pages/world-parts.ts';

const STATE: Snapshot = {
  seq: 4,
  overview: overview(),
  positions: [position(0), position(1)],
  orders: [order(0)],
  decisions: [decision(1)],
  opportunities: [],
};
const NOTHING: Delta = {
  seq: 5,
  overview: null,
  positions: null,
  orders: null,
  decisions: null,
  opportunities: null,
};

describe('a delta', () => {
  test('leaves what did not change the same object', () => {
    const next = applyDelta(STATE, NOTHING);
    expect(next.seq).toBe(5);
    expect(next.overview).toBe(STATE.overview);
    expect(next.positions).toBe(STATE.positions);
  });

  test('replaces fields of the overview and keeps all others', () => {
    const next = applyDelta(STATE, { ...NOTHING, overview: { mode: 'live' } });
    expect(next.overview).toEqual({ ...STATE.overview, mode: 'live' });
  });

  test('puts rows where they were, new ones to the front, and takes others away', () => {
    const changed = { ...position(1), quantity: 1 };
    const next = applyDelta(STATE, {
      ...NOTHING,
      positions: { put: [changed, position(2)], gone: [position(0).id] },
      decisions: { put: [decision(0)], gone: [] },
    });
    expect(next.positions).toEqual([changed, position(2)]);
    expect(next.decisions.map(({ id }) => id)).toEqual([decision(0).id, decision(1).id]);
  });

  test('is only taken in order', () => {
    expect(isNext(STATE, NOTHING)).toBe(true);
    expect(isNext(STATE, { ...NOTHING, seq: 6 })).toBe(false);
    expect(isNext(STATE, { ...NOTHING, seq: 4 })).toBe(false);
  });
});

test('any change of rows ends in what is put and was not gone', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const rows = fc.uniqueArray(fc.record({ id, value: fc.nat() }), { selector: (row) => row.id });
  fc.assert(
    fc.property(rows, rows, fc.array(id), (before, put, gone) => {
      const after = changedRows(before, { put, gone }, 'end');
      const want = new Map(before.map((row) => [row.id, row]));
      for (const one of gone) want.delete(one);
      for (const row of put) want.set(row.id, row);
      expect(new Map(after.map((row) => [row.id, row]))).toEqual(want);
      expect(after).toHaveLength(want.size);
    }),
  );
});

describe('a batch', () => {
  test('a thousand updates before a frame are one drawing', () => {
    const frames: (() => void)[] = [];
    const taken: number[][] = [];
    const batch = new FrameBatch<number>(
      (run) => frames.push(run),
      (items) => taken.push([...items]),
    );
    for (let at = 0; at < 1_000; at += 1) batch.add(at);
    expect(frames).toHaveLength(1);
    frames.pop()?.();
    expect(taken).toHaveLength(1);
    expect(taken[0]).toHaveLength(1_000);
    batch.add(1);
    expect(frames).toHaveLength(1);
  });

  test('what was forgotten is not drawn', () => {
    const frames: (() => void)[] = [];
    const taken: unknown[] = [];
    const batch = new FrameBatch<number>(
      (run) => frames.push(run),
      (items) => taken.push(items),
    );
    batch.add(1);
    batch.clear();
    frames.pop()?.();
    expect(taken).toEqual([]);
  });
});

test('connecting again waits longer each time, and never too long', () => {
  expect([1, 2, 3, 4].map((failures) => waitMs(failures, 0))).toEqual([500, 1_000, 2_000, 4_000]);
  expect(waitMs(50, 0)).toBe(20_000);
  expect(waitMs(1, 1)).toBe(300);
});

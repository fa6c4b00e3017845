import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CURVE_POINTS_MAX } from '../../../src/data/store/limits.ts';
import type { CurvePoint } from '../../../src/engine/contract/views.ts';
import type { Change } from '../../../src/engine/domain/change.ts';
import type { FillId, LedgerId, WalletAddress } from '../../../src/engine/domain/ids.ts';
import { MINUTE_MS } from '../../../src/engine/domain/time.ts';
import type { Money } from '../../../src/engine/domain/values/money.ts';
import { NOW_MS, sampleOf } from './arbitrary-parts.ts';
import * as t from './arbitrary-trading.ts';
import type { AskedStore } from './subjects.ts';

const PAPER = 'paper' as LedgerId;
const SHADOW = 'shadow:x' as LedgerId;
const ACE = '0xace' as WalletAddress;
const OTHER = '0xother' as WalletAddress;

/** A row that moves a result: a realisation, or the fee of a fill. */
export interface Move {
  readonly kind: 'realised' | 'fee';
  readonly ledger?: LedgerId;
  readonly wallet?: WalletAddress | null;
  readonly amount: number;
  readonly afterMs: number;
}

/** Curves of every store. */
export function curvesContract(current: () => AskedStore): void {
  it('keeps the first sample of a moment, and gives back each ledger’s since then', async () => {
    const store = current();
    await store.commit([
      sample(2, 20),
      sample(1, 10),
      sample(1, 11),
      sample(3, 30),
      sample(2, 99, SHADOW),
    ]);
    await store.commit([sample(3, 31)]);
    const values = (points: readonly CurvePoint[]) => points.map(({ value }) => value);
    expect(values(await store.equityCurve(PAPER, 0))).toEqual([10, 20, 30]);
    expect(await store.equityCurve(PAPER, NOW_MS + 3)).toEqual([{ atMs: NOW_MS + 3, value: 30 }]);
    expect(values(await store.equityCurve(SHADOW, -5))).toEqual([99]);
    expect(await store.equityCurve('shadow:y' as LedgerId, 0)).toEqual([]);
  });

  it('thins a long curve of equity along time, and keeps its first and last', async () => {
    const store = current();
    const all = Array.from({ length: 1_500 }, (_, index) => sample(index * MINUTE_MS, index));
    const gap = sample(5_000 * MINUTE_MS, -1);
    const end = sample(5_000 * MINUTE_MS + 1, -2);
    await store.commit([...all, gap, end]);
    const points = await store.equityCurve(PAPER, 0);
    expectCurve(points);
    expect(points[0]).toEqual({ atMs: NOW_MS, value: 0 });
    expect(points.at(-1)).toEqual({ atMs: NOW_MS + 5_000 * MINUTE_MS + 1, value: -2 });
    expect(points.at(-2)?.value, 'a gap has no points').toBe(1_499);
    for (const { atMs, value } of points.slice(0, -1)) {
      expect(value).toBe((atMs - NOW_MS) / MINUTE_MS);
    }
    const few = Array.from({ length: CURVE_POINTS_MAX }, (_, index) =>
      sample(index, index, SHADOW),
    );
    await store.commit(few);
    expect(await store.equityCurve(SHADOW, 0)).toHaveLength(CURVE_POINTS_MAX);
    expect(await store.equityCurve(PAPER, NOW_MS + 1_200 * MINUTE_MS)).toHaveLength(302);
  });

  it('adds up what became final less fees, of one ledger and of one wallet', async () => {
    const store = current();
    await store.commit(
      changesOf([
        { kind: 'realised', amount: 100, afterMs: 0 },
        { kind: 'realised', amount: 50, afterMs: 10 },
        { kind: 'fee', amount: 7, afterMs: 10 },
        { kind: 'fee', amount: -2, afterMs: 5 },
        { kind: 'realised', amount: -300, afterMs: 20, wallet: OTHER },
        { kind: 'fee', amount: 1, afterMs: 30, wallet: null },
        { kind: 'realised', amount: 9, afterMs: 15, ledger: SHADOW },
      ]),
    );
    const of = async (query: { sinceMs: number; wallet?: WalletAddress; ledger?: LedgerId }) =>
      (await store.resultCurve({ ledger: PAPER, ...query })).map(({ atMs, value }) => [
        atMs - NOW_MS,
        value,
      ]);
    expect(await of({ sinceMs: 0 })).toEqual([
      [0, 100],
      [5, 102],
      [10, 145],
      [20, -155],
      [30, -156],
    ]);
    expect(await of({ sinceMs: NOW_MS + 10 })).toEqual([
      [10, 43],
      [20, -257],
      [30, -258],
    ]);
    expect(await of({ sinceMs: 0, wallet: ACE })).toEqual([
      [0, 100],
      [5, 102],
      [10, 145],
    ]);
    expect(await of({ sinceMs: -1, ledger: SHADOW })).toEqual([[15, 9]]);
    expect(await of({ sinceMs: NOW_MS + 31 })).toEqual([]);
  });

  it('thins a long result, and loses nothing of it', async () => {
    const store = current();
    const moves = Array.from({ length: 700 }, (_, index): Move => {
      const kind = index % 3 === 0 ? 'fee' : 'realised';
      return { kind, amount: index * 7 - 900, afterMs: index * index };
    });
    await store.commit(changesOf(moves));
    const points = await store.resultCurve({ ledger: PAPER, sinceMs: 0 });
    expectCurve(points);
    expect(points).toEqual(points.map(({ atMs }) => ({ atMs, value: resultUntil(moves, atMs) })));
    expect(points[0]?.atMs).toBe(NOW_MS);
    expect(points.at(-1)?.atMs).toBe(NOW_MS + 699 * 699);
  });

  it('shows all of one moment as one point, however much it is', async () => {
    const store = current();
    const moves = Array.from({ length: 500 }, (): Move => ({ kind: 'fee', amount: 3, afterMs: 0 }));
    await store.commit(changesOf(moves));
    const points = await store.resultCurve({ ledger: PAPER, sinceMs: 0 });
    expect(points).toEqual([{ atMs: NOW_MS, value: -1_500 }]);
  });
}

/** Moves of the past, out of few moments so that they meet. */
export const someMoves: fc.Arbitrary<Move[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('realised', 'fee'),
    ledger: fc.constantFrom(PAPER, SHADOW),
    wallet: fc.constantFrom(ACE, OTHER, null),
    amount: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
    afterMs: fc.oneof(fc.nat(5), fc.nat(2_000_000_000)),
  }),
  { maxLength: 900, size: 'max' },
);

/** Every curve that a reader can see of them. */
export async function curvesOf(store: AskedStore, moves: readonly Move[]) {
  await store.commit([
    ...changesOf(moves),
    ...moves.map(({ afterMs, amount, ledger }) => sample(afterMs, amount, ledger)),
  ]);
  const sinceMs = NOW_MS + 3;
  return {
    results: [
      await store.resultCurve({ ledger: PAPER, sinceMs: 0 }),
      await store.resultCurve({ ledger: PAPER, sinceMs }),
      await store.resultCurve({ ledger: SHADOW, sinceMs, wallet: ACE }),
    ],
    equity: [await store.equityCurve(PAPER, 0), await store.equityCurve(SHADOW, sinceMs)],
  };
}

function expectCurve(points: readonly CurvePoint[]): void {
  expect(points.length).toBeGreaterThan(100);
  expect(points.length).toBeLessThanOrEqual(CURVE_POINTS_MAX);
  const moments = points.map(({ atMs }) => atMs);
  expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b));
}

function resultUntil(moves: readonly Move[], atMs: number): number {
  return moves
    .filter(({ afterMs }) => NOW_MS + afterMs <= atMs)
    .reduce((sum, { kind, amount }) => sum + (kind === 'fee' ? -amount : amount), 0);
}

function sample(afterMs: number, equity: number, ledger = PAPER): Change {
  return {
    kind: 'equity',
    sample: { ledger, atMs: NOW_MS + afterMs, equity: equity as Money },
  };
}

function changesOf(moves: readonly Move[]): Change[] {
  return moves.map(({ kind, ledger = PAPER, wallet = ACE, amount, afterMs }, index) => {
    const own = { ledger, wallet, atMs: NOW_MS + afterMs };
    if (kind === 'fee') {
      const fill = sampleOf(t.fill, { ...own, id: `f${index}` as FillId, fee: amount as Money });
      return { kind: 'fill', fill };
    }
    const row = { ...own, id: `r${index}`, amount: amount as Money };
    return { kind: 'realisation', realisation: sampleOf(t.realisation, row) };
  });
}

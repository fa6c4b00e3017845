import { beforeAll, expect, test } from 'vitest';
import type { Queries } from '../../../../src/engine/contract/queries.ts';
import type { CurvePoint } from '../../../../src/engine/contract/views.ts';
import type { LedgerId } from '../../../../src/engine/domain/ids.ts';
import { PAPER } from '../../../../src/engine/domain/ids.ts';
import { dollars } from '../../../../src/engine/domain/values/money.ts';
import { ANNA, BORIS, LivedDay, START_MS } from './lived-day.ts';

const POINTS_MAX = 400;

let day: LivedDay;
let queries: Queries;
beforeAll(async () => {
  day = await LivedDay.lived();
  await day.store.commit([
    { kind: 'equity', sample: { ledger: PAPER, atMs: START_MS, equity: dollars(500) } },
    { kind: 'equity', sample: { ledger: PAPER, atMs: START_MS + 1, equity: dollars(499) } },
  ]);
  queries = day.queries();
});

test('a curve of equity ends with what the ledger is worth now', async () => {
  expect(await queries.equityCurve(PAPER, START_MS)).toEqual([
    { atMs: START_MS, value: dollars(500) },
    { atMs: START_MS + 1, value: dollars(499) },
    { atMs: day.nowMs, value: dollars(501) },
  ]);
  expect(await queries.equityCurve(PAPER, START_MS + 2)).toEqual([
    { atMs: day.nowMs, value: dollars(501) },
  ]);
  expect(await queries.equityCurve('shadow:nobody' as LedgerId, 0)).toEqual([]);
});

test('a curve of results holds its last value until now, of one wallet or of all', async () => {
  const all = await queries.resultCurve({ ledger: PAPER, sinceMs: START_MS });
  expect(all.map(({ value }) => value)).toEqual([0, dollars(0.5), dollars(0.5)]);
  expect(all.at(-1)?.atMs).toBe(day.nowMs);
  const sum = (await queries.pnl(START_MS))[0];
  expect(all.at(-1)?.value).toBe((sum?.realised ?? 0) - (sum?.fees ?? 0));
  expect(await queries.resultCurve({ ledger: PAPER, sinceMs: START_MS, wallet: ANNA })).toEqual(
    all,
  );
  expect(await queries.resultCurve({ ledger: PAPER, sinceMs: 0, wallet: BORIS })).toEqual([]);
});

test('now takes the last place of a full curve, and of a sample that is not older', async () => {
  const points = (count: number, fromMs: number): CurvePoint[] =>
    Array.from({ length: count }, (_, index) => ({ atMs: fromMs + index, value: dollars(index) }));
  const curveOf = (stored: readonly CurvePoint[]) => {
    const reports = new Proxy(day.store, { get: () => async () => stored });
    return day.queries(reports).equityCurve(PAPER, 0);
  };
  const full = points(POINTS_MAX, START_MS - POINTS_MAX);
  const now = { atMs: day.nowMs, value: dollars(501) };
  expect(await curveOf(full)).toEqual([...full.slice(0, -1), now]);
  expect(await curveOf(points(3, day.nowMs - 1))).toEqual([...points(1, day.nowMs - 1), now]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CERTAINTY_MAX,
  type Print,
  REORDER_WINDOW_MS,
  type WalletRecord,
} from '../../../../../src/engine/intelligence/scoring/record.ts';
import { PerformanceTracker } from '../../../../../src/engine/intelligence/scoring/track/performance-tracker.ts';
import { NOW_MS } from '../../examples.ts';
import { expectSameRecord } from './record-comparison.ts';
import type { Told } from './reference-positions.ts';
import { referenceRecord } from './reference-record.ts';
import { told, toldListed, WALLETS } from './told-arbitraries.ts';

const DAY_MS = 86_400_000;
const END_MS = NOW_MS + 5 * DAY_MS;

interface Arrival {
  readonly atMs: number;
  tell(tracker: PerformanceTracker): void;
}

/** Each thing that is told with the time that it is of. A listing is of its market's first event. */
function arrivals(all: Told): readonly Arrival[] {
  const firstMs = (marketId: string) =>
    Math.min(
      ...all.trades
        .filter((one) => one.event.marketId === marketId)
        .map((one) => one.event.tradedAtMs),
      NOW_MS + 2 * DAY_MS,
    );
  return [
    ...all.markets.map((market) => ({
      atMs: firstMs(market.id),
      tell: (tracker: PerformanceTracker) => tracker.list(market),
    })),
    ...all.resolutions.map(({ resolution, atMs }) => ({
      atMs,
      tell: (tracker: PerformanceTracker) => tracker.resolve(resolution, atMs),
    })),
    ...all.prints.map((print) => ({
      atMs: print.atMs,
      tell: (tracker: PerformanceTracker) => tracker.print(print),
    })),
    ...all.trades.map((trade) => ({
      atMs: trade.event.tradedAtMs,
      tell: (tracker: PerformanceTracker) => {
        if (tracker.observe(trade) === 'late') throw new Error(`late: ${trade.key}`);
      },
    })),
  ];
}

function expectReference(tracker: PerformanceTracker, all: Told, atMs: number): void {
  for (const wallet of WALLETS) {
    const acted = all.trades.some(
      ({ event }) => event.wallet === wallet && event.kind !== 'redeem',
    );
    const expected = acted ? referenceRecord(all, wallet, atMs) : null;
    expectSameRecord(tracker.record(wallet, atMs), expected);
  }
}

/** What was told as prints, and the trades as the prints that they are. */
function printsOf(all: Told): readonly Print[] {
  const ofTrades = all.trades.flatMap(({ event }) =>
    event.tokenId === null || event.price === null
      ? []
      : [{ tokenId: event.tokenId, price: event.price, atMs: event.tradedAtMs }],
  );
  return [...all.prints, ...ofTrades];
}

function expectBounds(record: WalletRecord): void {
  for (const sums of [record.wins, record.returns, record.blocks]) {
    expect(sums.weight).toBeLessThanOrEqual(sums.count);
  }
  expect(record.edge.weight).toBeLessThanOrEqual(CERTAINTY_MAX * record.edge.count);
  expect(record.wins.sum).toBeLessThanOrEqual(record.wins.weight);
  expect(record.wins.count).toBeLessThanOrEqual(record.markets);
  expect(record.capitalMax).toBeGreaterThanOrEqual(0);
  expect(record.drawdown.depth).toBeGreaterThanOrEqual(0);
  const { tradesPerActiveDay: _, ...shares } = record.habits;
  for (const share of Object.values(shares)) {
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(1);
  }
}

describe('PerformanceTracker against the definition', () => {
  test('everything told at once makes the record of the definition, before and after it is counted for good', () => {
    fc.assert(
      fc.property(told, (all) => {
        const tracker = new PerformanceTracker();
        for (const one of arrivals(all)) one.tell(tracker);
        expectReference(tracker, all, END_MS);
        tracker.flush();
        expectReference(tracker, all, END_MS);
        expect(tracker.counts.waiting).toBe(0);
        expect(tracker.counts.marks).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  test('any arrival within the window makes the same record, with the time going on between', () => {
    const delays = fc.array(fc.integer({ min: 0, max: REORDER_WINDOW_MS - 1 }), {
      minLength: 80,
      maxLength: 80,
    });
    fc.assert(
      fc.property(toldListed, delays, (all, late) => {
        const tracker = new PerformanceTracker();
        const inOrder = arrivals(all)
          .map((one, at) => ({ ...one, arrivesAtMs: one.atMs + (late[at % late.length] ?? 0) }))
          .sort((a, b) => a.arrivesAtMs - b.arrivesAtMs);
        for (const one of inOrder) {
          tracker.advance(one.arrivesAtMs);
          one.tell(tracker);
        }
        expectReference(tracker, all, END_MS);
        tracker.advance(END_MS);
        expectReference(tracker, all, END_MS);
        expect(tracker.stale()).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('a wallet that is forgotten and read again comes to the same record', () => {
    fc.assert(
      fc.property(told, (all) => {
        const tracker = new PerformanceTracker();
        for (const one of arrivals(all)) one.tell(tracker);
        tracker.advance(END_MS);
        const [wallet] = WALLETS;
        const before = tracker.record(wallet, END_MS);
        tracker.forget(wallet);
        expect(tracker.record(wallet, END_MS)).toBeNull();
        for (const print of printsOf(all)) tracker.print(print);
        const own = all.trades.filter((trade) => trade.event.wallet === wallet);
        for (const trade of own) tracker.observe(trade);
        expectSameRecord(tracker.record(wallet, END_MS), before);
        tracker.advance(END_MS + REORDER_WINDOW_MS);
        expectSameRecord(tracker.record(wallet, END_MS), before);
      }),
      { numRuns: 80 },
    );
  });

  test('no weight exceeds its count, nothing is negative that cannot be, and shares are shares', () => {
    fc.assert(
      fc.property(told, (all) => {
        const tracker = new PerformanceTracker();
        for (const one of arrivals(all)) one.tell(tracker);
        for (const wallet of WALLETS) {
          const record = tracker.record(wallet, END_MS);
          if (record === null) continue;
          expectBounds(record);
        }
      }),
      { numRuns: 80 },
    );
  });
});

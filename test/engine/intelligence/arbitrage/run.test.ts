import { describe, expect, test } from 'vitest';
import { cents, dollars, shares } from '../../../../src/engine/domain/values/money.ts';
import { HEDGE_TRIES_MAX } from '../../../../src/engine/intelligence/arbitrage/run.ts';
import { LIMITS, plan, Runner } from './runner.ts';

const VENUES = ['polymarket', 'kalshi'] as const;
/** A book of two cents around 45. */
const QUIET = { bids: [[44, 500]], asks: [[46, 500]] } as const;
const GONE = { bids: [[60, 500]], asks: [[62, 500]] } as const;

/** Both books as they were, and the first leg filled in full. */
function half(first: (typeof VENUES)[number]): Runner {
  const runner = new Runner(plan(first)).book(0, QUIET).book(1, QUIET);
  return runner.fill(100, 45).finish('complete');
}

describe.each(VENUES)('with the first leg at %s', (first) => {
  const start = () => new Runner(plan(first)).book(0, QUIET).book(1, QUIET);

  test('both legs fill: hedged, at the profit', () => {
    const runner = half(first);
    expect(runner.newest).toMatchObject({ leg: 1, way: 'buy', quantity: shares(100) });
    runner.fill(100, 45).finish('complete');
    expect(runner.end).toMatchObject({ end: 'hedged', why: 'done', lost: 0, held: 0 });
    expect(runner.end?.result).toBe(dollars(6.535));
    expect(runner.sent).toHaveLength(2);
  });

  describe('the first leg', () => {
    test.each(['rejected', 'canceled', 'expired', 'notPlaced'] as const)(
      'is %s: flat',
      (outcome) => {
        const runner = start().finish(outcome);
        expect(runner.end).toMatchObject({ end: 'flat', why: 'notFilled', lost: 0 });
        expect(runner.sent).toHaveLength(1);
      },
    );

    test('fills in part: as much of the second, hedged', () => {
      const runner = start().fill(37.5, 45).finish('canceled');
      expect(runner.newest).toMatchObject({ leg: 1, quantity: shares(37.5) });
      runner.fill(37.5, 46).finish('complete');
      expect(runner.end).toMatchObject({ end: 'hedged', hedged: shares(37.5), lost: 0 });
    });

    test('takes too long: cancelled once, and nothing else is sent before its end', () => {
      const runner = start().pass(LIMITS.orderMsMax - 1);
      expect(runner.cancelled).toEqual([]);
      runner.pass(1).pass(1_000);
      expect(runner.cancelled).toEqual([0]);
      runner.finish('canceled');
      expect(runner.end).toMatchObject({ end: 'flat', lost: 0 });
    });

    test('is in doubt: waits, then goes on with what was found', () => {
      const runner = start().doubt().pass(8_000);
      expect([runner.sent.length, runner.cancelled.length, runner.done.length]).toEqual([1, 0, 0]);
      runner.fill(60, 45).finish('canceled').fill(60, 45).finish('complete');
      expect(runner.end).toMatchObject({ end: 'hedged', hedged: shares(60) });
      const absent = start().doubt().pass(8_000).finish('notPlaced');
      expect(absent.end).toMatchObject({ end: 'flat' });
    });

    test('finds its price gone: its limit holds, and the end is flat', () => {
      const runner = start().book(0, GONE);
      expect(runner.newest.limit).toBe(cents(46));
      expect(runner.finish('canceled').end).toMatchObject({ end: 'flat', lost: 0 });
    });
  });

  describe('the second leg', () => {
    test('is rejected: the first is sold again within the cap', () => {
      const runner = half(first).finish('rejected');
      expect(runner.newest).toMatchObject({ leg: 0, way: 'sell', quantity: shares(100) });
      runner.fill(100, 44).finish('complete');
      expect(runner.end).toMatchObject({ end: 'flat', hedged: 0, held: 0 });
      // One cent, and the fee of both ways.
      expect(runner.end?.lost).toBeGreaterThan(dollars(4.4));
      expect(runner.end?.lost).toBeLessThan(dollars(4.5));
    });

    test('fills in part and is tried again for the rest', () => {
      const runner = half(first).fill(40, 45).finish('canceled');
      expect(runner.newest).toMatchObject({ leg: 1, way: 'buy', quantity: shares(60) });
      runner.fill(60, 46).finish('complete');
      expect(runner.end).toMatchObject({ end: 'hedged', hedged: shares(100), lost: 0 });
    });

    test('fills in part and then its price is gone: the rest is sold', () => {
      const runner = half(first).book(1, GONE).fill(40, 45).finish('canceled');
      expect(runner.sent).toHaveLength(2);
      runner.pass(LIMITS.hedgeMsMax);
      expect(runner.newest).toMatchObject({ leg: 0, way: 'sell', quantity: shares(60) });
      runner.fill(60, 44).finish('complete');
      expect(runner.end).toMatchObject({ end: 'hedged', hedged: shares(40), held: 0 });
      expect(runner.end?.lost).toBeLessThanOrEqual(LIMITS.lossMax);
    });

    test('takes too long: cancelled once, then tried again', () => {
      const runner = half(first).pass(LIMITS.orderMsMax).pass(500);
      expect(runner.cancelled).toEqual([1]);
      runner.finish('canceled');
      expect(runner.newest).toMatchObject({ leg: 1, way: 'buy' });
      runner.fill(100, 46).finish('complete');
      expect(runner.end).toMatchObject({ end: 'hedged', lost: 0 });
    });

    test('is in doubt: nothing is sold before it is known', () => {
      const runner = half(first)
        .doubt()
        .book(1, GONE)
        .pass(LIMITS.hedgeMsMax + 1_000);
      expect(runner.sent).toHaveLength(2);
      runner.finish('notPlaced');
      expect(runner.newest).toMatchObject({ leg: 0, way: 'sell' });
      expect(runner.fill(100, 44).finish('complete').end).toMatchObject({ end: 'flat' });
      const found = half(first).doubt().pass(20_000).fill(100, 45).finish('complete');
      expect(found.end).toMatchObject({ end: 'hedged', lost: 0 });
    });

    test('finds its price gone: waits for it, then the first is sold', () => {
      const runner = half(first).book(1, GONE).finish('canceled').pass(9_999);
      expect(runner.sent).toHaveLength(2);
      runner.pass(1);
      expect(runner.newest).toMatchObject({ leg: 0, way: 'sell' });
      expect(runner.fill(100, 44).finish('complete').end).toMatchObject({ end: 'flat' });
    });

    test('finds its price gone and back in time', () => {
      const runner = half(first).book(1, GONE).finish('canceled').pass(2_000).book(1, QUIET);
      expect(runner.newest).toMatchObject({ leg: 1, way: 'buy', order: 2 });
      expect(runner.fill(100, 46).finish('complete').end).toMatchObject({ end: 'hedged', lost: 0 });
    });
  });

  describe('getting out', () => {
    test('takes the cheaper way: hedged at a loss where selling costs more', () => {
      const runner = half(first).finish('canceled');
      runner.book(0, { bids: [[30, 500]], asks: [[46, 500]] });
      runner.book(1, { bids: [[50, 500]], asks: [[56, 500]] }).finish('canceled');
      runner.pass(LIMITS.hedgeMsMax);
      expect(runner.newest).toMatchObject({ leg: 1, way: 'buy', quantity: shares(100) });
      runner.fill(100, 56).finish('complete');
      expect(runner.end).toMatchObject({ end: 'hedged', hedged: shares(100) });
      expect(runner.end?.lost).toBeLessThanOrEqual(LIMITS.lossMax);
      expect(runner.end?.lost).toBeGreaterThan(0);
    });

    test('takes the cheaper way where both are within the cap', () => {
      const at = (bid: number, ask: number) => {
        const runner = half(first).book(0, { bids: [[bid, 500]], asks: [[46, 500]] });
        runner.book(1, { bids: [[50, 500]], asks: [[ask, 500]] }).finish('expired');
        // What it just missed comes second.
        return runner.book(1, { bids: [[50, 500]], asks: [[ask, 500]] }).pass(LIMITS.hedgeMsMax);
      };
      expect(at(42, 54).sent.at(-1)).toMatchObject({ way: 'sell' });
      const missed = at(42, 54).fill(10, 42).finish('canceled');
      expect(missed.newest).toMatchObject({ leg: 1, way: 'buy', quantity: shares(90) });
      expect(at(44, 58).fill(10, 44).finish('canceled').newest).toMatchObject({ way: 'sell' });
    });

    test('never pays more than the cap: holds what it has, and says so', () => {
      const runner = half(first).book(0, { bids: [[34, 500]], asks: [[46, 500]] });
      runner.book(1, GONE).finish('rejected');
      expect(runner.sent).toHaveLength(2);
      runner.pass(LIMITS.hedgeMsMax + LIMITS.unwindMsMax);
      expect(runner.end).toMatchObject({
        ...{ end: 'needsYou', why: 'noWayOut', held: shares(100), hedged: 0, lost: 0 },
        heldCost: half(first).run.sum().heldCost,
      });
      expect(runner.end?.heldCost).toBeGreaterThan(dollars(46.7));
      expect(runner.book(0, QUIET).sent).toHaveLength(2);
    });

    test('goes on with the rest of what was sold in part', () => {
      const runner = half(first).finish('rejected').fill(70, 44).finish('canceled');
      expect(runner.newest).toMatchObject({ way: 'sell', quantity: shares(30) });
      expect(runner.fill(30, 43).finish('complete').end).toMatchObject({ end: 'flat' });
    });

    test('a sale in doubt waits, and a person is asked when nobody can tell', () => {
      const runner = half(first).finish('rejected').doubt().pass(30_000);
      expect(runner.sent).toHaveLength(3);
      runner.pass(LIMITS.hedgeMsMax + LIMITS.unwindMsMax);
      expect(runner.end).toMatchObject({ end: 'needsYou', why: 'inDoubt', held: shares(100) });
      runner.fill(100, 44).finish('complete');
      expect(runner.end).toMatchObject({ end: 'flat', held: 0 });
      expect(runner.sent).toHaveLength(3);
    });
  });

  test('a kill sends nothing any more', () => {
    const runner = start().take({ kind: 'stop' });
    runner.fill(100, 45).finish('complete');
    expect(runner.end).toMatchObject({ end: 'needsYou', why: 'stopped', held: shares(100) });
    expect(runner.sent).toHaveLength(1);
  });

  test('a fill that comes after the end changes the end, and sends nothing', () => {
    const runner = start().finish('canceled');
    expect(runner.end).toMatchObject({ end: 'flat' });
    runner.fill(10, 45);
    expect(runner.end).toMatchObject({ end: 'needsYou', held: shares(10) });
    expect(runner.sent).toHaveLength(1);
  });

  test('the second leg is tried so often and no more', () => {
    const runner = half(first);
    for (let tries = 1; tries < HEDGE_TRIES_MAX; tries += 1) runner.finish('canceled');
    expect(runner.sent.filter(({ leg }) => leg === 1)).toHaveLength(HEDGE_TRIES_MAX);
    expect(runner.finish('canceled').newest).toMatchObject({ leg: 0, way: 'sell' });
  });
});

test('what a venue does not take is sold at the other one, or kept for a person', () => {
  // Three shares at Kalshi are too few for Polymarket to hedge.
  const few = new Runner(plan('kalshi')).book(0, QUIET).book(1, QUIET);
  few.fill(3, 45).finish('canceled');
  expect(few.newest).toMatchObject({ leg: 0, way: 'sell', quantity: shares(3) });
  const stuck = new Runner(plan('polymarket')).book(0, QUIET).book(1, GONE);
  stuck
    .fill(3, 45)
    .finish('canceled')
    .pass(LIMITS.hedgeMsMax + LIMITS.unwindMsMax);
  expect(stuck.end).toMatchObject({ end: 'needsYou', held: shares(3) });
});

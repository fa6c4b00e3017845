import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIMITS, plan, Runner, type Sent } from './runner.ts';

const VENUES = ['polymarket', 'kalshi'] as const;
/** A book of two cents around 45. */
const QUIET = { bids: [[44, 500]], asks: [[46, 500]] } as const;

test('whatever venues do: one order at a time, never more than the cap, and an end that adds up', () => {
  const cent = fc.integer({ min: 5, max: 95 });
  const act = fc.oneof(
    fc.record({
      kind: fc.constant('fill' as const),
      share: fc.constantFrom(1, 1, 0.7, 0.2),
    }),
    fc.record({
      kind: fc.constant('end' as const),
      outcome: fc.constantFrom('canceled' as const, 'rejected', 'expired', 'notPlaced'),
    }),
    fc.record({ kind: fc.constant('doubt' as const) }),
    fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
    fc.record({
      kind: fc.constant('book' as const),
      leg: fc.constantFrom(0 as const, 1 as const),
      at: cent,
    }),
  );
  const ends = new Set<string>();
  fc.assert(
    fc.property(fc.constantFrom(...VENUES), fc.array(act, { maxLength: 25 }), (first, acts) => {
      const runner = new Runner(plan(first)).book(0, QUIET).book(1, QUIET);
      const filled: number[] = [];
      for (const each of acts) play(runner, each, filled);
      // Then the venues answer everything, and time passes.
      for (let at = 0; at < 40 && runner.end === undefined; at += 1) {
        if (!runner.ended.has(runner.newest.order)) runner.finish('canceled');
        runner.pass(5_000);
      }
      const { end } = runner;
      expect(end).toBeDefined();
      expect(runner.run.sum().lost).toBeLessThanOrEqual(LIMITS.lossMax);
      const bought = [0, 1].map((leg) =>
        total(runner, filled, (sent) => sent.leg === leg && sent.way === 'buy'),
      );
      const sold = total(runner, filled, ({ way }) => way === 'sell');
      expect(end?.held).toBe(Math.abs((bought[0] ?? 0) - (bought[1] ?? 0) - sold));
      if (end?.end === 'flat') expect(bought[0]).toBe(sold);
      if (end?.end === 'hedged') expect(end.hedged).toBe(bought[1]);
      ends.add(end?.end ?? '');
    }),
    { numRuns: 1_500, seed: 5 },
  );
  expect([...ends].sort()).toEqual(['flat', 'hedged', 'needsYou']);
});

type Act =
  | { readonly kind: 'fill'; readonly share: number }
  | { readonly kind: 'end'; readonly outcome: 'canceled' | 'rejected' | 'expired' | 'notPlaced' }
  | { readonly kind: 'doubt' }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'book'; readonly leg: 0 | 1; readonly at: number };

/** Fills keep to the limit of the order and to what is left of it. */
function play(runner: Runner, act: Act, filled: number[]): void {
  const { order, quantity, limit } = runner.newest;
  const isOpen = !runner.ended.has(order);
  if (act.kind === 'pass') runner.pass(act.ms);
  if (act.kind === 'book') {
    runner.book(act.leg, { bids: [[act.at - 1, 500]], asks: [[act.at + 1, 500]] });
  }
  if (!isOpen) return;
  if (act.kind === 'end') runner.finish(act.outcome);
  if (act.kind === 'doubt') runner.doubt();
  if (act.kind !== 'fill') return;
  const left = quantity - (filled[order] ?? 0);
  const of = Math.floor((left * act.share) / 10_000) * 10_000;
  if (of === 0) return;
  filled[order] = (filled[order] ?? 0) + of;
  runner.fill(of / 1e6, limit / 10_000);
  if (of === left) runner.finish('complete', order);
}

function total(runner: Runner, filled: readonly number[], of: (sent: Sent) => boolean): number {
  return runner.sent.filter(of).reduce((sum, { order }) => sum + (filled[order] ?? 0), 0);
}

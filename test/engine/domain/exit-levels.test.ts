import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueExit, exitLevels, ownExitRules } from '../../../src/engine/domain/exit-levels.ts';
import {
  cents,
  dollars,
  type Money,
  type Ppm,
  type Price,
  percent,
  type Quantity,
  shares,
} from '../../../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../../../src/engine/domain/wallet.ts';
import { settings } from '../brain/entry-examples.ts';
import { LEADER } from '../intelligence/examples.ts';

const NEVER = ownExitRules(settings(), null);
const HELD = { quantity: shares(20), cost: dollars(10), openedAtMs: 1_000, best: cents(60) };

describe('levels of a position', () => {
  test('are none by default', () => {
    const levels = exitLevels(NEVER, HELD);
    expect(levels).toEqual({
      stopLoss: null,
      trailingStop: null,
      takeProfit: null,
      untilMs: null,
    });
    expect(dueExit(levels, { bid: cents(1), atMs: 9e12 })).toBeNull();
  });

  test('follow the cost, the best bid and the first share', () => {
    const rules = {
      stopLoss: percent(20),
      takeProfit: percent(50),
      trailing: percent(10),
      maxHeldMs: 500,
    };
    expect(exitLevels(rules, HELD)).toEqual({
      stopLoss: cents(40),
      trailingStop: cents(54),
      takeProfit: cents(75),
      untilMs: 1_500,
    });
    expect(exitLevels({ ...rules, takeProfit: percent(100) }, HELD).takeProfit).toBeNull();
    expect(exitLevels(rules, { ...HELD, best: null }).trailingStop).toBeNull();
  });

  test('of a wallet go before the settings, one by one', () => {
    const own = { ...defaultWalletRules(LEADER, 0), ownExits: { stopLoss: 0 as Ppm } };
    const texts = { 'exit.stopLossPercent': '10', 'exit.maxHours': '2' };
    expect(ownExitRules(settings(texts), own)).toEqual({
      ...NEVER,
      stopLoss: 0,
      maxHeldMs: 7_200_000,
    });
  });

  const rules = fc.record({
    stopLoss: fc.integer({ min: 0, max: 990_000 }).map((of) => of as Ppm),
    takeProfit: fc.integer({ min: 0, max: 100_000_000 }).map((of) => of as Ppm),
    trailing: fc.integer({ min: 0, max: 990_000 }).map((of) => of as Ppm),
    maxHeldMs: fc.integer({ min: 0, max: 1_000 }),
  });
  const position = fc
    .record({
      quantity: fc.integer({ min: 1, max: 1e12 }),
      averageCents: fc.integer({ min: 1, max: 99 }),
      best: fc.option(fc.integer({ min: 1, max: 1e6 }).map((of) => of as Price)),
    })
    .map(({ quantity, averageCents, best }) => ({
      quantity: quantity as Quantity,
      cost: Math.max(1, Math.floor((quantity * averageCents) / 100)) as Money,
      openedAtMs: 0,
      best,
    }));
  const bids = fc.option(fc.integer({ min: 1, max: 999_999 }).map((of) => of as Price));

  const HOLDS = {
    stopLoss: ({ rule, held, worth }: Look) =>
      worth !== null && worth <= held.cost * (1 - rule.stopLoss / 1e6),
    takeProfit: ({ rule, held, worth }: Look) =>
      worth !== null && worth >= held.cost * (1 + rule.takeProfit / 1e6),
    trailingStop: ({ rule, held, bid }: Look) =>
      bid !== null && bid <= (held.best ?? 0) * (1 - rule.trailing / 1e6),
    timeStop: ({ rule, atMs }: Look) => atMs >= rule.maxHeldMs,
  };
  const look = fc
    .record({ rule: rules, held: position, bid: bids, atMs: fc.nat(2_000) })
    .map((of) => ({ ...of, worth: of.bid === null ? null : (of.bid * of.held.quantity) / 1e6 }));
  type Look = typeof look extends fc.Arbitrary<infer One> ? One : never;

  test('sell only what lost, fell, gained or was held by as much as the rules say', () => {
    fc.assert(
      fc.property(look, (of) => {
        const due = dueExit(exitLevels(of.rule, of.held), of);
        if (due !== null) expect(HOLDS[due](of), due).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  test('and keep nothing that lost more', () => {
    fc.assert(
      fc.property(look, (of) => {
        const { rule, held, bid, worth } = of;
        if (rule.stopLoss === 0 || dueExit(exitLevels(rule, held), of) !== null) return;
        if (bid === null || worth === null) return;
        // Levels are whole millionths of a dollar: of many shares the last one may be off.
        const slack = held.quantity / 1e6 + 1;
        expect(worth).toBeGreaterThan(held.cost * (1 - rule.stopLoss / 1e6) - slack);
      }),
      { numRuns: 3_000 },
    );
  });
});

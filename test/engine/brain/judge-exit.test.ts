import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ExitContext,
  type ExitTryContext,
  judgeExitTry,
  planExit,
} from '../../../src/engine/brain/judge-exit.ts';
import { ARMED, type Control } from '../../../src/engine/domain/control.ts';
import type { SignalId } from '../../../src/engine/domain/ids.ts';
import { OWN_EXITS } from '../../../src/engine/domain/own-exit.ts';
import type { ExitSignal } from '../../../src/engine/domain/signal.ts';
import {
  cents,
  percent,
  type Quantity,
  quantity,
  shares,
  WHOLE,
} from '../../../src/engine/domain/values/money.ts';
import { LOT } from '../../../src/engine/domain/venue-rules/polymarket.ts';
import { defaultWalletRules, type ExitRule } from '../../../src/engine/domain/wallet.ts';
import { LEADER, MARKET, NOW_MS, YES } from '../intelligence/examples.ts';
import { depth, openMarket, settings } from './entry-examples.ts';

function exitSignal(change: Partial<ExitSignal> = {}): ExitSignal {
  return {
    kind: 'exit',
    id: 'exit' as SignalId,
    wallet: LEADER,
    marketId: MARKET,
    tokenId: YES,
    fraction: WHOLE,
    cause: 'sell',
    leaderPrice: cents(48),
    tradedAtMs: NOW_MS,
    receivedAtMs: NOW_MS,
    ...change,
  };
}

function exitContext(change: Partial<ExitContext> = {}): ExitContext {
  return {
    signal: exitSignal(),
    settings: settings(),
    wallet: defaultWalletRules(LEADER, NOW_MS),
    market: openMarket(),
    free: shares(20),
    ...change,
  };
}

const anyRule: fc.Arbitrary<ExitRule | null> = fc.oneof(
  fc.constant(null),
  fc.constantFrom('mirror' as const, 'all' as const, 'manual' as const).map((mode) => ({ mode })),
  fc
    .integer({ min: 0, max: 100 })
    .map((part) => ({ mode: 'percent', ratio: percent(part) }) as const),
);

describe('the plan of an exit', () => {
  test('sells what is free in whole lots, and leaves nothing that could not be sold', () => {
    const fraction = fc.integer({ min: 1, max: 1_000_000 }).map((parts) => parts as typeof WHOLE);
    fc.assert(
      fc.property(fc.nat(60_000_000), fraction, anyRule, (held, part, rule) => {
        const free = quantity(held);
        const wallet = { ...defaultWalletRules(LEADER, NOW_MS), exit: rule };
        const signal = exitSignal({ fraction: part });
        const plan = planExit(exitContext({ free, wallet, signal }));
        if (plan.verdict === 'ended') {
          const manual = rule?.mode === 'manual';
          expect(manual || free < shares(5)).toBe(true);
          return;
        }
        const rest = free - plan.quantity;
        expect(plan.quantity % LOT).toBe(0);
        expect(plan.quantity).toBeGreaterThanOrEqual(shares(5));
        expect(plan.quantity).toBeLessThanOrEqual(free);
        expect(rest >= shares(5) || rest < LOT).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('by a rule of ours sells all that is free, whatever else is set', () => {
    fc.assert(
      fc.property(
        fc.nat(60_000_000),
        fc.constantFrom(...OWN_EXITS),
        anyRule,
        (held, cause, rule) => {
          const free = quantity(held);
          const wallet = { ...defaultWalletRules(LEADER, NOW_MS), enabled: false, exit: rule };
          const plan = planExit(exitContext({ free, wallet, signal: exitSignal({ cause }) }));
          if (plan.verdict === 'ended') expect(free).toBeLessThan(shares(5));
          else expect(free - plan.quantity).toBeLessThan(LOT);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  const plans: readonly (readonly [name: string, change: Partial<ExitContext>, sold: number])[] = [
    ['the leader sold half', { signal: exitSignal({ fraction: percent(50) }) }, 10],
    ['a third, rounded up', { signal: exitSignal({ fraction: 333_333 as never }) }, 6.66],
    [
      'without rules the setting counts',
      {
        wallet: null,
        settings: settings({ 'exit.mode': 'all' }),
        signal: exitSignal({ fraction: percent(50) }),
      },
      20,
    ],
    [
      'a person closes all',
      {
        signal: exitSignal({ cause: 'manual', fraction: percent(1) }),
        settings: settings({ 'exit.mode': 'manual' }),
      },
      20,
    ],
    [
      'nothing is known of the market',
      { market: null, signal: exitSignal({ fraction: percent(10) }) },
      2,
    ],
  ];
  test.each(plans)('%s', (_name, change, sold) => {
    expect(planExit(exitContext(change))).toMatchObject({
      verdict: 'planned',
      quantity: shares(sold),
    });
  });

  test('ends where there is nothing, too little, or a person sells', () => {
    const reason = (change: Partial<ExitContext>) => {
      const plan = planExit(exitContext(change));
      return plan.verdict === 'ended' ? plan.reason : null;
    };
    expect(reason({ free: 0 as Quantity })).toBe('noPosition');
    expect(reason({ free: shares(4.99) })).toBe('dust');
    expect(reason({ free: quantity(9_999), market: null })).toBe('dust');
    expect(reason({ settings: settings({ 'exit.mode': 'manual' }) })).toBe('exitManual');
  });
});

const BIDS = [{ price: cents(48), quantity: shares(100) }];
const KILLED: Control = {
  live: null,
  warningReadAtMs: null,
  killed: { reason: 'x', atMs: 0 },
  paused: null,
};

function tryContext(change: Partial<ExitTryContext> = {}): ExitTryContext {
  return {
    settings: settings(),
    control: ARMED,
    manual: false,
    market: openMarket(),
    depth: depth([], { bids: BIDS }),
    left: shares(20),
    settled: shares(20),
    ...change,
  };
}

describe('a try of an exit', () => {
  test('asks at most five percent under the bid, on the grid', () => {
    expect(judgeExitTry(tryContext())).toMatchObject({ verdict: 'send', limitPrice: cents(46) });
    const low = depth([], { bids: [{ price: cents(1), quantity: shares(1) }] });
    expect(judgeExitTry(tryContext({ depth: low }))).toMatchObject({ limitPrice: cents(1) });
  });

  test('sells what is settled, if both parts are large enough, unless the setting says otherwise', () => {
    const tried = (settled: number, change: Partial<ExitTryContext> = {}) => {
      const judged = judgeExitTry(tryContext({ settled: shares(settled), ...change }));
      return judged.verdict === 'wait' ? judged.reason : judged.quantity;
    };
    expect(tried(20)).toBe(shares(20));
    expect(tried(12.345)).toBe(shares(12.34));
    expect(tried(15.01)).toBe('unsettled');
    expect(tried(4.99)).toBe('unsettled');
    expect(tried(0)).toBe('unsettled');
    expect(tried(0, { settings: settings({ 'exit.sellUnsettled': 'on' }) })).toBe(shares(20));
  });

  test('never asks less than the setting allows, nor more than the bid', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.nat(100), (bidCents, under) => {
        const bids = [{ price: cents(bidCents), quantity: shares(1) }];
        const tried = judgeExitTry(
          tryContext({
            depth: depth([], { bids }),
            settings: settings({ 'exit.maxBelowBidPercent': String(under) }),
          }),
        );
        if (tried.verdict !== 'send') throw new Error('a bid is there');
        expect(tried.limitPrice).toBeGreaterThanOrEqual((cents(bidCents) * (100 - under)) / 100);
        expect(tried.limitPrice).toBeLessThanOrEqual(cents(bidCents));
        expect(tried.limitPrice % cents(1)).toBe(0);
      }),
    );
  });

  const waits = [
    ['killed', { control: KILLED }],
    ['bookMissing', { depth: null }],
    ['marketUnknown', { market: null }],
    ['marketClosed', { market: openMarket({ acceptingOrders: false }) }],
    ['marketClosed', { market: openMarket({ status: 'closed' }) }],
    [
      'bookUntrusted',
      { depth: depth([], { bids: BIDS, trust: { trusted: false, reason: 'crossed' } }) },
    ],
    ['bookStale', { depth: depth([], { bids: BIDS, receivedAtMs: NOW_MS - 5_001 }) }],
    ['slippage', { depth: depth([], { bids: [] }) }],
  ] as const;
  test.each(waits)('waits for %s and is never over', (gate, change) => {
    expect(judgeExitTry(tryContext(change))).toMatchObject({ verdict: 'wait', reason: gate });
  });

  test('of a person goes on while everything is killed or paused', () => {
    const paused = { cause: 'person', reason: '', atMs: 0, day: null } as const;
    expect(judgeExitTry(tryContext({ control: KILLED, manual: true })).verdict).toBe('send');
    expect(
      judgeExitTry(
        tryContext({ control: { live: null, warningReadAtMs: null, killed: null, paused } }),
      ).verdict,
    ).toBe('send');
  });
});

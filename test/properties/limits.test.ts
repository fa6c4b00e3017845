import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brokenInvariants } from '../../src/engine/core/invariants.ts';
import type { TradeState } from '../../src/engine/core/trade/state.ts';
import { PAPER } from '../../src/engine/domain/ids.ts';
import type { Settings } from '../../src/engine/domain/settings.ts';
import { percent, shareOf } from '../../src/engine/domain/values/money.ts';
import { defaultWalletRules } from '../../src/engine/domain/wallet.ts';
import { BareEngine } from '../engine/core/bare-engine.ts';
import { STORY_START_MS } from '../scenarios/story-run.ts';
import {
  book,
  type LeaderRow,
  listing,
  type StoryMarket,
  sides,
  streamed,
} from '../scenarios/venue-frames.ts';
import { addressOf } from '../scenarios/wallet-words.ts';

/** Signals that come at one moment. */
const SIGNALS = 100;
const MARKETS = 8;
const WALLETS = 5;

const share = (most: number) =>
  fc.integer({ min: 10, max: most }).map((tenth) => String(tenth / 10));

/** Limits tight enough that a hundred copies would break each of them. */
const limits = fc.record({
  bankroll: fc.integer({ min: 100, max: 900 }).map(String),
  'size.mode': fc.constantFrom('fixed', 'leader', 'share', 'kelly'),
  'trust.tiers': fc.constantFrom('on', 'off'),
  'size.fixedPercent': share(60),
  'limits.orderPercent': share(60),
  'limits.marketPercent': share(150),
  'limits.groupPercent': share(200),
  'limits.walletPercent': share(300),
  'limits.walletDayPercent': share(300),
  'limits.categoryPercent': share(400),
  'limits.totalPercent': share(900),
  'limits.positions': fc.integer({ min: 1, max: 12 }).map(String),
  'limits.ordersPerMinute': fc.integer({ min: 1, max: 120 }).map(String),
  'entry.small': fc.constantFrom('skip', 'min'),
});

const signal = fc.record({
  wallet: fc.nat(WALLETS - 1),
  market: fc.nat(MARKETS - 1),
  outcome: fc.nat(1),
  quantity: fc.integer({ min: 50, max: 2_000 }),
});

const trades = fc.array(signal, { minLength: SIGNALS, maxLength: SIGNALS });
const mids = fc.array(fc.integer({ min: 12, max: 88 }), { minLength: MARKETS, maxLength: MARKETS });

interface Burst {
  readonly settings: Readonly<Record<string, string>>;
  readonly signals: readonly (typeof signal extends fc.Arbitrary<infer One> ? One : never)[];
  readonly mids: readonly number[];
}

function marketAt(place: number): StoryMarket {
  const options = new Map([
    ['group', `group${place % 3}`],
    ['tags', `tag${place % 2}`],
    ['fee', place % 2 === 0 ? '7' : '0'],
  ]);
  return { name: `market${place}`, place: place + 1, outcomes: ['Yes', 'No'], options };
}

/** Everything at one moment, before anything was confirmed. */
function burst({ settings, signals, mids: prices }: Burst): BareEngine {
  const bare = new BareEngine(STORY_START_MS, settings);
  const cent = (at: number): string => `${(at / 100).toFixed(2)}x100000`;
  for (const [place, mid] of prices.entries()) {
    const market = marketAt(place);
    bare.frame(listing(market, bare.nowMs, null));
    const levels = { bids: sides([cent(mid - 1)]), asks: sides([cent(mid)]) };
    bare.frame(book({ market, outcome: 0, polled: false }, levels, bare.nowMs));
  }
  for (let wallet = 0; wallet < WALLETS; wallet += 1) {
    const rules = defaultWalletRules(addressOf(`w${wallet}`), bare.nowMs);
    bare.command({ kind: 'follow', rules: { ...rules, scaleFactor: percent(10) } });
  }
  for (const [at, each] of signals.entries()) {
    const mid = prices[each.market] ?? 50;
    const row: LeaderRow = {
      wallet: addressOf(`w${each.wallet}`),
      kind: 'buy',
      market: marketAt(each.market),
      outcome: each.outcome,
      quantity: each.quantity,
      price: (each.outcome === 0 ? mid : 100 - mid + 1) / 100,
      transaction: at + 1,
      tradedAtMs: bare.nowMs,
    };
    bare.frame(streamed(row, 'trades'));
  }
  return bare;
}

/** Dollars held and on their way, by what a limit counts. */
function exposure(state: TradeState): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const add = (
    of: { readonly marketId: string; readonly wallet: string | null },
    amount: number,
  ) => {
    const market = state.markets.get(of.marketId as never);
    const keys = [
      `market ${of.marketId}`,
      `group ${market?.eventGroupId}`,
      `category ${market?.categories[0]}`,
      `wallet ${of.wallet}`,
      'total',
    ];
    for (const key of keys) sums.set(key, (sums.get(key) ?? 0) + amount);
  };
  for (const position of state.ledgers.get(PAPER)?.positions.values() ?? []) {
    add(position, position.cost);
  }
  for (const id of state.open) {
    const order = state.orders.get(id);
    if (order !== undefined) add(order.intent, order.intent.spend - order.filledNotional);
  }
  return sums;
}

const LIMIT_OF = {
  market: 'limits.marketPercent',
  group: 'limits.groupPercent',
  category: 'limits.categoryPercent',
  wallet: 'limits.walletPercent',
  total: 'limits.totalPercent',
} as const;

function checkLimits(state: TradeState): void {
  const { settings } = state;
  const most = (key: keyof Settings) => shareOf(settings.bankroll, settings[key] as never, 'floor');
  for (const [key, sum] of exposure(state)) {
    const kind = key.split(' ')[0] as keyof typeof LIMIT_OF;
    expect(sum, key).toBeLessThanOrEqual(most(LIMIT_OF[kind]));
    if (kind === 'wallet') expect(sum, key).toBeLessThanOrEqual(most('limits.walletDayPercent'));
  }
  for (const { intent } of state.orders.values()) {
    expect(intent.spend).toBeLessThanOrEqual(most('limits.orderPercent'));
  }
  const orders = [...state.orders.values()];
  const tokens = new Set(orders.map((order) => order.intent.tokenId));
  expect(tokens.size).toBeLessThanOrEqual(settings['limits.positions']);
  expect(orders.length).toBeLessThanOrEqual(settings['limits.ordersPerMinute']);
  expect(state.ledgers.get(PAPER)?.available()).toBeGreaterThanOrEqual(0);
}

describe('a hundred signals at one moment', () => {
  test('never exceed any limit, neither while they wait nor when they are filled', () => {
    let accepted = 0;
    fc.assert(
      fc.property(limits, trades, mids, (...[settings, signals, prices]) => {
        const bare = burst({ settings, signals, mids: prices });
        const { state } = bare.engine.trade;
        accepted += state.open.size;
        checkLimits(state);
        expect(brokenInvariants(bare.engine)).toEqual([]);
        bare.confirm();
        checkLimits(state);
        bare.moveTo(bare.nowMs + 1_000);
        expect(state.open.size).toBe(0);
        checkLimits(state);
        expect(brokenInvariants(bare.engine)).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

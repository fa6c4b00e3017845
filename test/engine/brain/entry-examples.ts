import fc from 'fast-check';
import type { EntryContext, Exposure } from '../../../src/engine/brain/entry-context.ts';
import type { DepthView, Level } from '../../../src/engine/domain/book/depth.ts';
import { ARMED } from '../../../src/engine/domain/control.ts';
import type { SignalId } from '../../../src/engine/domain/ids.ts';
import type { Market } from '../../../src/engine/domain/market.ts';
import type { MarketAnalysis } from '../../../src/engine/domain/market-analysis.ts';
import { resolveSettings, type Settings } from '../../../src/engine/domain/settings.ts';
import type { CopySignal } from '../../../src/engine/domain/signal.ts';
import {
  cents,
  dollars,
  type Money,
  percent,
  quantity,
  shares,
} from '../../../src/engine/domain/values/money.ts';
import { defaultWalletRules, type WalletRules } from '../../../src/engine/domain/wallet.ts';
import { LEADER, MARKET, market, NOW_MS, YES } from '../intelligence/examples.ts';

const WEEK_MS = 7 * 86_400_000;

export function settings(texts: Readonly<Record<string, string>> = {}): Settings {
  const resolved = resolveSettings(texts);
  if (!resolved.ok) throw new Error(resolved.problem);
  return resolved.settings;
}

export function copySignal(change: Partial<CopySignal> = {}): CopySignal {
  return {
    kind: 'copy',
    id: 'signal' as SignalId,
    wallet: LEADER,
    marketId: MARKET,
    tokenId: YES,
    stage: 'crossed',
    leaderPrice: cents(50),
    leaderQuantity: shares(100),
    leaderNotional: dollars(50),
    clipNotional: dollars(50),
    prints: 1,
    tradedAtMs: NOW_MS,
    receivedAtMs: NOW_MS,
    ...change,
  };
}

/** A calm market without any doubt, as good as told in every part. */
export function analysis(of: Partial<MarketAnalysis> & { quality?: number } = {}): MarketAnalysis {
  const { quality = 1, ...rest } = of;
  return {
    parts: { liquidity: quality, spread: quality, volume: quality, timeDecay: quality },
    depth: { bid: dollars(5_000), ask: dollars(5_000), asymmetry: 0 },
    spread: 0.01,
    volume24h: dollars(100_000),
    volatility: { day: cents(2), week: cents(2), basis: 'seen' },
    risk: { score: 0.1, concerns: ['noSource'] },
    closesInMs: WEEK_MS,
    payoutInMs: WEEK_MS,
    ...rest,
  };
}

export function depth(asks: readonly Level[], change: Partial<DepthView> = {}): DepthView {
  return {
    marketId: MARKET,
    tokenId: YES,
    bids: [{ price: cents(1), quantity: shares(100) }],
    asks,
    tick: cents(1),
    trust: { trusted: true, reason: null },
    receivedAtMs: NOW_MS,
    atMs: NOW_MS,
    maxAgeMs: 5_000,
    analysis: analysis(),
    ...change,
  };
}

export const NO_EXPOSURE: Exposure = {
  market: dollars(0),
  group: dollars(0),
  wallet: dollars(0),
  walletToday: dollars(0),
  category: dollars(0),
  total: dollars(0),
  positions: 0,
  alreadyHeld: false,
  entriesLastMinute: 0,
  available: dollars(500),
};

export function openMarket(change: Partial<Market> = {}): Market {
  return market({ closesAtMs: NOW_MS + WEEK_MS, ...change });
}

/** A copy that passes every gate. */
export function entryContext(change: Partial<EntryContext> = {}): EntryContext {
  return {
    signal: copySignal(),
    atMs: NOW_MS,
    settings: settings(),
    wallet: defaultWalletRules(LEADER, NOW_MS),
    score: null,
    market: openMarket(),
    depth: depth([{ price: cents(50), quantity: shares(10_000) }]),
    control: ARMED,
    live: null,
    writes: { count: 0, oldestMs: 0 },
    filter: { allowed: true, rule: null },
    exposure: NO_EXPOSURE,
    held: { leader: [], ours: [] },
    budgetLeft: null,
    ...change,
  };
}

const upTo = (most: number): fc.Arbitrary<Money> =>
  fc.integer({ min: 0, max: most * 100 }).map((amount) => dollars(amount / 100));
const percentText = fc.integer({ min: 0, max: 1_000 }).map((tenth) => String(tenth / 10));

/** Limits of every kind, tight and wide. */
const anySettings: fc.Arbitrary<Settings> = fc
  .record({
    bankroll: fc.integer({ min: 10, max: 5_000 }).map(String),
    'size.mode': fc.constantFrom('fixed', 'leader', 'share', 'kelly'),
    'size.kellyPercent': percentText,
    'trust.tiers': fc.constantFrom('on', 'off'),
    'trust.newPercent': fc.integer({ min: 1, max: 100 }).map(String),
    'size.fixedPercent': percentText,
    'limits.orderPercent': percentText,
    'limits.marketPercent': percentText,
    'limits.groupPercent': percentText,
    'limits.walletPercent': percentText,
    'limits.walletDayPercent': percentText,
    'limits.categoryPercent': percentText,
    'limits.totalPercent': percentText,
    'entry.slippagePercent': fc.integer({ min: 0, max: 20 }).map(String),
    'entry.driftCents': fc.integer({ min: 0, max: 20 }).map(String),
    'entry.driftPercent': fc.integer({ min: 0, max: 40 }).map(String),
    'entry.small': fc.constantFrom('skip', 'min'),
    'entry.smallFactor': fc.integer({ min: 1, max: 10 }).map(String),
  })
  .map(settings);

const anyWallet: fc.Arbitrary<WalletRules> = fc
  .record({
    sizing: fc.oneof(
      fc.constant(null),
      fc.constantFrom(
        { kind: 'leader' as const },
        { kind: 'share' as const },
        { kind: 'kelly' as const },
      ),
      upTo(100).map((spend) => ({ kind: 'fixed' as const, spend })),
      fc
        .integer({ min: 0, max: 20 })
        .map((part) => ({ kind: 'bankroll' as const, ratio: percent(part) })),
    ),
    scaleFactor: fc.integer({ min: 0, max: 300 }).map((part) => percent(part)),
    maxTradeSize: fc.option(upTo(50)),
    maxPerMarket: fc.option(upTo(50)),
    maxPerDay: fc.option(upTo(50)),
    confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map((rules) => ({ ...defaultWalletRules(LEADER, NOW_MS), ...rules }));

/** What a leader is believed to be, however absurd. */
const anyScore: fc.Arbitrary<EntryContext['score']> = fc.option(
  fc
    .record({ ended: fc.nat(60), edge: fc.double({ min: -1, max: 20, noNaN: true }) })
    .map(({ ended, edge }) => ({
      ...{ kind: 'directional' as const, kindNote: 'bets on outcomes', ended },
      edge: { value: edge, low: edge, high: edge },
      edgeByCategory: [],
    })),
);

const anyAsks: fc.Arbitrary<readonly Level[]> = fc
  .uniqueArray(
    fc.record({
      price: fc.integer({ min: 40, max: 70 }).map(cents),
      quantity: fc.integer({ min: 1, max: 60_000_000 }).map(quantity),
    }),
    { selector: (level) => level.price, minLength: 1, maxLength: 8 },
  )
  .map((found) => found.toSorted((a, b) => a.price - b.price));

const anyExposure: fc.Arbitrary<Exposure> = fc.record({
  market: upTo(60),
  group: upTo(60),
  wallet: upTo(60),
  walletToday: upTo(60),
  category: upTo(60),
  total: upTo(60),
  positions: fc.nat(50),
  alreadyHeld: fc.boolean(),
  entriesLastMinute: fc.nat(8),
  available: upTo(80),
});

/** A copy whose limits, book, exposure and sizes are anything. */
export const anyEntry: fc.Arbitrary<EntryContext> = fc
  .record({
    settings: anySettings,
    wallet: anyWallet,
    score: anyScore,
    asks: anyAsks,
    exposure: anyExposure,
    feePercent: fc.constantFrom(0, 2, 7),
    leaderCents: fc.integer({ min: 40, max: 65 }),
    leaderDollars: fc.integer({ min: 20, max: 2_000 }),
    budgetLeft: fc.option(upTo(30)),
  })
  .map(({ asks, feePercent, leaderCents, leaderDollars, ...rest }) => {
    const plain = openMarket();
    const rules = { ...plain.rules, fee: { ratePpm: percent(feePercent), exponent: 1 } };
    const notional = dollars(leaderDollars);
    return entryContext({
      ...rest,
      market: { ...plain, rules },
      depth: depth(asks),
      signal: copySignal({
        leaderPrice: cents(leaderCents),
        leaderNotional: notional,
        clipNotional: notional,
      }),
    });
  });

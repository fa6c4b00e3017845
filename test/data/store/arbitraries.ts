import fc from 'fast-check';
import type {
  AuditEntry,
  Change,
  EquitySample,
  LeaderHolding,
  LeaderTrade,
  SettingVersion,
} from '../../../src/engine/domain/change.ts';
import type { Control } from '../../../src/engine/domain/control.ts';
import type { DecisionRecord } from '../../../src/engine/domain/decision-record.ts';
import type { Market, Resolution } from '../../../src/engine/domain/market.ts';
import type { MarketFilter } from '../../../src/engine/domain/market-filter.ts';
import type { Consultation } from '../../../src/engine/domain/model.ts';
import type { Notice } from '../../../src/engine/domain/notice.ts';
import type { WalletRules } from '../../../src/engine/domain/wallet.ts';
import { arbitrageRecord, marketPair } from './arbitrary-pairs.ts';
import {
  at,
  id,
  ledger,
  market,
  money,
  orNull,
  ppm,
  price,
  quantity,
  text,
  token,
  unit,
  version,
  wallet,
} from './arbitrary-parts.ts';
import { walletScore, walletStanding } from './arbitrary-scores.ts';
import {
  copySignal,
  decision,
  exitSignal,
  exitWork,
  fill,
  flow,
  ledgerMark,
  order,
  orderEvent,
  position,
  realisation,
} from './arbitrary-trading.ts';
export const walletRules: fc.Arbitrary<WalletRules> = fc.record({
  address: wallet,
  label: orNull(text),
  enabled: fc.boolean(),
  mode: fc.constantFrom('paper', 'live'),
  sizing: orNull(
    fc.oneof(
      fc.record({ kind: fc.constant('fixed'), spend: money }),
      fc.record({ kind: fc.constant('bankroll'), ratio: ppm }),
      fc.record({ kind: fc.constant('leader') }),
    ),
  ),
  scaleFactor: ppm,
  maxTradeSize: orNull(money),
  maxPerDay: orNull(money),
  maxPerMarket: orNull(money),
  minConfidence: orNull(unit),
  minLeaderClip: orNull(money),
  priceMin: orNull(price),
  priceMax: orNull(price),
  maxAgeMs: orNull(fc.maxSafeNat()),
  maxDrift: orNull(price),
  small: orNull(fc.constantFrom('skip', 'min')),
  exit: orNull(
    fc.oneof(
      fc.record({ mode: fc.constantFrom('mirror', 'all', 'manual') }),
      fc.record({ mode: fc.constant('percent'), ratio: ppm }),
    ),
  ),
  ownExits: orNull(
    fc.record(
      { stopLoss: ppm, takeProfit: ppm, trailing: ppm, maxHeldMs: fc.maxSafeNat() },
      { requiredKeys: [] },
    ),
  ),
  categoriesAllowed: fc.array(text, { maxLength: 3 }),
  categoriesDenied: fc.array(text, { maxLength: 3 }),
  confidence: orNull(unit),
  followedAtMs: at,
});

export const listing: fc.Arbitrary<Market> = fc.record({
  id: market,
  venue: fc.constantFrom('polymarket', 'kalshi'),
  version: fc.constantFrom('v1', 'v2'),
  question: text,
  slug: text,
  eventGroupId: text,
  categories: fc.array(text, { maxLength: 3 }),
  outcomes: fc.array(fc.record({ tokenId: token, label: text }), { maxLength: 2 }),
  negRisk: fc.boolean(),
  rules: fc.record({
    tick: price,
    minQuantity: quantity,
    minMarketableBuy: money,
    fee: fc.record({ ratePpm: ppm, exponent: fc.integer({ min: 1, max: 4 }) }),
    takerDelayMs: fc.nat(60_000),
  }),
  startsAtMs: orNull(at),
  closesAtMs: orNull(at),
  shortCrypto: fc.boolean(),
  acceptingOrders: fc.boolean(),
  status: fc.constantFrom('open', 'closed', 'resolved'),
  volume24h: orNull(money),
  dayMove: orNull(price),
  weekMove: orNull(price),
  terms: orNull(
    fc.record({
      source: orNull(text),
      textHash: orNull(text),
      vague: fc.array(text, { maxLength: 3 }),
      editedAtMs: orNull(at),
    }),
  ),
});

export const resolution: fc.Arbitrary<Resolution> = fc.record({
  marketId: market,
  payouts: fc.array(fc.record({ tokenId: token, payout: price }), { maxLength: 2 }),
});

export const filter: fc.Arbitrary<MarketFilter> = fc.record({
  type: fc.constantFrom('category', 'market', 'keyword'),
  value: fc.constantFrom('sports', "'; drop table orders; --"),
  action: fc.constantFrom('allow', 'deny'),
});

export const setting: fc.Arbitrary<SettingVersion> = fc.record({
  version,
  key: id('key'),
  value: text,
  actor: text,
  atMs: at,
});

export const control: fc.Arbitrary<Control> = fc.record({
  live: orNull(fc.record({ atMs: at, entriesFromMs: at })),
  warningReadAtMs: orNull(at),
  killed: orNull(fc.record({ reason: text, atMs: at })),
  paused: orNull(
    fc.record({
      cause: fc.constantFrom('person', 'dayLoss', 'drawdown'),
      reason: text,
      atMs: at,
      day: orNull(text),
    }),
  ),
});

export const leaderTrade: fc.Arbitrary<LeaderTrade> = fc.record({
  key: id('key'),
  ordinal: fc.nat(2),
  event: fc.record({
    wallet,
    kind: fc.constantFrom('buy', 'sell', 'split', 'merge', 'redeem', 'conversion'),
    marketId: market,
    tokenId: orNull(token),
    quantity,
    price: orNull(price),
    notional: money,
    transaction: text,
    tradedAtMs: at,
    feed: fc.constantFrom('rtds.trades', 'rtds.orders_matched', 'data-api', 'chain'),
    occurrence: orNull(fc.nat(5)),
    title: text,
    slug: text,
    eventSlug: text,
  }),
  receivedAtMs: at,
});

export const leaderHolding: fc.Arbitrary<LeaderHolding> = fc.record({
  wallet,
  marketId: market,
  tokenId: token,
  quantity,
  updatedAtMs: at,
});

export const equitySample: fc.Arbitrary<EquitySample> = fc.record({
  ledger,
  atMs: at,
  equity: money,
});

const plainData = fc.dictionary(text, fc.oneof(text, fc.maxSafeInteger(), fc.constant(null)), {
  maxKeys: 3,
  noNullPrototype: true,
});

export const auditEntry: fc.Arbitrary<AuditEntry> = fc.record({
  commandId: id('command'),
  actor: text,
  action: text,
  detail: plainData,
  outcome: fc.constantFrom('done', 'refused'),
  atMs: at,
});

export const notice: fc.Arbitrary<Notice> = fc.record({
  id: id('n'),
  kind: fc.constantFrom('fill', 'denied', 'killed'),
  ledger: orNull(ledger),
  subject: text,
  data: plainData,
  atMs: at,
});

/** Inputs are written and read whole: a store looks only at id and time. */
const decisionRecord: fc.Arbitrary<DecisionRecord> = fc.record({
  id: id('d'),
  signalId: fc.constant('s1' as DecisionRecord['signalId']),
  ledger,
  version: text,
  settingsVersion: fc.nat(),
  settings: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
  inputs: plainData as fc.Arbitrary<never>,
  model: fc.constant(null),
  atMs: at,
});

const consultation: fc.Arbitrary<Consultation> = fc.record({
  id: id('q'),
  marketId: fc.constant('0xm1' as Consultation['marketId']),
  tokenId: fc.constant('1' as Consultation['tokenId']),
  model: text,
  question: plainData as fc.Arbitrary<never>,
  answer: plainData as fc.Arbitrary<never>,
  tokens: fc.nat(),
  cost: money,
  askedAtMs: at,
  atMs: at,
});

function changes<K extends Change['kind']>(
  kind: K,
  parts: {
    [P in keyof Omit<Extract<Change, { kind: K }>, 'kind'>]: fc.Arbitrary<
      Extract<Change, { kind: K }>[P]
    >;
  },
): fc.Arbitrary<Change> {
  return fc.record({ kind: fc.constant(kind), ...parts }) as unknown as fc.Arbitrary<Change>;
}

/** One arbitrary for each kind of change: a new kind does not compile until it has one. */
export const CHANGES: { readonly [K in Change['kind']]: fc.Arbitrary<Change> } = {
  wallet: changes('wallet', { wallet: walletRules }),
  walletRemoved: changes('walletRemoved', { address: wallet }),
  walletScore: changes('walletScore', { score: walletScore }),
  walletStanding: changes('walletStanding', { standing: walletStanding }),
  market: changes('market', { market: listing }),
  resolution: changes('resolution', { resolution, atMs: at }),
  filter: changes('filter', { filter }),
  filterRemoved: changes('filterRemoved', {
    type: fc.constantFrom('category', 'market', 'keyword'),
    value: fc.constantFrom('sports', "'; drop table orders; --"),
  }),
  setting: changes('setting', { setting }),
  control: changes('control', { control }),
  leaderTrade: changes('leaderTrade', { trade: leaderTrade }),
  leaderHolding: changes('leaderHolding', { holding: leaderHolding }),
  signal: changes('signal', { signal: fc.oneof(copySignal, exitSignal) }),
  decision: changes('decision', { decision }),
  decisionRecord: changes('decisionRecord', { record: decisionRecord }),
  consultation: changes('consultation', { consultation }),
  exitWork: changes('exitWork', { work: exitWork }),
  order: changes('order', { order }),
  orderEvent: changes('orderEvent', { event: orderEvent }),
  fill: changes('fill', { fill }),
  position: changes('position', { position }),
  realisation: changes('realisation', { realisation }),
  ledgerMark: changes('ledgerMark', { mark: ledgerMark }),
  flow: changes('flow', { flow }),
  equity: changes('equity', { sample: equitySample }),
  audit: changes('audit', { entry: auditEntry }),
  notice: changes('notice', { notice }),
  pair: changes('pair', { pair: marketPair }),
  arbitrage: changes('arbitrage', { record: arbitrageRecord }),
  cursor: changes('cursor', { name: id('cursor'), value: text }),
};

export const batch: fc.Arbitrary<Change[]> = fc.array(fc.oneof(...Object.values(CHANGES)), {
  maxLength: 40,
});

import type {
  FillView,
  OrderView,
  OutcomeRef,
  PositionView,
  WalletCandidate,
  WalletView,
} from '../../src/engine/contract/views.ts';
import { contentId, PAPER, shortId } from '../../src/engine/domain/ids.ts';
import type { Market } from '../../src/engine/domain/market.ts';
import { cents, dollars, percent, shares } from '../../src/engine/domain/values/money.ts';
import { defaultWalletRules, type WalletRules } from '../../src/engine/domain/wallet.ts';

/** 14:02:11 in Berlin on a Sunday. */
export const NOW = Date.UTC(2026, 10, 22, 13, 2, 11);

const address = (digit: string) => `0x61${digit.repeat(34)}9cd5` as WalletRules['address'];
export const WHALE = address('7');
export const ACE = address('a');
export const MAKER = address('e');
export const CANDIDATE = '0x61276aba49117fd9299707d5d573652949d5c977' as typeof ACE;

export function whale(over: Partial<WalletRules> = {}): WalletRules {
  return { ...defaultWalletRules(WHALE, NOW - 86_400_000), label: 'whale-7', ...over };
}

function market(name: string, of: Partial<Market>): Market {
  return {
    id: `0x${name.padEnd(64, '0')}` as Market['id'],
    venue: 'polymarket',
    version: 'v1',
    question: 'Fed cuts in December?',
    slug: 'fed-decision',
    eventGroupId: 'fed',
    categories: ['economy', 'fed'],
    outcomes: [
      { tokenId: `1${name.length}1` as never, label: 'Yes' },
      { tokenId: `1${name.length}2` as never, label: 'No' },
    ],
    negRisk: false,
    rules: {
      tick: cents(0.1),
      minQuantity: shares(5),
      minMarketableBuy: dollars(1),
      fee: { ratePpm: percent(0), exponent: 1 },
      takerDelayMs: 0,
    },
    startsAtMs: null,
    closesAtMs: NOW + 26 * 86_400_000,
    shortCrypto: false,
    acceptingOrders: true,
    status: 'open',
    volume24h: dollars(412_345),
    dayMove: cents(1.5),
    weekMove: cents(4),
    terms: { source: null, textHash: '0123456789abcdef', vague: [], editedAtMs: null },
    ...of,
  };
}

export const FED = market('fed', {});
export const TURKEY = market('abcd', {
  question: 'Will Turkey call an election?',
  slug: 'will-turkey-call-an-election',
  eventGroupId: 'turkey',
  categories: ['politics'],
});

export function outcome(of: Market = FED): OutcomeRef {
  return {
    market: { id: of.id, question: of.question, url: `https://polymarket.com/event/${of.slug}` },
    tokenId: of.outcomes[0]!.tokenId,
    label: 'Yes',
  };
}

export function position(of: Market = FED): PositionView {
  const key = contentId('position', [of.id]);
  return {
    shortId: shortId(key),
    position: {
      ledger: PAPER,
      wallet: WHALE,
      marketId: of.id,
      tokenId: of.outcomes[0]!.tokenId,
      quantity: shares(24.2),
      cost: dollars(14.54),
      realised: dollars(0),
      fees: dollars(0),
      best: null,
      openedAtMs: NOW - 60_000,
      updatedAtMs: NOW - 60_000,
    },
    outcome: outcome(of),
    wallet: { address: WHALE, label: 'whale-7' },
    average: cents(60.1),
    bid: cents(61),
    value: dollars(14.76),
    unrealised: dollars(0.22),
    payout: null,
    unsettled: shares(0),
    levels: null,
  };
}

export function order(): OrderView {
  const id = contentId('intent', ['one']) as OrderView['order']['intent']['id'];
  return {
    shortId: shortId(id),
    order: {
      intent: {
        id,
        signalId: contentId('signal', ['one']) as never,
        leg: 'entry',
        attempt: 0,
        ledger: PAPER,
        wallet: WHALE,
        marketId: FED.id,
        tokenId: FED.outcomes[0]!.tokenId,
        side: 'buy',
        timeInForce: 'FAK',
        restsUntilMs: null,
        limitPrice: cents(63.6),
        quantity: shares(7.86),
        spend: dollars(5),
        createdAtMs: NOW - 4_000,
        expiresAtMs: NOW + 1_000,
        settingsVersion: 1,
      },
      status: 'filled',
      externalId: 'paper-one',
      body: null,
      filledQuantity: shares(8.06),
      filledNotional: dollars(4.9972),
      fees: dollars(0),
      reserved: dollars(0),
      reason: null,
      updatedAtMs: NOW - 3_000,
    },
    outcome: outcome(),
    wallet: { address: WHALE, label: 'whale-7' },
    fills: [fill().fill],
  };
}

export function fill(): FillView {
  return {
    fill: {
      id: 'f' as never,
      intentId: 'i' as never,
      signalId: 's' as never,
      ledger: PAPER,
      wallet: WHALE,
      marketId: FED.id,
      tokenId: FED.outcomes[0]!.tokenId,
      side: 'buy',
      price: cents(62),
      quantity: shares(8.06),
      notional: dollars(4.9972),
      fee: dollars(0),
      tradeId: null,
      transaction: null,
      settlement: 'confirmed',
      atMs: NOW - 4_000,
    },
    outcome: outcome(),
    wallet: { address: WHALE, label: 'whale-7' },
    leaderPrice: cents(61.7),
    behindMs: 1_800,
  };
}

export function candidate(): WalletCandidate {
  return {
    address: CANDIDATE,
    name: 'degen-2',
    trades: 412,
    lastTradeAtMs: NOW - 5_000_000,
    value: dollars(12_450),
    score: null,
    copyability: null,
    holdings: [{ outcome: 'YES Fed cuts in December?', value: dollars(4_000) }],
    warnings: [],
    resolvedFrom: null,
  };
}

/** A followed wallet's card but for what is believed of it. */
export function walletFacts(
  rules: WalletRules,
): Omit<WalletView, 'score' | 'copying' | 'copyability'> {
  return {
    rules,
    trades: 31,
    lastTradeAtMs: NOW - 3 * 3_600_000,
    copied: 12,
    skipped: 19,
    byGate: [{ gate: 'clipMinimum', count: 11 }],
    open: 1,
    atCost: dollars(14.98),
    pnl: dollars(1.2),
    warnings: [],
  };
}

import type {
  ArbitrageHistory,
  Lags,
  Leg,
  Opportunities,
  Opportunity,
  Pair,
  Pairs,
  Strategies,
} from '../../../src/bot/web/contract/arbitrage.ts';
import type { Kalshi } from '../../../src/bot/web/contract/kalshi.ts';
import { DAY, decision, LIVE, MINUTE, NOW, outcomeRef, PAPER } from './world-parts.ts';

const KALSHI_MARKET = {
  id: 'KXFED-25DEC-C25',
  question: 'Fed rate cut in December?',
  url: 'https://kalshi.com/markets/kxfed',
};

function leg(venue: Leg['venue'], price: number): Leg {
  return {
    venue,
    outcome:
      venue === 'polymarket'
        ? outcomeRef(1)
        : { market: KALSHI_MARKET, tokenId: 'no', label: 'No' },
    price,
    limit: price + 4_000,
    fee: 9_690_000,
    depth: 1_000_000_000,
    bid: price - 10_000,
    ask: price,
    bookAgeMs: venue === 'polymarket' ? 140 : 900,
  };
}

export function opportunity(at: number): Opportunity {
  return {
    id: `opp${at}`,
    structure: 'pair',
    pair: 12 + at,
    family: 'fed decision',
    question: 'Fed holds rates in January?',
    legs: [leg('kalshi', 556_000), leg('polymarket', 382_000)],
    quantity: 1_000_000_000,
    cost: 967_080_000,
    fees: 29_080_000,
    profit: 32_920_000,
    roi: 34_041,
    yearly: 188_000,
    paysAtMs: NOW + 66 * DAY,
    basis: at === 0 ? [] : ['void rule'],
    isArbitrage: at === 0,
    isAutomatic: false,
    crossedAtMs: NOW - 6_000,
    atMs: NOW - 1_000,
    expiresAtMs: NOW + 24_000,
  };
}

export function opportunities(): Opportunities {
  return {
    available: true,
    atMs: NOW,
    opportunities: [opportunity(0), opportunity(1)],
    best: null,
  };
}

export function history(): ArbitrageHistory {
  return {
    available: true,
    atMs: NOW,
    history: (['told', 'taken', 'missed', 'unwound'] as const).map((outcome, at) => ({
      id: `past${at}`,
      structure: 'pair' as const,
      pair: 12,
      question: 'Fed holds rates in January?',
      isArbitrage: true,
      crossedAtMs: NOW - (at + 1) * 50 * MINUTE,
      lastedMs: 4_000 + at * 9_000,
      bestProfit: 21_300_000,
      wasTakeable: outcome !== 'missed',
      ended: 'the Kalshi book moved',
      outcome,
      made: outcome === 'taken' ? 18_200_000 : outcome === 'unwound' ? -3_100_000 : null,
    })),
  };
}

export function strategies(): Strategies {
  const row = { trades: 61, realised: 28_820_000, fees: 3_050_000, unrealised: 4_110_000 };
  return {
    available: true,
    atMs: NOW,
    strategies: [
      { name: 'copy', ledger: PAPER, ...row },
      { name: 'copy', ledger: LIVE, ...row, realised: -1_900_000, unrealised: -410_000 },
      { name: 'other', ledger: PAPER, ...row, trades: null, realised: 15_100_000, unrealised: 0 },
    ],
  };
}

export function pair(number: number): Pair {
  const state = number === 12 ? 'quarantined' : number === 13 ? 'verified' : 'rejected';
  return {
    number,
    state,
    relation: 'same question',
    family: 'fed decision',
    basis: state === 'verified' ? ['void rule'] : [],
    terms: [
      {
        code: 'voidRule',
        says: 'void rule',
        effect: state === 'rejected' ? 'reject' : 'quarantine',
        polymarket: 'pays 50¢ each when there is no meeting',
        kalshi: 'stays open until the next meeting',
      },
      {
        code: 'subject',
        says: 'subject',
        effect: 'agrees',
        polymarket: 'Federal Reserve',
        kalshi: 'Federal Reserve',
      },
      {
        ...{ code: 'deadline', says: 'deadline', effect: 'agrees' },
        ...{ polymarket: '10 Dec 2026', kalshi: '10 Dec 2026' },
      },
      {
        ...{ code: 'source', says: 'source', effect: 'agrees' },
        ...{ polymarket: 'federalreserve.gov', kalshi: null },
      },
    ],
    textsRead: true,
    polymarket: {
      market: outcomeRef(0).market,
      rules:
        'This market resolves to “Yes” if the target range is lowered at the December meeting.',
      bid: 610_000,
      ask: 620_000,
      closesAtMs: NOW + 17 * DAY,
    },
    kalshi: {
      market: KALSHI_MARKET,
      rules: 'If the Federal Reserve lowers the upper bound of its target range, then Yes.',
      bid: 600_000,
      ask: 640_000,
      closesAtMs: NOW + 17 * DAY,
    },
    word:
      state === 'rejected'
        ? { verdict: 'rejected', by: 'telegram:1', why: 'another meeting', atMs: NOW - DAY }
        : null,
    demoted: null,
    foundAtMs: NOW - 2 * DAY,
  };
}

export function pairs(state: Pair['state'] | undefined): Pairs {
  const all = [pair(12), pair(13), pair(14)];
  return {
    available: true,
    atMs: NOW,
    pairs: all.filter((one) => state === undefined || one.state === state),
  };
}

export function lags(): Lags {
  return {
    available: true,
    atMs: NOW,
    lags: [0, 1, 2].map((at) => ({
      decision: {
        ...decision(at + 40),
        signalKind: 'price_lag',
        wallet: null,
        outcome: outcomeRef(2),
      },
      symbol: 'BTC',
      spot: 105_240 + at * 13,
      feed: 'Binance',
      estimated: at === 2,
      fair: 830_000 - at * 40_000,
      band: 30_000,
      ask: 710_000,
      edge: at === 1 ? 4_000 : 106_000,
      movedAtMs: NOW - 38_000,
    })),
  };
}

export function kalshi(): Kalshi {
  return {
    available: true,
    atMs: NOW,
    markets: [
      {
        market: KALSHI_MARKET,
        ticker: KALSHI_MARKET.id,
        category: 'Economics',
        status: 'active',
        stage: null,
        pause: null,
        bid: 600_000,
        bidQuantity: 210_000_000,
        ask: 640_000,
        askQuantity: 90_000_000,
        readAtMs: NOW - 3_000,
        strike: 'the upper bound is lowered by 25 basis points',
        rules: 'If the Federal Reserve lowers the upper bound of its target range, then Yes.',
        sources: 'federalreserve.gov',
        early: 'closes early when it is decided',
        fee: 'fee 7 % of price times what is left to a dollar',
        opensAtMs: NOW - 30 * DAY,
        closesAtMs: NOW + 17 * DAY,
        expectedExpirationAtMs: NOW + 17 * DAY,
        twin: { market: outcomeRef(0).market, pair: 12, state: 'quarantined' },
      },
    ],
  };
}

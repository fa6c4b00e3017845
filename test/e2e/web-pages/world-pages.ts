import type { Overview } from '../../../src/bot/web/contract/overview.ts';
import type { CurvePoint } from '../../../src/bot/web/contract/values.ts';
import type { WalletDetail } from '../../../src/bot/web/contract/wallet.ts';
import {
  DAY,
  decision,
  LIVE,
  MINUTE,
  NOW,
  outcomeRef,
  PAPER,
  position,
  sequence,
  walletRef,
  walletRow,
} from './world-parts.ts';

/** A curve that goes where `drift` wants, dollars in millionths. */
export function curve(days: number, drift: number, seed: number): CurvePoint[] {
  const next = sequence(seed);
  let value = 0;
  return Array.from({ length: days * 4 }, (_, at) => {
    value += Math.round((next() - 0.5 + drift) * 4_000_000);
    return { atMs: NOW - (days * 4 - at) * (DAY / 4), value };
  });
}

function feed(name: string, ageMs: number, more: Partial<Overview['feeds'][number]> = {}) {
  return {
    name,
    source: name.toLowerCase().replaceAll(' ', '.'),
    state: 'live' as const,
    ageMs,
    lagMsP50: ageMs / 2,
    lagMsP99: ageMs * 4,
    messages: 48_213,
    reconnects: 1,
    problems: 0,
    note: null,
    host: null,
    isBeside: false,
    ...more,
  };
}

export function overview(): Overview {
  return {
    version: '0.1.0',
    mode: 'paper',
    atMs: NOW,
    startedAtMs: NOW - 3 * DAY,
    timeZone: 'Europe/Berlin',
    control: { killed: null, paused: null, live: null, provingNothingOpen: false },
    liveMissing: ['a key: polymind setup live', 'a second factor: polymind totp'],
    hasAccount: false,
    ledgers: [
      {
        ledger: PAPER,
        cash: 412_340_000,
        equity: 505_860_000,
        today: 5_860_000,
        todayNet: 4_120_000,
        peakEquity: 511_200_000,
        openPositions: 4,
        atCost: 88_120_000,
        reserved: 5_000_000,
      },
      {
        ledger: LIVE,
        cash: 181_000_000,
        equity: 196_420_000,
        today: -2_310_000,
        todayNet: -1_900_000,
        peakEquity: 204_000_000,
        openPositions: 1,
        atCost: 12_900_000,
        reserved: 0,
      },
    ],
    feeds: [
      feed('Polymarket', 120),
      feed('Leaders', 800),
      feed('Kalshi', 400, { isBeside: true }),
      feed('Binance', 90, { isBeside: true }),
      feed('Polygon', 0, { state: 'down', ageMs: 190_000, note: 'no answer', isBeside: true }),
    ],
    books: { trusted: 41, known: 43 },
    wallets: { followed: 5, enabled: 4 },
    today: {
      copied: 12,
      exited: 3,
      denied: 19,
      byGate: [
        { gate: 'smallClip', words: 'they spent too little', count: 11 },
        { gate: 'drift', words: 'the price had moved', count: 5 },
        { gate: 'age', words: 'the signal was too old', count: 3 },
      ],
    },
    database: { kind: 'embedded', failingSinceMs: null, writesWaiting: 0 },
    scoring: { unread: 0, trouble: null, tracked: 212, candidates: 17 },
    reach: [{ name: 'Geoblock', ok: true, note: 'DE may trade' }],
    chats: [
      { platform: 'telegram', state: 'connected', name: '@polymind_bot', note: null },
      { platform: 'discord', state: 'not set up', name: null, note: null },
    ],
    alerts: [
      {
        id: 'polygon',
        level: 'warning',
        words: 'Polygon has been down for 3 min; nothing that is copied depends on it.',
        line: null,
      },
    ],
  };
}

function score(): NonNullable<WalletDetail['score']> {
  return {
    atMs: NOW - 40 * MINUTE,
    fromMs: NOW - 90 * DAY,
    untilMs: NOW,
    kind: 'directional',
    kindNote: 'holds what it buys',
    trades: 412,
    markets: 118,
    ended: 96,
    winRate: 0.63,
    roi: 0.112,
    confidence: { value: 0.71, low: 0.58, high: 0.81 },
    edge: { value: 0.041, low: -0.004, high: 0.083 },
    parts: [
      { name: 'winRate', raw: 0.74, shrunk: 0.68, weight: 0.35 },
      { name: 'roi', raw: 0.81, shrunk: 0.72, weight: 0.3 },
      { name: 'timing', raw: null, shrunk: 0.5, weight: 0.2 },
      { name: 'consistency', raw: 0.66, shrunk: 0.61, weight: 0.15 },
    ],
    categories: [
      { category: 'politics', markets: 61, edge: { value: 0.062, low: 0.011, high: 0.11 } },
      { category: 'crypto', markets: 22, edge: { value: -0.018, low: -0.07, high: 0.03 } },
    ],
    drawdownWeek: 0.08,
    holdingMs: 3 * DAY,
    typicalSize: 240,
  };
}

const RULES: readonly (readonly [string, string, string, boolean, string])[] = [
  ['scale', 'their dollars times this', '×0.5, at most $10', true, '0.5'],
  ['size', 'what one copy spends', '$5 fixed', false, '$5'],
  ['max', 'most one copy spends', '$10', false, '$10'],
  ['day', 'most a day', '$50', false, '$50'],
  ['market', 'most in one market', '$25', false, '$25'],
  ['score', 'least confidence', '0', false, '0.5'],
  ['lead', 'least that they spend', '$20', false, '$20'],
  ['price', 'prices that are copied', '5–95¢', false, '10-90'],
  ['age', 'oldest signal', '15 s', false, '15s'],
  ['drift', 'most that the price moved', '2¢', false, '1.5c'],
  ['exit', 'what happens when they sell', 'mirror', false, 'all'],
];

export function walletDetail(at: number): WalletDetail {
  const row = walletRow(at);
  const leaderCurve = curve(30, 0.12, 7 + at);
  return {
    atMs: NOW,
    wallet: walletRef(at),
    url: `https://polymarket.com/profile/${row.wallet.address}`,
    isFollowed: row.isFollowed,
    enabled: row.enabled,
    mode: row.mode,
    followedAtMs: row.isFollowed ? NOW - 30 * DAY : null,
    scaleFactor: row.scaleFactor,
    categoriesAllowed: [],
    categoriesDenied: ['crypto'],
    rules: row.isFollowed
      ? RULES.map(([name, about, words, isOwn, example]) => ({
          name,
          about,
          words,
          isOwn,
          value: isOwn ? example : null,
          example,
        }))
      : [],
    trades: 31,
    lastTradeAtMs: row.lastTradeAtMs,
    copied: row.copied ?? 0,
    skipped: row.skipped ?? 0,
    byGate: [{ gate: 'smallClip', words: 'they spent too little', count: 11 }],
    atCost: row.atCost,
    pnl: row.pnl ?? 0,
    warnings:
      at === 4 ? ['It trades both sides: a market maker, whose trades are not copied.'] : [],
    score: score(),
    scoreHistory: Array.from({ length: 30 }, (_, day) => {
      const value = 0.6 + day * 0.0037;
      return {
        atMs: NOW - (30 - day) * DAY,
        confidence: { value, low: value - 0.12, high: value + 0.1 },
        edge: { value: value / 20, low: value / 20 - 0.04, high: value / 20 + 0.04 },
        winRate: value - 0.05,
        roi: value / 6,
      };
    }),
    copyability: {
      fromMs: NOW - 30 * DAY,
      untilMs: NOW,
      isEstimate: false,
      leaderTrades: 80,
      copied: row.copied ?? 0,
      leaderNet: leaderCurve.at(-1)?.value ?? 0,
      ourNet: curve(30, 0.08, 7 + at).at(-1)?.value ?? 0,
      spent: 305_000_000,
      leaderEdge: { value: 0.051, low: 0.01, high: 0.09 },
      ourEdge: { value: 0.034, low: -0.002, high: 0.07 },
      shortfall: {
        copies: row.copied ?? 0,
        latency: 4_120_000,
        slippage: 1_310_000,
        fees: 3_050_000,
        rounding: 210_000,
        missedExit: -400_000,
      },
      leaderCurve,
      ourCurve: curve(30, 0.08, 7 + at),
    },
    copying: [
      {
        ledger: PAPER,
        sinceMs: NOW - 30 * DAY,
        copies: 61,
        markets: 34,
        spent: 305_000_000,
        net: 28_820_000,
        edge: { value: 0.034, low: -0.002, high: 0.07 },
      },
    ],
    results: [{ ledger: PAPER, points: curve(30, 0.08, 7 + at) }],
    positions: row.isFollowed ? [position(0), position(1)] : [],
    fills: Array.from({ length: row.isFollowed ? 6 : 0 }, (_, fill) => ({
      id: `fill${fill}`,
      orderShortId: '00203J',
      ledger: PAPER,
      outcome: outcomeRef(fill),
      side: fill % 3 === 2 ? ('sell' as const) : ('buy' as const),
      price: 620_000,
      quantity: 8_060_000,
      notional: 4_997_200,
      fee: 50_000,
      leaderPrice: 617_000,
      worse: fill === 1 ? -12_000 : 24_180,
      behindMs: 1_800,
      atMs: NOW - fill * 5 * 60 * MINUTE - 61_000,
    })),
    decisions: Array.from({ length: 8 }, (_, one) => decision(one * 5)),
  };
}

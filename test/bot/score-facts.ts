import type { Copyability } from '../../src/engine/domain/copy-result.ts';
import { PAPER } from '../../src/engine/domain/ids.ts';
import { DAY_MS, HOUR_MS } from '../../src/engine/domain/time.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import type { CopyRecord, WalletScore } from '../../src/engine/domain/wallet-score.ts';
import { NOW, WHALE } from './chat-facts.ts';

/** A wallet with 214 ended markets that picks sides well. */
export function walletScore(over: Partial<WalletScore> = {}): WalletScore {
  return {
    wallet: WHALE,
    atMs: NOW - 20 * 60_000,
    fromMs: NOW - 200 * DAY_MS,
    untilMs: NOW - 3 * HOUR_MS,
    kind: 'directional',
    kindNote: 'bought one side in 208 of 214 markets',
    trades: 812,
    markets: 230,
    ended: 214,
    evidence: 121.4,
    winRate: 0.612,
    roi: 0.084,
    roiOnCapital: 0.31,
    timing: [
      { horizon: '1m', move: 0.001 },
      { horizon: '1h', move: 0.0062 },
    ],
    consistency: 0.71,
    parts: {
      winRate: { raw: 0.612, shrunk: 0.508 },
      roi: { raw: 0.698, shrunk: 0.56 },
      timing: { raw: 0.577, shrunk: 0.487 },
      consistency: { raw: 0.71, shrunk: 0.567 },
    },
    confidence: { value: 0.62, low: 0.54, high: 0.7 },
    edge: { value: 0.062, low: 0.019, high: 0.104 },
    edgeByCategory: [
      { category: 'sports', markets: 130, edge: { value: 0.03, low: -0.02, high: 0.08 } },
      { category: 'politics', markets: 84, edge: { value: 0.091, low: 0.03, high: 0.15 } },
    ],
    drawdown: { depth: 1_240.4, lengthMs: 12 * DAY_MS, week: -0.031, sizeAfterLoss: 1.8 },
    priceBands: [0, 0, 10, 40, 80, 70, 30, 10, 0, 0],
    bestMarketShare: 0.12,
    holdingMs: 2 * DAY_MS,
    size: { typical: 141.2, spread: 0.9 },
    ...over,
  };
}

/** Twelve markets: too few to say anything. */
export function newScore(over: Partial<WalletScore> = {}): WalletScore {
  return walletScore({
    kind: 'unproven',
    kindNote: '12 markets ended, 20 are needed',
    trades: 31,
    markets: 15,
    ended: 12,
    evidence: 11.2,
    winRate: 0.75,
    roi: 0.22,
    timing: [],
    consistency: null,
    confidence: { value: 0.48, low: 0.35, high: 0.61 },
    edge: { value: 0.021, low: -0.06, high: 0.102 },
    edgeByCategory: [],
    parts: {
      winRate: { raw: 0.75, shrunk: 0.4 },
      roi: { raw: 0.9, shrunk: 0.417 },
      timing: { raw: null, shrunk: 0.35 },
      consistency: { raw: null, shrunk: 0.35 },
    },
    drawdown: { depth: 0, lengthMs: 0, week: null, sizeAfterLoss: null },
    bestMarketShare: 0.64,
    ...over,
  });
}

/** Their $12.40 at our size became $3.10: the parts of the shortfall add up to the difference. */
export function copyability(over: Partial<Copyability> = {}): Copyability {
  const day = (of: number): number => NOW - (30 - of) * DAY_MS;
  const point = (of: number, value: number) => ({ atMs: day(of), value: dollars(value) });
  return {
    wallet: WHALE,
    fromMs: NOW - 30 * DAY_MS,
    untilMs: NOW,
    isEstimate: false,
    leaderTrades: 31,
    copied: 14,
    leaderNet: dollars(12.4),
    ourNet: dollars(3.1),
    spent: dollars(70),
    leaderEdge: { value: 0.177, low: 0.02, high: 0.33 },
    ourEdge: { value: 0.044, low: -0.05, high: 0.14 },
    shortfall: {
      copies: 14,
      latency: dollars(2.1),
      slippage: dollars(1.2),
      fees: dollars(4.6),
      rounding: dollars(-0.3),
      missedExit: dollars(1.7),
    },
    leaderCurve: [point(2, 1), point(9, 5), point(20, 4), point(29, 12.4)],
    ourCurve: [point(2, 0.6), point(9, 2), point(20, 0.4), point(29, 3.1)],
    ...over,
  };
}

export function copyRecord(over: Partial<CopyRecord> = {}): CopyRecord {
  return {
    ledger: PAPER,
    sinceMs: NOW - 30 * DAY_MS,
    copies: 13,
    markets: 9,
    spent: dollars(70),
    net: dollars(3.1),
    edge: { value: 0.044, low: -0.05, high: 0.14 },
    ...over,
  };
}

/** The score of each of the last days, rising to the newest. */
export function scoreHistory(days = 5): readonly WalletScore[] {
  return Array.from({ length: days }, (_, index) => {
    const behind = days - 1 - index;
    const value = 0.62 - behind * 0.02;
    const confidence = { value, low: value - 0.08 - behind * 0.01, high: value + 0.08 };
    return walletScore({ atMs: NOW - 20 * 60_000 - behind * DAY_MS, confidence });
  });
}

import type { Copyability as CopyabilityOf } from '../../../engine/domain/copy-result.ts';
import type { SettingKey, Settings } from '../../../engine/domain/settings.ts';
import {
  type CopyRecord as CopyRecordOf,
  type Estimate as EstimateOf,
  SCORE_PARTS,
  type ScorePartName,
  type WalletScore,
} from '../../../engine/domain/wallet-score.ts';
import { kindWords } from '../../format/kind-words.ts';
import type { Estimate } from '../contract/values.ts';
import type { Copyability, CopyRecord, Score, ScorePoint } from '../contract/wallet.ts';
import { ledgerRef } from './refs.ts';

const WEIGHTS = {
  winRate: 'score.weightWinRate',
  roi: 'score.weightRoi',
  timing: 'score.weightTiming',
  consistency: 'score.weightConsistency',
} as const satisfies Record<ScorePartName, SettingKey>;

export function estimateOf(of: EstimateOf): Estimate;
export function estimateOf(of: EstimateOf | null): Estimate | null;
export function estimateOf(of: EstimateOf | null): Estimate | null {
  return of === null ? null : { value: of.value, low: of.low, high: of.high };
}

export function scoreOf(score: WalletScore, settings: Settings): Score {
  return {
    atMs: score.atMs,
    fromMs: score.fromMs,
    untilMs: score.untilMs,
    kind: kindWords(score.kind),
    kindNote: score.kindNote,
    trades: score.trades,
    markets: score.markets,
    ended: score.ended,
    winRate: score.winRate,
    roi: score.roi,
    confidence: estimateOf(score.confidence),
    edge: estimateOf(score.edge),
    parts: SCORE_PARTS.map((name) => {
      const { raw, shrunk } = score.parts[name];
      return { name, raw, shrunk, weight: settings[WEIGHTS[name]] };
    }),
    categories: score.edgeByCategory.map(({ category, markets, edge }) => ({
      category,
      markets,
      edge: estimateOf(edge),
    })),
    drawdownWeek: score.drawdown.week,
    holdingMs: score.holdingMs,
    typicalSize: score.size.typical,
  };
}

export function scorePoint({ atMs, confidence, edge, winRate, roi }: WalletScore): ScorePoint {
  return { atMs, confidence: estimateOf(confidence), edge: estimateOf(edge), winRate, roi };
}

export function copyabilityOf(of: CopyabilityOf | null): Copyability | null {
  if (of === null) return null;
  const { shortfall } = of;
  return {
    fromMs: of.fromMs,
    untilMs: of.untilMs,
    isEstimate: of.isEstimate,
    leaderTrades: of.leaderTrades,
    copied: of.copied,
    leaderNet: of.leaderNet,
    ourNet: of.ourNet,
    spent: of.spent,
    leaderEdge: estimateOf(of.leaderEdge),
    ourEdge: estimateOf(of.ourEdge),
    shortfall: {
      copies: shortfall.copies,
      latency: shortfall.latency,
      slippage: shortfall.slippage,
      fees: shortfall.fees,
      rounding: shortfall.rounding,
      missedExit: shortfall.missedExit,
    },
    leaderCurve: of.leaderCurve,
    ourCurve: of.ourCurve,
  };
}

export function copyRecordOf(of: CopyRecordOf): CopyRecord {
  const { ledger, sinceMs, copies, markets, spent, net, edge } = of;
  return {
    ledger: ledgerRef(ledger),
    sinceMs,
    copies,
    markets,
    spent,
    net,
    edge: estimateOf(edge),
  };
}

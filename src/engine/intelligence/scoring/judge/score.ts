import {
  HORIZONS,
  type ScorePart,
  type ScorePartName,
  type WalletScore,
} from '../../../domain/wallet-score.ts';
import type { WalletRecord } from '../record.ts';
import { confidenceOf, type JudgedPart, judgeParts, type ScoreWeights } from './confidence.ts';
import { edgeOf } from './edge.ts';
import { bestMarketShare, kindOf } from './kinds.ts';
import { effectiveCount, meanOf } from './weighed.ts';

/** What is believed of a wallet, from its record alone: the same record gives the same score. */
export function scoreOf(
  record: WalletRecord,
  { weights }: { readonly weights: ScoreWeights },
): WalletScore {
  const parts = judgeParts(record);
  const { kind, note } = kindOf(record);
  return {
    wallet: record.wallet,
    atMs: record.atMs,
    fromMs: record.firstTradeAtMs,
    untilMs: record.lastTradeAtMs,
    kind,
    kindNote: note,
    trades: record.trades,
    markets: record.markets,
    ended: record.wins.count,
    evidence: effectiveCount(record.wins),
    winRate: parts.winRate.raw,
    roi: meanOf(record.returns),
    roiOnCapital: ratio(record.profit, record.capitalMax),
    timing: timingOf(record),
    consistency: parts.consistency.raw,
    parts: partsOf(parts),
    confidence: confidenceOf(parts, weights),
    ...edgeOf(record),
    drawdown: {
      depth: record.drawdown.depth,
      lengthMs: record.drawdown.lengthMs,
      week: ratio(record.week.profit, record.week.atWork),
      sizeAfterLoss: sizeAfterLoss(record),
    },
    priceBands: record.priceBands,
    bestMarketShare: bestMarketShare(record),
    holdingMs: record.holding.count > 0 ? Math.exp(record.holding.meanLogMs) : null,
    size: sizeOf(record),
  };
}

function partsOf(
  parts: Readonly<Record<ScorePartName, JudgedPart>>,
): Readonly<Record<ScorePartName, ScorePart>> {
  const told = ({ raw, shrunk }: JudgedPart): ScorePart => ({ raw, shrunk });
  return {
    winRate: told(parts.winRate),
    roi: told(parts.roi),
    timing: told(parts.timing),
    consistency: told(parts.consistency),
  };
}

function timingOf({ moves }: WalletRecord): WalletScore['timing'] {
  return HORIZONS.flatMap((horizon) => {
    const move = meanOf(moves[horizon]);
    return move === null ? [] : [{ horizon, move }];
  });
}

function sizeOf({ sizes }: WalletRecord): WalletScore['size'] {
  if (sizes.count === 0) return { typical: null, spread: null };
  return {
    typical: Math.exp(sizes.meanLog),
    spread: Math.sqrt(Math.max(0, sizes.varianceLog)),
  };
}

/** Typical entry after a loss over the typical other one; `null` without both. */
function sizeAfterLoss({ sizes, sizesAfterLoss: after }: WalletRecord): number | null {
  const others = sizes.count - after.count;
  if (after.count <= 0 || others <= 0) return null;
  const meanLog = (sizes.count * sizes.meanLog - after.count * after.meanLog) / others;
  return Math.exp(after.meanLog - meanLog);
}

function ratio(amount: number, per: number): number | null {
  return per > 0 ? amount / per : null;
}

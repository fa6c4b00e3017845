import type { WalletScore } from '../src/engine/domain/wallet-score.ts';
import {
  DEFAULT_WEIGHTS,
  judgeParts,
  PART_SPREAD,
  ROI_SCALE,
  TIMING_SCALE,
} from '../src/engine/intelligence/scoring/judge/confidence.ts';
import {
  BETWEEN_CATEGORIES,
  BETWEEN_WALLETS,
} from '../src/engine/intelligence/scoring/judge/edge.ts';
import { ERRORS_90 } from '../src/engine/intelligence/scoring/judge/interval.ts';
import { scoreOf } from '../src/engine/intelligence/scoring/judge/score.ts';
import { PRIOR_MARKETS, PRIOR_PART } from '../src/engine/intelligence/scoring/judge/shrinkage.ts';
import { certaintyOf, type WalletRecord } from '../src/engine/intelligence/scoring/record.ts';
import { LOSER, NOTHING, PERFECT, type Sample, trader } from './example-wallets.ts';

/*
 * The worked examples of how-scores-work.md. What stands right of the last `=` comes of the program;
 * what stands left of it is for the reader, and a test does that arithmetic, too.
 */

function scored(of: WalletRecord): WalletScore {
  return scoreOf(of, { weights: DEFAULT_WEIGHTS });
}

/** Each block of the page, without its fence. */
export function workedExamples(): readonly string[] {
  return [
    perfectExample(),
    partsExample(),
    errorsExample(),
    oldExample(),
    edgeExample(),
    loserExample(),
  ];
}

function perfectExample(): string {
  const { parts, confidence } = scored(PERFECT);
  const part = parts.winRate.shrunk;
  return lines([
    ['each part', shrinking(20, 1), four(part)],
    ['confidence', weighing([part, part, part, part]), four(confidence.value)],
  ]);
}

function partsExample(): string {
  const { parts, confidence } = scored(trader(1));
  const { winRate, roi, timing, consistency } = parts;
  const payout = raw(trader(1), 'resolution');
  const day = raw(trader(1), '24h');
  return lines([
    ['win rate', '66 ÷ 120', four(winRate.raw)],
    ['win rate, shrunk', shrinking(120, winRate.raw), four(winRate.shrunk)],
    ['roi', curve('0.04', ROI_SCALE), four(roi.raw)],
    ['roi, shrunk', shrinking(120, roi.raw), four(roi.shrunk)],
    ['timing to the payout', curve('0.02', TIMING_SCALE), payout],
    ['timing over 24 h', curve('0.006', TIMING_SCALE), day],
    ['timing', `(120 × ${payout} + 60 × ${day}) ÷ (120 + 60)`, four(timing.raw)],
    ['timing, shrunk', shrinking(120, timing.raw), four(timing.shrunk)],
    ['consistency', '7 ÷ 12', four(consistency.raw)],
    ['consistency, shrunk', shrinking(120, consistency.raw), four(consistency.shrunk)],
    [
      'confidence',
      weighing([winRate.shrunk, roi.shrunk, timing.shrunk, consistency.shrunk]),
      four(confidence.value),
    ],
  ]);
}

/** The timing, were this the only horizon. */
function raw(of: WalletRecord, horizon: 'resolution' | '24h'): string {
  return four(scored(onHorizon(of, horizon)).parts.timing.raw);
}

function onHorizon(of: WalletRecord, horizon: 'resolution' | '24h'): WalletRecord {
  const moves = { '1m': NOTHING, '1h': NOTHING, '24h': NOTHING, resolution: NOTHING };
  return { ...of, moves: { ...moves, [horizon]: of.moves[horizon] } };
}

function errorsExample(): string {
  const parts = judgeParts(trader(1));
  const { confidence } = scored(trader(1));
  const { winRate, roi, timing, consistency } = parts;
  const seen = errorsSeen(trader(1));
  const errors = [winRate.error, roi.error, timing.error, consistency.error];
  const error = four((confidence.high - confidence.low) / 2 / ERRORS_90);
  return lines([
    ...seen.lines,
    ['win rate', joining(seen.winRate), four(winRate.error)],
    ['roi', joining(seen.roi), four(roi.error)],
    ['timing', joining(seen.timing), four(timing.error)],
    ['consistency', joining(seen.consistency), four(consistency.error)],
    ['error', weighing(errors), error],
    ['low', `${four(confidence.value)} − 1.645 × ${error}`, four(confidence.low)],
    ['high', `${four(confidence.value)} + 1.645 × ${error}`, four(confidence.high)],
  ]);
}

/** What the markets alone say of each error; the program keeps only what the spread joined to it. */
function errorsSeen(of: WalletRecord): {
  readonly lines: readonly Line[];
  readonly winRate: string;
  readonly roi: string;
  readonly timing: string;
  readonly consistency: string;
} {
  const parts = judgeParts(of);
  const seen = (error: number) => four((error ** -2 - PART_SPREAD ** -2) ** -0.5);
  const only = (horizon: 'resolution' | '24h') =>
    seen(judgeParts(onHorizon(of, horizon)).timing.error);
  const [winRate, roi, timing, consistency] = [
    seen(parts.winRate.error),
    seen(parts.roi.error),
    seen(parts.timing.error),
    seen(parts.consistency.error),
  ];
  const [payout, day] = [only('resolution'), only('24h')];
  return {
    lines: [
      ['win rate, seen', `√(${odds(parts.winRate.shrunk)} ÷ 120)`, winRate],
      ['roi, seen', slope({ mean: 0.04, variance: 1, count: 120 }, ROI_SCALE), roi],
      ['to the payout', slope({ mean: 0.02, variance: 0.25, count: 120 }, TIMING_SCALE), payout],
      ['over 24 h', slope({ mean: 0.006, variance: 0.01, count: 60 }, TIMING_SCALE), day],
      ['timing, seen', `(120 × ${payout} + 60 × ${day}) ÷ (120 + 60)`, timing],
      ['consistency, seen', `√(${odds(parts.consistency.shrunk)} ÷ 12)`, consistency],
    ],
    ...{ winRate, roi, timing, consistency },
  };
}

function oldExample(): string {
  const { parts, evidence } = scored(trader(0.5));
  return lines([
    ['evidence', '120 × 0.5', four(evidence)],
    ['win rate, shrunk', shrinking(60, parts.winRate.raw), four(parts.winRate.shrunk)],
  ]);
}

function edgeExample(): string {
  const { edge, edgeByCategory } = scored(trader(1));
  const politics = edgeByCategory[0]?.edge.value ?? Number.NaN;
  const sports = edgeByCategory[1]?.edge.value ?? Number.NaN;
  const error = four((edge.high - edge.low) / 2 / ERRORS_90);
  const categories = `1 ÷ ${BETWEEN_CATEGORIES}²`;
  const drawn = (count: number, mean: string) =>
    `(${count} × ${mean} + ${categories} × ${four(edge.value)}) ÷ (${count} + ${categories})`;
  return lines([
    ['a market at 50¢ weighs', '0.5 ÷ (1 − 0.5)', four(certaintyOf(0.5))],
    [
      'edge',
      `(120 × 0.06 + 1 ÷ ${BETWEEN_WALLETS}² × 0) ÷ (120 + 1 ÷ ${BETWEEN_WALLETS}²)`,
      four(edge.value),
    ],
    ['error', `√(1 ÷ (1 ÷ ${BETWEEN_WALLETS}² + 120))`, error],
    ['low', `${four(edge.value)} − 1.645 × ${error}`, four(edge.low)],
    ['high', `${four(edge.value)} + 1.645 × ${error}`, four(edge.high)],
    ['edge in politics', drawn(90, '0.1'), four(politics)],
    ['edge in sports', drawn(30, '−0.06'), four(sports)],
  ]);
}

function loserExample(): string {
  const { parts, confidence, edge } = scored(LOSER);
  const { winRate, roi, timing, consistency } = parts;
  return lines([
    ['each part', shrinking(100, 0), four(winRate.shrunk)],
    [
      'confidence',
      weighing([winRate.shrunk, roi.shrunk, timing.shrunk, consistency.shrunk]),
      four(confidence.value),
    ],
    ['edge', '(100 × −1 + 100 × 0) ÷ (100 + 100)', four(edge.value)],
  ]);
}

type Line = readonly [name: string, arithmetic: string, result: string];

/** In columns: a name, the arithmetic, what it gives. */
function lines(all: readonly Line[]): string {
  const width = Math.max(...all.map(([name]) => name.length));
  return all
    .map(([name, arithmetic, result]) => `${name.padEnd(width)} = ${arithmetic} = ${result}\n`)
    .join('');
}

function shrinking(count: number, part: number | null): string {
  return `(${count} × ${four(part)} + ${PRIOR_MARKETS} × ${PRIOR_PART}) ÷ (${count} + ${PRIOR_MARKETS})`;
}

function weighing(values: readonly number[]): string {
  const weights = Object.values(DEFAULT_WEIGHTS);
  return values.map((value, index) => `${weights[index]} × ${four(value)}`).join(' + ');
}

function curve(mean: string, scale: number): string {
  return `1 ÷ (1 + e^(−${mean} ÷ ${scale}))`;
}

/** Half the way between the curve one standard error above and below. */
function slope({ mean, variance, count }: Required<Omit<Sample, 'weight'>>, scale: number): string {
  const error = `√(${variance} ÷ ${count})`;
  const at = (sign: string) => `1 ÷ (1 + e^(−(${mean} ${sign} ${error}) ÷ ${scale}))`;
  return `(${at('+')} − ${at('−')}) ÷ 2`;
}

function odds(part: number): string {
  return `${four(part)} × (1 − ${four(part)})`;
}

function joining(error: string): string {
  return `√(1 ÷ (1 ÷ ${PART_SPREAD}² + 1 ÷ ${error}²))`;
}

/** Four digits, without zeros at the end. */
function four(value: number | null): string {
  if (value === null) return 'unknown';
  return String(Number(value.toFixed(4))).replace('-', '−');
}

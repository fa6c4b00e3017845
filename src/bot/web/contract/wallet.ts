import { z } from 'zod';
import { decision } from './decisions.ts';
import { position } from './positions.ts';
import {
  address,
  atMs,
  count,
  curvePoint,
  durationMs,
  estimate,
  gateCount,
  ledgerRef,
  list,
  money,
  outcomeRef,
  ppm,
  price,
  quantity,
  ratio,
  span,
  walletRef,
} from './values.ts';

export const walletParams = z.strictObject({ address });
export const walletQuery = z.strictObject({ span });

/** One rule as a control shows it, and the line that changes it. */
export const rule = z.strictObject({
  name: z.string().describe('as `/wallet WHO name value` has it: `scale`, `max`, `drift`'),
  about: z.string(),
  words: z.string().describe('what holds now'),
  isOwn: z.boolean().describe('false: the setting of the same name applies'),
  value: z.string().nullable().describe('as it would be typed; null where the setting applies'),
  example: z.string().describe('a value that works'),
});

export const scorePart = z.strictObject({
  name: z.enum(['winRate', 'roi', 'timing', 'consistency']),
  raw: ratio.nullable().describe('0 to 1; null where the trades do not tell'),
  shrunk: ratio.describe('drawn towards the prior by how little is known'),
  weight: ratio,
});

export const score = z.strictObject({
  atMs,
  fromMs: atMs,
  untilMs: atMs,
  kind: z.string(),
  kindNote: z.string(),
  trades: count,
  markets: count,
  ended: count,
  winRate: ratio.nullable(),
  roi: ratio.nullable(),
  confidence: estimate,
  edge: estimate,
  parts: list(scorePart),
  categories: list(z.strictObject({ category: z.string(), markets: count, edge: estimate })),
  drawdownWeek: ratio.nullable(),
  holdingMs: durationMs.nullable(),
  typicalSize: z.number().nullable().describe('dollars of a typical entry'),
});

export const scorePoint = z.strictObject({
  atMs,
  confidence: estimate,
  edge: estimate,
  winRate: ratio.nullable(),
  roi: ratio.nullable(),
});

/** Where the money between the leader’s trade and ours went; positive is what it cost us. */
export const shortfall = z.strictObject({
  copies: count,
  latency: money,
  slippage: money,
  fees: money,
  rounding: money,
  missedExit: money,
});

/** What copying made, or would have made, beside what the leader made on the same trades. */
export const copyability = z.strictObject({
  fromMs: atMs,
  untilMs: atMs,
  isEstimate: z.boolean().describe('guessed from public prints: shown as ESTIMATE'),
  leaderTrades: count,
  copied: count,
  leaderNet: money,
  ourNet: money,
  spent: money,
  leaderEdge: estimate.nullable(),
  ourEdge: estimate.nullable(),
  shortfall,
  leaderCurve: list(curvePoint),
  ourCurve: list(curvePoint),
});

export const copyRecord = z.strictObject({
  ledger: ledgerRef,
  sinceMs: atMs,
  copies: count,
  markets: count,
  spent: money,
  net: money,
  edge: estimate.nullable(),
});

/** One fill of ours beside what the leader paid. */
export const copyTrade = z.strictObject({
  id: z.string(),
  orderShortId: z.string(),
  ledger: ledgerRef,
  outcome: outcomeRef,
  side: z.enum(['buy', 'sell']),
  price,
  quantity,
  notional: money,
  fee: money,
  leaderPrice: price.nullable(),
  worse: money.nullable().describe('dollars that we paid more, or got less; negative is better'),
  behindMs: durationMs.nullable(),
  atMs,
});

export const walletDetail = z.strictObject({
  atMs,
  wallet: walletRef,
  url: z.string().nullable(),
  isFollowed: z.boolean(),
  enabled: z.boolean(),
  mode: z.enum(['paper', 'live']).nullable(),
  followedAtMs: atMs.nullable(),
  scaleFactor: ppm.nullable(),
  categoriesAllowed: list(z.string()),
  categoriesDenied: list(z.string()),
  rules: list(rule).describe('empty for a wallet that nobody follows'),
  trades: count.describe('of theirs that we saw in 7 days'),
  lastTradeAtMs: atMs.nullable(),
  copied: count,
  skipped: count,
  byGate: list(gateCount),
  atCost: money,
  pnl: money,
  warnings: list(z.string()),
  score: score.nullable(),
  scoreHistory: list(scorePoint).describe('in the span, oldest first'),
  copyability: copyability.nullable(),
  copying: list(copyRecord),
  results: list(z.strictObject({ ledger: ledgerRef, points: list(curvePoint) })).describe(
    'realised less fees in the span, added up',
  ),
  positions: list(position),
  fills: list(copyTrade).describe('newest first'),
  decisions: list(decision).describe('newest first'),
});

export type WalletQuery = z.infer<typeof walletQuery>;
export type Rule = z.infer<typeof rule>;
export type Score = z.infer<typeof score>;
export type ScorePoint = z.infer<typeof scorePoint>;
export type Copyability = z.infer<typeof copyability>;
export type CopyRecord = z.infer<typeof copyRecord>;
export type CopyTrade = z.infer<typeof copyTrade>;
export type WalletDetail = z.infer<typeof walletDetail>;

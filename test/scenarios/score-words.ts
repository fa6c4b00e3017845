import { type LedgerId, PAPER } from '../../src/engine/domain/ids.ts';
import type { Settings } from '../../src/engine/domain/settings.ts';
import { DAY_MS } from '../../src/engine/domain/time.ts';
import { dollars } from '../../src/engine/domain/values/money.ts';
import type {
  CopyRecord,
  ScorePartName,
  WalletAssessment,
  WalletKind,
  WalletScore,
} from '../../src/engine/domain/wallet-score.ts';
import { scoreOf } from '../../src/engine/intelligence/scoring/judge/score.ts';
import type { WalletRecord, WeighedSums } from '../../src/engine/intelligence/scoring/record.ts';
import { ACCOUNT } from './scripted-account.ts';
import { durationMs } from './venue-frames.ts';
import { addressOf } from './wallet-words.ts';

/** How far back the records of copies of a story reach. */
const RECORD_MS = 30 * DAY_MS;
const NOTHING = { raw: null, shrunk: 0.35 } as const;
const NONE: WeighedSums = { count: 0, weight: 0, weightSquares: 0, sum: 0, squares: 0 };

/** A score of nothing special, with what a test changes. */
export function scoreWith(
  change: Partial<WalletScore> & Pick<WalletScore, 'wallet' | 'atMs'>,
): WalletScore {
  return {
    ...{ fromMs: change.atMs - RECORD_MS, untilMs: change.atMs, kind: 'directional' },
    ...{ kindNote: 'bets on outcomes', trades: 200, markets: 60, ended: 50, evidence: 50 },
    ...{ winRate: 0.6, roi: 0.1, roiOnCapital: 0.1, timing: [], consistency: 0.6 },
    parts: { winRate: NOTHING, roi: NOTHING, timing: NOTHING, consistency: NOTHING },
    confidence: { value: 0.6, low: 0.5, high: 0.7 },
    edge: { value: 0.05, low: 0, high: 0.1 },
    edgeByCategory: [],
    drawdown: { depth: 0, lengthMs: 0, week: null, sizeAfterLoss: null },
    priceBands: Array.from({ length: 10 }, () => 0),
    ...{ bestMarketShare: null, holdingMs: null, size: { typical: null, spread: null } },
    ...change,
  };
}

/**
 * `anna 0.42 kind maker ended 50 above 0.1 week -0.3 silent 31d`, and what copying it made:
 * `copies 30 markets 12 net -26 edge 0.01/0.05 in live` (its bounds; on paper when left out).
 */
export function assessmentOf(
  [name = '', confidence = '', ...words]: readonly string[],
  nowMs: number,
): WalletAssessment {
  const options = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2) options.set(words[at] ?? '', words[at + 1] ?? '');
  const value = Number(confidence);
  const week = options.get('week');
  const kind = (options.get('kind') ?? 'directional') as WalletKind;
  const score = scoreWith({
    wallet: addressOf(name),
    atMs: nowMs,
    untilMs: nowMs - durationMs(options.get('silent') ?? '0s'),
    kind,
    kindNote: `is a ${kind}`,
    ended: Number(options.get('ended') ?? 50),
    confidence: { value, low: value, high: value },
    edge: edgeOf(options.get('above')),
    drawdown: {
      ...{ depth: 0, lengthMs: 0, sizeAfterLoss: null },
      week: week === undefined ? null : Number(week),
    },
  });
  return { score, copying: options.has('copies') ? [copyRecordOf(options, nowMs)] : [] };
}

/** Expected profit per dollar; a little of it where a story does not say. */
function edgeOf(words: string | undefined) {
  const value = Number(words ?? 0.05);
  return { value, low: value - 0.05, high: value + 0.05 };
}

function copyRecordOf(options: ReadonlyMap<string, string>, nowMs: number): CopyRecord {
  const [low, high] = (options.get('edge') ?? '0/0').split('/').map(Number);
  const ledger: LedgerId = options.get('in') === 'live' ? ACCOUNT : PAPER;
  return {
    ...{ ledger, sinceMs: nowMs - RECORD_MS, spent: dollars(100) },
    copies: Number(options.get('copies')),
    markets: Number(options.get('markets') ?? 12),
    net: dollars(Number(options.get('net') ?? 0)),
    edge: { value: ((low ?? 0) + (high ?? 0)) / 2, low: low ?? 0, high: high ?? 0 },
  };
}

/** What the judge says, by the weights of now, of a wallet that is good in one part alone. */
export function judgedOf(
  [name = '', part = '']: readonly string[],
  { settings, nowMs }: { readonly settings: Settings; readonly nowMs: number },
): WalletAssessment {
  const weights = {
    winRate: settings['score.weightWinRate'],
    roi: settings['score.weightRoi'],
    timing: settings['score.weightTiming'],
    consistency: settings['score.weightConsistency'],
  };
  const is = (one: ScorePartName, good: number, bad: number): WeighedSums =>
    alike(one === 'consistency' ? 40 : 400, part === one ? good : bad);
  const move = is('timing', 0.2, -0.2);
  const record: WalletRecord = {
    ...{ wallet: addressOf(name), atMs: nowMs, lastTradeAtMs: nowMs, openMarkets: 0 },
    ...{ firstTradeAtMs: nowMs - RECORD_MS, trades: 800, markets: 400 },
    wins: is('winRate', 1, 0),
    returns: is('roi', 1, -1),
    ...{ profit: 0, cost: 400, capitalMax: 100 },
    moves: { '1m': NONE, '1h': NONE, '24h': move, resolution: move },
    edge: NONE,
    edgeByCategory: new Map(),
    blocks: is('consistency', 1, 0),
    luck: { markets: 0, expectedWins: 0, variance: 0, wins: 0 },
    ...{ drawdown: { depth: 0, lengthMs: 0 }, week: { profit: 0, atWork: 0 } },
    sizes: { count: 800, meanLog: 1, varianceLog: 0 },
    sizesAfterLoss: { count: 0, meanLog: 0 },
    holding: { count: 400, meanLogMs: 16 },
    priceBands: Array.from({ length: 10 }, () => 0),
    ...{ bestMarketProfit: 0, grossProfit: 0 },
    habits: {
      ...{ bothSides: 0, inSets: 0, soldOut: 0, quick: 0, lateAndRight: 0 },
      tradesPerActiveDay: 4,
    },
  };
  return { score: scoreOf(record, { weights }), copying: [] };
}

/** `count` markets of today, all alike. */
function alike(count: number, x: number): WeighedSums {
  return { count, weight: count, weightSquares: count, sum: count * x, squares: count * x * x };
}

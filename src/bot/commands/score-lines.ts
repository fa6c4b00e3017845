import type { Copyability, Shortfall } from '../../engine/domain/copy-result.ts';
import { DAY_MS } from '../../engine/domain/time.ts';
import type { Money } from '../../engine/domain/values/money.ts';
import type {
  CopyRecord,
  Estimate,
  Horizon,
  WalletScore,
} from '../../engine/domain/wallet-score.ts';
import { count, gain, MINUS, signedMoney } from '../format/amounts.ts';
import {
  aboutDollars,
  edgeRange,
  said,
  scoreRange,
  share,
  signedRatio,
} from '../format/estimates.ts';
import { isKindNotCopied, kindWords } from '../format/kind-words.ts';
import { duration } from '../format/moments.ts';
import { bookName, cut } from '../format/names.ts';
import type { Line } from '../reply.ts';

/** Characters of the note behind a kind, and of a category. */
const NOTE_WIDTH = 60;
export const CATEGORY_WIDTH = 16;
const CENTS = 100;

/** `score 0.48 (0.35–0.61), 12 markets ended: too few to say`. */
export function scoreLine(score: WalletScore): string {
  return `score ${scoreWords(score)}`;
}

/** `0.48 (0.35–0.61), 12 markets ended: too few to say`. */
export function scoreWords({ confidence, ended, kind }: WalletScore): string {
  const few = kind === 'unproven' ? ': too few to say' : '';
  return `${scoreRange(confidence)}, ${count(ended, 'market')} ended${few}`;
}

/** Everything that a card says of a wallet's own trading; nothing where nothing was scored. */
export function tradingLines(score: WalletScore): Line[] {
  return [
    scoreLine(score),
    // The line above says what is to be said of somebody new.
    ...(score.kind === 'unproven' ? [] : [kindLine(score)]),
    edgeLine(score),
    partsLine(score),
    riskLine(score),
    habitsLine(score),
  ].filter((line) => line !== '');
}

/** What it is, why, and whether that keeps it from being copied. */
export function kindLine({ kind, kindNote }: WalletScore): string {
  const note = kindNote.trim() === '' ? '' : `: ${cut(kindNote, NOTE_WIDTH)}`;
  return `${kindWords(kind)}${note}${isKindNotCopied(kind) ? ' · not copied by default' : ''}`;
}

/** `edge +6.2 % (+1.9 % to +10.4 %) a dollar: better than the prices it paid`; empty without one. */
export function edgeLine({ edge }: WalletScore): string {
  return said(edge.value) === null ? '' : `edge ${edgeRange(edge)} a dollar: ${edgeVerdict(edge)}`;
}

/** What an interval says to somebody who asks whether to copy. */
function edgeVerdict({ low, high }: Estimate): string {
  if (low > 0) return 'better than the prices it paid';
  return high < 0 ? 'worse than the prices it paid' : 'it may be luck';
}

const HORIZON_WORDS: Readonly<Record<Horizon, string>> = {
  '1m': 'a minute after a buy',
  '1h': 'an hour after a buy',
  '24h': 'a day after a buy',
  resolution: 'at the end of a market',
};

/** The four parts of a score, as far as they are known. */
function partsLine(score: WalletScore): string {
  const winRate = said(score.winRate);
  const roi = said(score.roi);
  const consistency = said(score.consistency);
  return [
    ...(winRate === null ? [] : [`wins ${share(winRate)}`]),
    ...(roi === null ? [] : [`return ${signedRatio(roi)}`]),
    ...timingWords(score.timing.at(-1)),
    ...(consistency === null ? [] : [`steady ${share(consistency)}`]),
  ].join(' · ');
}

function timingWords(of: WalletScore['timing'][number] | undefined): string[] {
  if (of === undefined || said(of.move) === null) return [];
  return [`${moveWords(of.move)} ${HORIZON_WORDS[of.horizon]}`];
}

const HORIZON_SHORT: Readonly<Record<Horizon, string>> = {
  '1m': 'in a minute',
  '1h': 'in an hour',
  '24h': 'in a day',
  resolution: 'at the end',
};

/** `after a buy: +0.1¢ in a minute, +0.6¢ in an hour`; empty where no price is known. */
export function timingLine({ timing }: WalletScore): string {
  const moves = timing
    .filter(({ move }) => said(move) !== null)
    .map(({ horizon, move }) => `${moveWords(move)} ${HORIZON_SHORT[horizon]}`);
  return moves.length === 0 ? '' : `after a buy: ${moves.join(', ')}`;
}

/** A move in dollars a share: `+1.2¢`. */
export function moveWords(move: number): string {
  if (said(move) === null) return 'unknown';
  const cents = Math.round(move * CENTS * 10) / 10;
  const sign = cents > 0 ? '+' : cents < 0 ? MINUS : '';
  return `${sign}${Math.abs(cents).toFixed(1)}¢`;
}

function riskLine({ drawdown }: WalletScore): string {
  const depth = said(drawdown.depth, DOLLARS_MAX) ?? 0;
  const lengthMs = said(drawdown.lengthMs, SPAN_MS_MAX);
  const week = said(drawdown.week);
  const after = said(drawdown.sizeAfterLoss);
  const long = lengthMs === null ? '' : `, ${duration(lengthMs)} long`;
  return [
    ...(depth > 0 ? [`worst fall ${aboutDollars(depth)}${long}`] : []),
    ...(week === null ? [] : [`${signedRatio(week)} in 7 days`]),
    ...(after !== null && after >= CHASES_FROM
      ? [`buys ${after.toFixed(1)} × its usual after a loss`]
      : []),
  ].join(' · ');
}

/** Larger sums and longer times are a mistake of somebody. */
const DOLLARS_MAX = 1e9;
const SPAN_MS_MAX = 100 * 365 * DAY_MS;
/** Larger entries after a loss than this many times the usual are worth a word. */
const CHASES_FROM = 1.3;
/** A market with more than this share of all profits made the wallet. */
const ONE_MARKET_FROM = 0.5;

function habitsLine(score: WalletScore): string {
  const typical = said(score.size.typical, DOLLARS_MAX);
  const holdingMs = said(score.holdingMs, SPAN_MS_MAX);
  const oneMarket = said(score.bestMarketShare, 1) ?? 0;
  const best = bestCategory(score);
  return [
    ...(typical === null ? [] : [`buys for about ${aboutDollars(typical)}`]),
    ...(holdingMs === null ? [] : [`holds ${duration(holdingMs)}`]),
    ...(best === null
      ? []
      : [`best in ${cut(best.category, CATEGORY_WIDTH)} ${signedRatio(best.edge.value)}`]),
    ...(oneMarket >= ONE_MARKET_FROM ? [`${share(oneMarket)} of its profit from one market`] : []),
  ].join(' · ');
}

/** Where it is best by what is sure of it; `null` where that is nowhere better than nothing. */
function bestCategory({ edgeByCategory }: WalletScore) {
  const [best] = edgeByCategory
    .filter(({ edge }) => (said(edge.value) ?? 0) > 0 && said(edge.low) !== null)
    .sort((a, b) => b.edge.low - a.edge.low);
  return best ?? null;
}

/** What copying made beside what the leader made, and where the difference went. */
export function copyLines(copyability: Copyability, nowMs: number): Line[] {
  const { isEstimate, ourNet, leaderNet, copied, leaderTrades, fromMs, shortfall } = copyability;
  if (leaderTrades === 0) return [];
  const span = `in ${duration(nowMs - fromMs)}`;
  const of = `${copied} of ${count(leaderTrades, 'trade')} ${span}`;
  const made = isEstimate ? 'ESTIMATE  copying it would have made ' : 'copying it made ';
  const theirs = ` where it made ${signedMoney(leaderNet)} at your size · ${of}`;
  const parts = shortfallWords(shortfall);
  return [
    [made, gain(ourNet), theirs],
    ...(parts === '' || copied === 0 ? [] : [`the difference: ${parts}`]),
  ];
}

const SHORTFALL_WORDS = {
  latency: 'we came later',
  slippage: 'book was thin',
  fees: 'fees',
  rounding: 'sizes rounded',
  missedExit: 'exits',
} as const satisfies Partial<Record<keyof Shortfall, string>>;
const SHORTFALL_PARTS = Object.keys(SHORTFALL_WORDS) as readonly (keyof typeof SHORTFALL_WORDS)[];

/** Each part as it changed our result; what is under a cent is left out. */
function shortfallWords(shortfall: Shortfall): string {
  return SHORTFALL_PARTS.flatMap((part) => {
    const words = signedMoney(-shortfall[part] as Money);
    return /[1-9]/.test(words) ? [`${SHORTFALL_WORDS[part]} ${words}`] : [];
  }).join(', ');
}

/** What copies made in each book: `PAPER  14 copies of 9 markets over: +$3.10, edge +2.1 % (…)`. */
export function recordLines(records: readonly CopyRecord[], nowMs: number): Line[] {
  return records
    .filter(({ spent }) => spent > 0)
    .map(({ ledger, sinceMs, copies, markets, net, edge }) => [
      `${bookName(ledger)}  your copies made `,
      gain(net),
      ` in ${duration(nowMs - sinceMs)}, ${count(copies, 'copy', 'copies')} over in ${count(markets, 'market')}`,
      ...(said(edge?.value ?? null) === null || edge === null
        ? []
        : [` · ${edgeRange(edge)} a dollar`]),
    ]);
}

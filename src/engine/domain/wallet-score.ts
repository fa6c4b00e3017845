import type { LedgerId, WalletAddress } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';

/**
 * What a wallet's trading looks like. `unproven` has ended too few markets to tell; `exchange` is a
 * contract through which others trade.
 */
export const WALLET_KINDS = [
  'unproven',
  'directional',
  'maker',
  'hedger',
  'scalper',
  'lucky',
  'insider',
  'dormant',
  'exchange',
] as const;
export type WalletKind = (typeof WALLET_KINDS)[number];

/** Kinds whose results a copy cannot have; not copied while `wallets.copyMakers` is off. */
export const UNCOPIED_KINDS: readonly WalletKind[] = ['maker', 'hedger', 'exchange'];

/** Ended markets below which nobody's skill is told. */
export const PROVEN_MARKETS_MIN = 20;

/** A value with the bounds of its 90 % interval; `low <= value <= high`. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** When after a buy the price is looked at; `resolution` is the payout. */
export const HORIZONS = ['1m', '1h', '24h', 'resolution'] as const;
export type Horizon = (typeof HORIZONS)[number];

export const SCORE_PARTS = ['winRate', 'roi', 'timing', 'consistency'] as const;
export type ScorePartName = (typeof SCORE_PARTS)[number];

/** One part of a confidence, 0..1 both. `raw` is `null` where the trades do not tell. */
export interface ScorePart {
  readonly raw: number | null;
  /** Drawn towards the prior by how little is known. */
  readonly shrunk: number;
}

/** What is believed of a wallet at a moment, from its own trades. Dollars and ratios are floats. */
export interface WalletScore {
  readonly wallet: WalletAddress;
  readonly atMs: AtMs;
  /** Its first and its newest trade that were counted. */
  readonly fromMs: AtMs;
  readonly untilMs: AtMs;
  readonly kind: WalletKind;
  /** Why it is of this kind, with the numbers, for people: `bought both sides in 41 of 50 markets`. */
  readonly kindNote: string;
  /** Buys and sells. */
  readonly trades: number;
  /** Markets it traded in, and those of them that ended for it. */
  readonly markets: number;
  readonly ended: number;
  /** Ended markets, each weighed by its age: the n of every shrinkage. */
  readonly evidence: number;
  /** Share of ended markets with a profit. */
  readonly winRate: number | null;
  /** Profit per dollar paid, after fees, over ended markets. */
  readonly roi: number | null;
  /** Profit per dollar of the most that was at work at a time. */
  readonly roiOnCapital: number | null;
  /** Move in its favour after a buy, dollars a share after the fee; horizons without data are left out. */
  readonly timing: readonly { readonly horizon: Horizon; readonly move: number }[];
  /** Share of blocks of ten ended markets, in their order, that made a profit. */
  readonly consistency: number | null;
  readonly parts: Readonly<Record<ScorePartName, ScorePart>>;
  readonly confidence: Estimate;
  /** Expected (payout − entry price) per dollar, shrunk, clustered by market. */
  readonly edge: Estimate;
  readonly edgeByCategory: readonly {
    readonly category: string;
    readonly markets: number;
    readonly edge: Estimate;
  }[];
  readonly drawdown: {
    /** Dollars from the best to the worst later result. */
    readonly depth: number;
    /** Longest time under an earlier best result. */
    readonly lengthMs: number;
    /** Result of the last seven days per dollar that was at work in them; `null` without any. */
    readonly week: number | null;
    /** Size of entries after a loss over that of others; above 1 it chases its losses. */
    readonly sizeAfterLoss: number | null;
  };
  /** Dollars of entries by price: [0, 0.1), [0.1, 0.2), … [0.9, 1]. */
  readonly priceBands: readonly number[];
  /** Its best market's share of all profits; `null` without profits. */
  readonly bestMarketShare: number | null;
  /** How long it typically holds (geometric mean). */
  readonly holdingMs: number | null;
  /** Dollars of a typical entry (geometric mean), and the spread of their logarithms. */
  readonly size: { readonly typical: number | null; readonly spread: number | null };
}

/** What copying one wallet made in one ledger, over the days that are judged. */
export interface CopyRecord {
  readonly ledger: LedgerId;
  readonly sinceMs: AtMs;
  /** Copies with a fill whose position is over, and in how many markets. */
  readonly copies: number;
  readonly markets: number;
  /** Dollars that all copies with a fill paid. */
  readonly spent: Money;
  /** Realised less fees, plus what open copies stand at the bid above or below their cost. */
  readonly net: Money;
  /** Net per dollar of copies that are over, clustered by market; `null` below two markets. */
  readonly edge: Estimate | null;
}

/** Everything that decides how far a wallet is trusted, told to the core as one input. */
export interface WalletAssessment {
  readonly score: WalletScore;
  readonly copying: readonly CopyRecord[];
}

import type { Money, Price } from './values/money.ts';

/** What makes a market good to trade in. */
export const QUALITY_PARTS = ['liquidity', 'spread', 'volume', 'timeDecay'] as const;
export type QualityPart = (typeof QUALITY_PARTS)[number];
/** Each 0 (bad, or not known) to 1. */
export type QualityParts = Readonly<Record<QualityPart, number>>;

/**
 * How far a price usually moves in a day, in dollars per share: the root of the mean square. `null`
 * where too little of the window is known.
 */
export interface Volatility {
  /** Over the last 24 hours. */
  readonly day: Price | null;
  /** Over the last seven days, scaled to one. */
  readonly week: Price | null;
  /** `seen`: from prices over time; `listed`: one change that the venue told with the market. */
  readonly basis: 'seen' | 'listed' | 'none';
}

/** What may make a market pay otherwise, or later, than its question says. */
export const RISK_CONCERNS = [
  'rulesUnknown',
  'disputed',
  'rulesEdited',
  'proposed',
  'vagueRules',
  'noSource',
  'noClosingTime',
] as const;
export type RiskConcern = (typeof RISK_CONCERNS)[number];

export interface ResolutionRisk {
  /** 0 (none that we know of) to 1. */
  readonly score: number;
  /** The heaviest first. */
  readonly concerns: readonly RiskConcern[];
}

/** Dollars within the band around the middle of a book. */
export interface NearDepth {
  readonly bid: Money;
  readonly ask: Money;
  /** −1 (all of it sells) to 1 (all of it buys); `null` when there is none. */
  readonly asymmetry: number | null;
}

/** What is known of a market at one moment, for one of its outcomes. */
export interface MarketAnalysis {
  readonly parts: QualityParts;
  readonly depth: NearDepth;
  /** Best ask minus best bid as a share of their middle; `null` for a one-sided or crossed book. */
  readonly spread: number | null;
  readonly volume24h: Money | null;
  readonly volatility: Volatility;
  readonly risk: ResolutionRisk;
  readonly closesInMs: number | null;
  /** When dollars may be expected; `null` when the closing time is not known. */
  readonly payoutInMs: number | null;
}

import type { AtMs } from './time.ts';

/**
 * Whose price decides, and how it is averaged.
 * `chainlinkPoint`: the Chainlink data stream at the instant. `chainlinkTwap`: its mean over the last
 * seconds, weighted by time. `binanceCandle`: the close (for one-touch the high or low) of a Binance
 * candle. `kalshiMean60`: the mean of 60 one-second values of the CF Benchmarks index before the close.
 */
export type SettlementSource =
  | { readonly kind: 'chainlinkPoint' }
  | { readonly kind: 'chainlinkTwap'; readonly seconds: number }
  | { readonly kind: 'binanceCandle'; readonly intervalMs: number }
  | { readonly kind: 'kalshiMean60' };

/** What all crypto claims have. Prices are dollars of one coin, as floats: compared, never booked. */
export interface CryptoRuleTerms {
  /** Lower-case code of the coin, such as `btc`. */
  readonly symbol: string;
  readonly source: SettlementSource;
  /** The instant whose price decides: of a candle, its end. */
  readonly closesAtMs: AtMs;
}

/** The price at the end against the price at the start. */
export interface UpDownRule extends CryptoRuleTerms {
  readonly kind: 'upDown';
  readonly opensAtMs: AtMs;
  /** Price to beat; `null` is the price at the start, by the same source. */
  readonly strike: number | null;
  /** What an end equal to the start pays the first side: all, nothing or a half. */
  readonly tie: 'up' | 'down' | 'half';
}

export interface ThresholdRule extends CryptoRuleTerms {
  readonly kind: 'threshold';
  readonly direction: 'above' | 'below';
  readonly strike: number;
  /** Whether the strike itself counts. */
  readonly inclusive: boolean;
}

export interface RangeRule extends CryptoRuleTerms {
  readonly kind: 'range';
  readonly floor: number;
  readonly cap: number;
  readonly floorInclusive: boolean;
  readonly capInclusive: boolean;
}

/** Whether the price is at the strike or beyond it at any moment from the opening to the close. */
export interface OneTouchRule extends CryptoRuleTerms {
  readonly kind: 'oneTouch';
  readonly direction: 'up' | 'down';
  readonly strike: number;
  readonly opensAtMs: AtMs;
}

/** What the first side (Yes, Up) of a crypto market pays for. */
export type CryptoRule = UpDownRule | ThresholdRule | RangeRule | OneTouchRule;

/** Why a market has no rule that could be used. */
export type NoRule =
  /** Its words are none of the shapes that are known. */
  | 'shapeUnknown'
  /** A coin that is not followed. */
  | 'symbolUnknown'
  /** Opening or close are missing, or contradict what its name says. */
  | 'windowUnclear'
  /** The strike is missing, or its name says another than its question. */
  | 'strikeUnclear'
  /** Only the rules text says whose price decides, and it is not there. */
  | 'rulesTextNeeded'
  /** The text or the named source says another price than markets of this shape have. */
  | 'sourceUnclear'
  /** Its sides are not exactly Yes and No, or Up and Down. */
  | 'sidesUnclear';

export type RuleReading =
  | { readonly ok: true; readonly rule: CryptoRule }
  | { readonly ok: false; readonly reason: NoRule; readonly found: string };

/** Seconds at the end of which the settlement takes the mean; zero where one price decides. */
export function averagedSeconds(source: SettlementSource): number {
  switch (source.kind) {
    case 'chainlinkTwap':
      return source.seconds;
    case 'kalshiMean60':
      return KALSHI_MEAN_S;
    default:
      return 0;
  }
}

/** Values that Kalshi's settlement averages, one a second. */
export const KALSHI_MEAN_S = 60;

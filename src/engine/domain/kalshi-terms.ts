import type { MarketId } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money, Price } from './values/money.ts';
import type { KalshiFee } from './venue-rules/kalshi.ts';
import type { PriceRange } from './venue-rules/kalshi-ticks.ts';

/** What the outcome is compared with: `greater` v > floor; `between` floor ≤ v ≤ cap. */
export const STRIKE_TYPES = [
  'greater',
  'greater_or_equal',
  'less',
  'less_or_equal',
  'between',
  'functional',
  'custom',
  'structured',
] as const;
export type StrikeType = (typeof STRIKE_TYPES)[number];

/** The venue's own stages of a market. */
export const KALSHI_STATUSES = [
  'initialized',
  'inactive',
  'active',
  'closed',
  'determined',
  'disputed',
  'amended',
  'finalized',
] as const;
export type KalshiStatus = (typeof KALSHI_STATUSES)[number];

export interface KalshiStrike {
  readonly type: StrikeType;
  /** In the unit of the question, as the venue writes it: `67948.03`. Never derived from a title. */
  readonly floor: string | null;
  readonly cap: string | null;
  /** A formula. */
  readonly functional: string | null;
  /** Named parts, such as a candidate; values as text. */
  readonly custom: Readonly<Record<string, string>>;
}

export interface SettlementSource {
  readonly name: string;
  readonly url: string | null;
}

/**
 * Everything that decides how a Kalshi market pays, beside the domain's `Market`. A matcher compares
 * it with the terms of another venue. `null` means that the venue did not tell.
 */
export interface KalshiTerms {
  /** The ticker. */
  readonly marketId: MarketId;
  readonly eventTicker: string;
  readonly seriesTicker: string | null;
  readonly kind: 'binary' | 'scalar';
  readonly status: KalshiStatus;
  readonly title: string;
  readonly eventTitle: string | null;
  readonly eventSubTitle: string | null;
  readonly yesSubTitle: string;
  readonly noSubTitle: string;
  readonly category: string | null;
  /** At most one market of the event ends yes; not: exactly one. */
  readonly isMutuallyExclusive: boolean | null;
  readonly strike: KalshiStrike | null;
  readonly rulesPrimary: string;
  readonly rulesSecondary: string;
  readonly settlementSources: readonly SettlementSource[];
  readonly canCloseEarly: boolean;
  readonly earlyCloseCondition: string | null;
  readonly opensAtMs: AtMs | null;
  /** Trading ends here; the outcome may be of another time. */
  readonly closesAtMs: AtMs;
  /** When the event itself happens. */
  readonly occursAtMs: AtMs | null;
  readonly expectedExpirationAtMs: AtMs | null;
  readonly latestExpirationAtMs: AtMs | null;
  /** From the outcome to the payout. */
  readonly settlementTimerMs: number | null;
  /** The shard that trades it, with cash of its own; 2 is crypto. */
  readonly exchangeIndex: number;
  readonly priceRanges: readonly PriceRange[];
  readonly notional: Money;
  /** `null` until its series was read. */
  readonly fee: KalshiFee | null;
  readonly feeWaivedUntilMs: AtMs | null;
  readonly result: 'yes' | 'no' | 'scalar' | null;
  /** Of one yes share. */
  readonly settlementValue: Price | null;
  /** The value that decided, as the venue writes it. */
  readonly expirationValue: string | null;
  /** A combination of other markets. */
  readonly isCombo: boolean;
  readonly isProvisional: boolean;
}

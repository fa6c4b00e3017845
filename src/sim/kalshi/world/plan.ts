import { DAY_MS } from '../../../engine/domain/time.ts';
import type { Belief, ComboLeg, KalshiSeries, MarketTerms, Strike } from './market.ts';

/** A market before it is listed. */
export interface MarketPlan {
  readonly ticker: string;
  readonly title: string;
  readonly yesSubTitle: string;
  readonly noSubTitle: string;
  readonly openAtMs: number;
  readonly closeAtMs: number;
  readonly strike: Strike;
  readonly structure: string;
  readonly rulesPrimary: string;
  readonly rulesSecondary: string;
  readonly belief: Belief;
  readonly settlementSeconds: number;
  /** Requotes in a second. */
  readonly pace: number;
  /** What is known at the opening only. */
  readonly atOpening?: () => { readonly strike: Strike; readonly yesSubTitle: string };
  /** Why it may close before its time; it does as soon as its outcome is known. */
  readonly earlyClose?: string;
  readonly customStrike?: Readonly<Record<string, unknown>>;
  readonly legs?: readonly ComboLeg[];
  readonly collection?: string;
  /** Probability that the outcome is disputed before it is paid. */
  readonly disputeProbability?: number;
  /** Trading in it stops for a while, once, at this moment. */
  readonly pausesAtMs?: number;
  /** It traded before the world began: since its opening, or up to its end. */
  readonly isWarm?: boolean;
}

export interface EventPlan {
  readonly ticker: string;
  readonly series: KalshiSeries;
  readonly title: string;
  readonly subTitle: string;
  readonly isExclusive: boolean;
  readonly strikeAtMs: number | null;
  readonly createdAtMs: number;
  readonly markets: readonly MarketPlan[];
}

/** What the settlement timer of most series is. */
export const SETTLEMENT_SECONDS = 60;
const LATEST_AFTER_MS = 7 * DAY_MS;

/** What of a plan stays as it was announced. */
export function termsOf(
  plan: MarketPlan,
  { id, createdAtMs }: { readonly id: string; readonly createdAtMs: number },
): MarketTerms {
  return {
    ticker: plan.ticker,
    id,
    title: plan.title,
    noSubTitle: plan.noSubTitle,
    createdAtMs,
    openAtMs: plan.openAtMs,
    latestAtMs: plan.closeAtMs + LATEST_AFTER_MS,
    settlementSeconds: plan.settlementSeconds,
    rulesPrimary: plan.rulesPrimary,
    rulesSecondary: plan.rulesSecondary,
    earlyClose: plan.earlyClose ?? null,
    customStrike: plan.customStrike ?? null,
    legs: plan.legs ?? null,
    collection: plan.collection ?? null,
  };
}

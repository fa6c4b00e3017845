import type { Gate } from './decision.ts';
import type { LedgerId } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';

/** Two dollar amounts between which a sum lies nine times in ten. */
export interface DollarEstimate {
  readonly low: Money;
  readonly high: Money;
}

/** What one brain made of the signals of a span, open shares at the bid. */
export interface BrainResult {
  readonly ledger: LedgerId;
  readonly net: Money;
  readonly spent: Money;
  readonly copies: number;
}

/** What one brain made more than another on the same signals. */
export interface BrainDifference {
  readonly ledger: LedgerId;
  readonly against: LedgerId;
  readonly net: Money;
  /** 90 %, a market being one observation; `null` below two markets. */
  readonly interval: DollarEstimate | null;
  readonly markets: number;
}

/** What naive copying made of the trades that a gate kept the rules from. */
export interface SkippedResult {
  readonly gate: Gate;
  readonly trades: number;
  readonly net: Money;
}

/** What the brains made of the same signals in a span of time. */
export interface BrainsView {
  readonly sinceMs: AtMs;
  /** One for each shadow ledger in which anything was copied. */
  readonly results: readonly BrainResult[];
  /** Each of the others against naive copying, and the model against the rules. */
  readonly differences: readonly BrainDifference[];
  /** The dearest first. */
  readonly skipped: readonly SkippedResult[];
  /** Whether more happened than was looked at: then it is about the oldest part. */
  readonly isCut: boolean;
}

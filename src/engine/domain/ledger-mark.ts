import type { LedgerId } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';

/** What loss limits compare with: the ledger at the start of the local day, and its best equity. */
export interface LedgerMark {
  readonly ledger: LedgerId;
  /** Local day as `2026-11-22`. */
  readonly day: string;
  /** Realised minus fees when the day began. */
  readonly netAtDayStart: Money;
  /** Equity less flows when the day began: what the day itself made is measured from here. */
  readonly gainAtDayStart: Money;
  readonly peakEquity: Money;
  readonly updatedAtMs: AtMs;
}

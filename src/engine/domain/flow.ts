import type { LedgerId } from './ids.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';

export type FlowKind = 'deposit' | 'withdrawal' | 'external';

/** Money that entered or left a ledger without a trade of ours. Never profit or loss. */
export interface Flow {
  readonly id: string;
  readonly ledger: LedgerId;
  readonly kind: FlowKind;
  /** Signed: a withdrawal is negative. */
  readonly amount: Money;
  readonly note: string;
  readonly atMs: AtMs;
}

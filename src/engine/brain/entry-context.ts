import type { DepthView } from '../domain/book/depth.ts';
import type { Control } from '../domain/control.ts';
import type { Market } from '../domain/market.ts';
import type { Settings } from '../domain/settings.ts';
import type { EntrySignal } from '../domain/signal.ts';
import type { AtMs } from '../domain/time.ts';
import type { Money } from '../domain/values/money.ts';
import type { WalletRules } from '../domain/wallet.ts';
import type { WalletScore } from '../domain/wallet-score.ts';

/** Dollars at cost held and reserved in one ledger, by what the caps count. */
export interface Exposure {
  readonly market: Money;
  readonly group: Money;
  readonly wallet: Money;
  readonly walletToday: Money;
  readonly category: Money;
  readonly total: Money;
  readonly positions: number;
  /** Whether this order would enlarge a position that is already counted. */
  readonly alreadyHeld: boolean;
  readonly entriesLastMinute: number;
  /** Cash that no open order reserves. */
  readonly available: Money;
}

/** Writes that the database has not confirmed yet. */
export interface WriteQueue {
  readonly count: number;
  readonly oldestMs: number;
}

/** Everything the rules look at for one entry in one ledger. */
export interface EntryContext {
  readonly signal: EntrySignal;
  readonly atMs: AtMs;
  readonly settings: Settings;
  readonly wallet: WalletRules | null;
  /** The newest score of the wallet; `null` while there is none. */
  readonly score: Pick<WalletScore, 'kind' | 'kindNote'> | null;
  readonly market: Market | null;
  readonly depth: DepthView | null;
  readonly control: Control;
  /** What real money still lacks; `null` when none is at stake. */
  readonly live: { readonly missing: readonly string[] } | null;
  readonly writes: WriteQueue;
  readonly filter: { readonly allowed: boolean; readonly rule: string | null };
  readonly exposure: Exposure;
  /** What is left of the signal's budget when it is chased; `null` the first time. */
  readonly budgetLeft: Money | null;
}

import type { DepthView } from './book/depth.ts';
import type { Control } from './control.ts';
import type { LedgerId, SignalId } from './ids.ts';
import type { Market } from './market.ts';
import type { ModelSilence } from './model.ts';
import type { EntrySignal } from './signal.ts';
import type { Stake } from './stake.ts';
import type { AtMs } from './time.ts';
import type { Money } from './values/money.ts';
import type { WalletRules } from './wallet.ts';
import type { WalletScore } from './wallet-score.ts';

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

/** Who holds what of a market; empty where nothing is known. */
export interface Holdings {
  readonly leader: readonly Stake[];
  readonly ours: readonly Stake[];
}

/** Writes that the database has not confirmed yet. */
export interface WriteQueue {
  readonly count: number;
  readonly oldestMs: number;
}

/** What the rules look at of a score; what was decided long ago was written down with less of it. */
export type KnownScore = Pick<WalletScore, 'kind' | 'kindNote'> &
  Partial<Pick<WalletScore, 'ended' | 'edge' | 'edgeByCategory'>>;

/** Losses that became final lately in one ledger. */
export interface RecentLosses {
  /** The newest in the market; `null` for none. */
  readonly inMarketAtMs: AtMs | null;
  /** Newest markets in a row that the wallet lost, and when the newest of them did. */
  readonly inARow: number;
  readonly lastAtMs: AtMs | null;
}

/** Everything the rules look at for one entry in one ledger, but for the settings. */
export interface EntryInputs {
  readonly signal: EntrySignal;
  readonly atMs: AtMs;
  readonly wallet: WalletRules | null;
  /** The newest score of the wallet; `null` while there is none. */
  readonly score: KnownScore | null;
  readonly market: Market | null;
  readonly depth: DepthView | null;
  readonly control: Control;
  /** What real money still lacks; `null` when none is at stake. */
  readonly live: { readonly missing: readonly string[] } | null;
  readonly writes: WriteQueue;
  readonly filter: { readonly allowed: boolean; readonly rule: string | null };
  readonly exposure: Exposure;
  /** Left out where nobody asks for them. */
  readonly losses?: RecentLosses;
  /** What the leader and this ledger hold of the market's outcomes; a record of old has none. */
  readonly held: Holdings;
  /** What is left of the signal's budget when it is chased; `null` the first time. */
  readonly budgetLeft: Money | null;
}

/** What a model said of an accepted entry, or why it said nothing. */
export type ModelWord =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'silent'; readonly silence: ModelSilence };

/** What one decision was made from: enough to make it again. */
export interface DecisionRecord {
  /** Of the decision. */
  readonly id: string;
  readonly signalId: SignalId;
  readonly ledger: LedgerId;
  /** Of the program that decided. */
  readonly version: string;
  readonly settingsVersion: number;
  /** Texts of the settings that were set, on top of the defaults. */
  readonly settings: Readonly<Record<string, string>>;
  readonly inputs: EntryInputs;
  /** `null` where none was asked. */
  readonly model: {
    /** The configured name. */
    readonly name: string;
    readonly word: ModelWord;
    readonly consultation: string | null;
  } | null;
  readonly atMs: AtMs;
}

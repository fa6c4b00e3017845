import type { DepthView } from './book/depth.ts';
import type { Control } from './control.ts';
import type { IntentId, LedgerId, SignalId } from './ids.ts';
import type { Market } from './market.ts';
import type { ModelSilence } from './model.ts';
import type { EntrySignal, ExitSignal } from './signal.ts';
import type { Stake } from './stake.ts';
import type { AtMs } from './time.ts';
import type { Money, Price, Quantity } from './values/money.ts';
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

/** Everything the rules look at for one exit in one ledger, at one of its steps, but for the settings. */
export type ExitInputs =
  /** Entries on their way come first. */
  | {
      readonly step: 'deferred';
      readonly signal: ExitSignal;
      readonly entries: readonly IntentId[];
    }
  | ({ readonly step: 'planned'; readonly signal: ExitSignal } & ExitPlanInputs)
  | ({ readonly step: 'tried'; readonly signal: ExitSignal } & ExitTryInputs);

export interface ExitPlanInputs {
  readonly wallet: WalletRules | null;
  readonly market: Market | null;
  /** Shares held for this leader that no other exit has claimed. */
  readonly free: Quantity;
}

/** What one try of an exit looks at. */
export interface ExitTryInputs {
  readonly control: Control;
  /** A person asked for it: kill does not hold it back. */
  readonly manual: boolean;
  readonly market: Market | null;
  readonly depth: DepthView | null;
  /** What is left to sell, and how much of it the chain has confirmed. */
  readonly left: Quantity;
  readonly settled: Quantity;
  /** Least that a share may bring; `null` where nothing but the bid counts. */
  readonly least?: Price | null;
}

/** What one decision was made from: enough to make it again. */
interface RecordOfDecision {
  /** Of the decision. */
  readonly id: string;
  readonly signalId: SignalId;
  readonly ledger: LedgerId;
  /** Of the program that decided. */
  readonly version: string;
  readonly settingsVersion: number;
  /** Texts of the settings that were set, on top of the defaults. */
  readonly settings: Readonly<Record<string, string>>;
  readonly atMs: AtMs;
}

export interface EntryRecord extends RecordOfDecision {
  /** Records of old have none. */
  readonly kind?: 'entry';
  readonly inputs: EntryInputs;
  /** `null` where none was asked. */
  readonly model: {
    /** The configured name. */
    readonly name: string;
    readonly word: ModelWord;
    readonly consultation: string | null;
  } | null;
}

/** Of the newest step, as the decision itself tells the newest word. */
export interface ExitRecord extends RecordOfDecision {
  readonly kind: 'exit';
  readonly inputs: ExitInputs;
  /** Shares of the order that it led to; fewer than promised where the rest is not settled yet. */
  readonly sold: Quantity | null;
}

export type DecisionRecord = EntryRecord | ExitRecord;

import type { ExitWork, LeaderHolding, LeaderTrade, SettingVersion } from './change.ts';
import type { Control } from './control.ts';
import type { Fill } from './fill.ts';
import type { Flow } from './flow.ts';
import type { SignalId } from './ids.ts';
import type { LedgerMark } from './ledger-mark.ts';
import type { Market, Resolution } from './market.ts';
import type { MarketFilter } from './market-filter.ts';
import type { MarketPair } from './market-pair.ts';
import type { ModelSpending } from './model.ts';
import type { Order } from './order.ts';
import type { Position } from './position.ts';
import type { Realisation } from './realisation.ts';
import type { CopySignal } from './signal.ts';
import type { AtMs } from './time.ts';
import type { WalletRules } from './wallet.ts';
import type { WalletScore } from './wallet-score.ts';
import type { WalletStanding } from './wallet-standing.ts';

/** How far back the past matters to the core: repeated leader rows, signals, today's spending. */
export const SNAPSHOT_WINDOW_MS = 48 * 3_600_000;

/** Under which name the core keeps since when nothing was copied. */
export const SILENCE_CURSOR = 'core.silence';

/** All that the core needs to go on after a restart, as the store has it. */
export interface EngineSnapshot {
  readonly control: Control;
  /** The newest version of each key, by version. */
  readonly settings: readonly SettingVersion[];
  readonly wallets: readonly WalletRules[];
  /** The newest score of each followed wallet. */
  readonly walletScores: readonly WalletScore[];
  readonly walletStandings: readonly WalletStanding[];
  readonly filters: readonly MarketFilter[];
  /** Markets that are not resolved, and those with shares held. */
  readonly markets: readonly Market[];
  /** Resolutions learned within the window, and those of markets with shares held. */
  readonly resolutions: readonly Resolution[];
  /** Leader rows received within the window, in order of receipt. */
  readonly leaderTrades: readonly LeaderTrade[];
  readonly leaderHoldings: readonly LeaderHolding[];
  /** Signals received within the window. */
  readonly signalIds: readonly SignalId[];
  /** Copies among them that were not judged yet, because their book had not come. */
  readonly undecided: readonly CopySignal[];
  /** Orders that are not terminal, and those created within the window. */
  readonly orders: readonly Order[];
  /** Fills within the window and all of orders that are not terminal. */
  readonly fills: readonly Fill[];
  /** What became final within the window; left out on tapes of an older version. */
  readonly realisations?: readonly Realisation[];
  /** Exits that are not done. */
  readonly exits: readonly ExitWork[];
  readonly positions: readonly Position[];
  readonly flows: readonly Flow[];
  readonly ledgerMarks: readonly LedgerMark[];
  /** Pairs of markets, in the order of their keys. */
  readonly pairs: readonly MarketPair[];
  /** What models used within the window. */
  readonly modelSpendings: readonly ModelSpending[];
  /** Since when nothing was copied, in the core's own words; `null` before it was written. */
  readonly silence: string | null;
  /** Commands acted on within the window. */
  readonly commandIds: readonly string[];
  readonly takenAtMs: AtMs;
}

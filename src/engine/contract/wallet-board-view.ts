import type { Copyability } from '../domain/copy-result.ts';
import type { AtMs } from '../domain/time.ts';
import type { Money } from '../domain/values/money.ts';
import type { WalletScore } from '../domain/wallet-score.ts';
import type { WalletRef } from './views.ts';

/** A wallet in the order of whom to copy; those that nobody follows are candidates. */
export interface TopView {
  readonly wallet: WalletRef;
  readonly isFollowed: boolean;
  readonly score: WalletScore | null;
  readonly copied: number;
  readonly skipped: number;
  readonly pnl: Money;
  readonly copyability: Copyability | null;
  readonly lastTradeAtMs: AtMs | null;
}

/** The same from memory: what copying made is counted now and then, `null` until it was. */
export interface RankedView extends Omit<TopView, 'copied' | 'skipped' | 'pnl'> {
  readonly copied: number | null;
  readonly skipped: number | null;
  readonly pnl: Money | null;
}

export interface WalletBoardView {
  /** Followed wallets and scored candidates, the best to copy first. */
  readonly wallets: readonly RankedView[];
  /** When what copying made was counted last; `null` before the first time. */
  readonly countedAtMs: AtMs | null;
}

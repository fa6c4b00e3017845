import type { LedgerId } from '../../domain/ids.ts';
import { lackText } from '../../domain/live-lack.ts';
import type { AtMs } from '../../domain/time.ts';
import type { Finding } from '../../reconcile/finding.ts';

/** An account that can trade with real money, and whether it may do so now. */
export interface LiveAccount {
  readonly ledger: LedgerId;
  /** What the outside says that live entries lack, in words for people. */
  missing: readonly string[];
  /** When the venue's picture of the account last agreed with ours; `null` since its channel opened. */
  agreedAtMs: AtMs | null;
  /** Why the last reading failed; `null` when it did not. */
  problem: string | null;
  /** A reading is on its way; another one is wanted behind it. */
  reading: 'no' | 'asked' | 'askedAgain';
  /** When the newest reading was asked for. */
  askedAtMs: AtMs;
  /** What it found. */
  findings: readonly Finding[];
  /** When the venue refused orders within the last minute, oldest first. */
  rejectsAtMs: AtMs[];
}

export function newLiveAccount(ledger: LedgerId): LiveAccount {
  return {
    ledger,
    missing: [lackText('unseen')],
    agreedAtMs: null,
    problem: null,
    reading: 'no',
    askedAtMs: 0,
    findings: [],
    rejectsAtMs: [],
  };
}

/** What stands between the account and live entries; empty when nothing does. */
export function missingOf(account: LiveAccount): readonly string[] {
  if (account.agreedAtMs !== null) return account.missing;
  return [...account.missing, lackText('comparison', account.problem)];
}

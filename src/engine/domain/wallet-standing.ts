import type { LedgerId, WalletAddress } from './ids.ts';
import type { AtMs } from './time.ts';

/**
 * What speaks against a wallet: its score is under the minimum of the book it trades in, its week,
 * its silence, our own loss from copying it (these disable it), its kind, or that copies of it lose
 * for sure (these, and the score, take it from live to paper).
 */
export const STANDING_CAUSES = [
  'score',
  'drawdown',
  'inactive',
  'ownLoss',
  'kind',
  'edge',
] as const;
export type StandingCause = (typeof STANDING_CAUSES)[number];

/**
 * Evidence that a rule acted on, or that was there when a person enabled the wallet or let it trade
 * live. It is spent: only worse or newer evidence acts again.
 */
export interface SpentEvidence {
  readonly cause: StandingCause;
  /** Whose copies it is about; `null` when it is about the wallet's own trading. */
  readonly ledger: LedgerId | null;
  /** In the unit of its cause: a score, a share of a dollar, days, or micro-dollars. */
  readonly actual: number;
  /** How much stood behind it: markets that had ended, or copies. */
  readonly evidence: number;
  /** When it was spent last. */
  readonly atMs: AtMs;
}

/** What the rules that disable, demote and offer remember of a followed wallet between scores. */
export interface WalletStanding {
  readonly wallet: WalletAddress;
  /** Local days in a row on which the score was under the minimum. */
  readonly belowDays: number;
  /** The last of them, `YYYY-MM-DD`; `null` when it is not under it. */
  readonly belowDay: string | null;
  /** What a person was offered last, so that it is offered once; `null` when nothing. */
  readonly offered: 'live' | 'cap' | null;
  /** When; `null` when nothing was. */
  readonly offeredAtMs: AtMs | null;
  readonly spent: readonly SpentEvidence[];
  readonly judgedAtMs: AtMs;
}

/** Of a wallet that was never judged. */
export function newStanding(wallet: WalletAddress, judgedAtMs: AtMs): WalletStanding {
  return {
    wallet,
    belowDays: 0,
    belowDay: null,
    offered: null,
    offeredAtMs: null,
    spent: [],
    judgedAtMs,
  };
}

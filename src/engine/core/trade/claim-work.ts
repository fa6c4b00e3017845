import { isLive, type LedgerId, type MarketId } from '../../domain/ids.ts';
import type { Position } from '../../domain/position.ts';
import type { AtMs } from '../../domain/time.ts';
import type { Turn } from '../turn.ts';
import { ledgerOf, payoutOf, type TradeState } from './state.ts';

export const CLAIM_TIMER = 'claim:';

/** A market in a ledger. */
export interface ClaimScope {
  readonly ledger: LedgerId;
  readonly marketId: MarketId;
}

/** Shares of one resolved market in a live ledger, until they are dollars or written off. */
export interface ClaimWork extends ClaimScope {
  readonly sinceMs: AtMs;
  attempts: number;
  /** The newest one that was sent. */
  transaction: string | null;
  /** `stuck`: a person was asked; a restart or a person begins again. */
  status: 'waiting' | 'asked' | 'stuck';
}

export function claimKey({ ledger, marketId }: ClaimScope): string {
  return `${ledger}|${marketId}`;
}

export function claimTimer(of: ClaimScope): string {
  return `${CLAIM_TIMER}${claimKey(of)}`;
}

/** Rows of a live ledger whose market is resolved for good. */
export function claimable(state: TradeState, ledger: LedgerId): readonly Position[] {
  if (!isLive(ledger)) return [];
  return ledgerOf(state, ledger).openPositions.filter(
    (position) => payoutOf(state, position) !== null,
  );
}

/** Rows of one market among them. */
export function claimed(state: TradeState, { ledger, marketId }: ClaimScope): readonly Position[] {
  return claimable(state, ledger).filter((position) => position.marketId === marketId);
}

/** Ends the work when nothing is left of the market. */
export function endClaim(state: TradeState, of: ClaimScope, turn: Turn): void {
  if (claimed(state, of).length > 0) return;
  turn.timers.cancel(claimTimer(of));
  state.claims.delete(claimKey(of));
}

import type { SkipCount } from '../../../engine/contract/queries.ts';
import type {
  OutcomeRef as OutcomeOf,
  WalletRef as WalletOf,
} from '../../../engine/contract/views.ts';
import { isLive, type LedgerId } from '../../../engine/domain/ids.ts';
import { DAY_MS } from '../../../engine/domain/time.ts';
import { gateReason } from '../../format/gate-words.ts';
import { bookName, walletName } from '../../format/names.ts';
import type { GateCount, LedgerRef, OutcomeRef, Span, WalletRef } from '../contract/values.ts';

/** A ledger as pages name it. */
export function ledgerRef(id: LedgerId): LedgerRef {
  return { id, name: bookName(id), isLive: isLive(id) };
}

export function outcomeRef({ market, tokenId, label }: OutcomeOf): OutcomeRef {
  return { market: { id: market.id, question: market.question, url: market.url }, tokenId, label };
}

export function walletRef(wallet: WalletOf): WalletRef;
export function walletRef(wallet: WalletOf | null): WalletRef | null;
export function walletRef(wallet: WalletOf | null): WalletRef | null {
  if (wallet === null) return null;
  return { address: wallet.address, label: wallet.label, name: walletName(wallet) };
}

export function gateCounts(counts: readonly SkipCount[]): readonly GateCount[] {
  return counts.map(({ gate, count }) => ({ gate, words: gateReason(gate), count }));
}

const SPAN_DAYS: Readonly<Record<Span, number>> = { '1d': 1, '7d': 7, '30d': 30, '90d': 90 };

/** When a span began. */
export function sinceOf(span: Span, nowMs: number): number {
  return nowMs - SPAN_DAYS[span] * DAY_MS;
}

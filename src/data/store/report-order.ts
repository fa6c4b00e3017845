import type {
  DecisionCount,
  FillSum,
  RealisedSum,
  SkipCount,
} from '../../engine/contract/reports.ts';
import { GATES } from '../../engine/domain/decision.ts';
import type { LedgerId, WalletAddress } from '../../engine/domain/ids.ts';
import type { LeaderEventKind } from '../../engine/domain/leader.ts';
import { addMoney } from '../../engine/domain/values/money.ts';

/** What a leader's buying and selling is; the rest moves shares without a price. */
export const TRADE_KINDS = ['buy', 'sell'] as const satisfies readonly LeaderEventKind[];

/** Adds up what slices of a report counted; equal in every store, ties included. */
export function mergedSkips(parts: Iterable<SkipCount>): SkipCount[] {
  const counts = merged(parts, (row) => row.gate, addCounts);
  return counts.sort((a, b) => b.count - a.count || GATES.indexOf(a.gate) - GATES.indexOf(b.gate));
}

export function mergedDecisionCounts(parts: Iterable<DecisionCount>): DecisionCount[] {
  const nameOf = (row: DecisionCount): string => `${row.signalKind} ${row.verdict}`;
  const counts = merged(parts, nameOf, addCounts);
  return counts.sort((a, b) => b.count - a.count || (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** By ledger, then wallet. */
export function mergedFillSums(parts: Iterable<FillSum>): FillSum[] {
  const sums = merged(parts, fillSumKey, (sum, part) => ({
    ...sum,
    fills: sum.fills + part.fills,
    bought: addMoney(sum.bought, part.bought),
    sold: addMoney(sum.sold, part.sold),
    fees: addMoney(sum.fees, part.fees),
  }));
  return sums.sort((a, b) => (fillSumKey(a) < fillSumKey(b) ? -1 : 1));
}

export function mergedRealised(parts: Iterable<RealisedSum>): RealisedSum[] {
  const sums = merged(
    parts,
    (row) => row.wallet ?? '',
    (sum, part) => ({ ...sum, amount: addMoney(sum.amount, part.amount) }),
  );
  return sums.sort((a, b) => ((a.wallet ?? '') < (b.wallet ?? '') ? -1 : 1));
}

function fillSumKey(of: { readonly ledger: LedgerId; readonly wallet: WalletAddress | null }) {
  return `${of.ledger}|${of.wallet ?? ''}`;
}

function addCounts<T extends { readonly count: number }>(sum: T, part: T): T {
  return { ...sum, count: sum.count + part.count };
}

function merged<T>(
  parts: Iterable<T>,
  keyOf: (part: T) => string,
  add: (sum: T, part: T) => T,
): T[] {
  const sums = new Map<string, T>();
  for (const part of parts) {
    const key = keyOf(part);
    const sum = sums.get(key);
    sums.set(key, sum === undefined ? part : add(sum, part));
  }
  return [...sums.values()];
}

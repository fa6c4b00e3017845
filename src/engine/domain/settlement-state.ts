/** What the chain says of a fill; never folded into the order's status. */
export type SettlementStatus = 'matched' | 'mined' | 'confirmed' | 'retrying' | 'failed';

export type SettlementEventKind = 'mined' | 'confirmed' | 'retrying' | 'failed';

const NEXT: Record<SettlementStatus, Partial<Record<SettlementEventKind, SettlementStatus>>> = {
  matched: { mined: 'mined', confirmed: 'confirmed', retrying: 'retrying', failed: 'failed' },
  retrying: { mined: 'mined', confirmed: 'confirmed', retrying: 'retrying', failed: 'failed' },
  mined: { mined: 'mined', confirmed: 'confirmed', retrying: 'retrying', failed: 'failed' }, // A reorg takes a mined trade back.
  confirmed: { mined: 'confirmed', confirmed: 'confirmed', retrying: 'confirmed' }, // Late words; confirmed is final.
  failed: { failed: 'failed' },
};

/** The status after `event`, or `null` when the table has no such row. */
export function nextSettlementStatus(
  status: SettlementStatus,
  event: SettlementEventKind,
): SettlementStatus | null {
  return NEXT[status][event] ?? null;
}

/** Whether the shares may be sold without risk of a reversal. */
export function isSettled(status: SettlementStatus): boolean {
  return status === 'confirmed';
}

export const SETTLEMENT_STATUSES = Object.keys(NEXT) as readonly SettlementStatus[];

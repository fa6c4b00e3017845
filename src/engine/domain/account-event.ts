import type { LedgerId } from './ids.ts';
import type { Quantity } from './values/money.ts';
import type { VenueFill, VenueOrderStatus } from './venue-answer.ts';

/** Faults of integrity: where one holds, nothing that is automatic may be sent. They kill. */
export type IntegrityFault =
  | 'journal'
  | 'clockSkew'
  | 'userFeedStale'
  | 'unauthorized'
  | 'signer'
  | 'reconciliation'
  | 'inDoubt'
  | 'rejects'
  /** A mistake of ours in the part that sends orders. */
  | 'executor';

/** What the account's own channel tells, and what live trading needs to know of its surroundings. */
export type AccountEvent =
  | {
      readonly kind: 'order';
      readonly hash: string;
      readonly status: VenueOrderStatus;
      /** Shares matched so far; `null` when the frame left it out. */
      readonly matched: Quantity | null;
    }
  | { readonly kind: 'fill'; readonly fill: VenueFill }
  /** The channel opened, for the first time or again: nothing of the gap is replayed. */
  | { readonly kind: 'connected'; readonly ledger: LedgerId }
  /** What live entries still lack, in words for people; empty when nothing. */
  | {
      readonly kind: 'readiness';
      readonly ledger: LedgerId;
      readonly missing: readonly string[];
    }
  | { readonly kind: 'fault'; readonly fault: IntegrityFault; readonly detail: string };

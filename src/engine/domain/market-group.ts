import type { MarketId } from './ids.ts';
import type { Venue } from './market.ts';

/** One bar of a ladder; `touch` counts the whole time until its end, `terminal` its end alone. */
export interface GroupRung {
  readonly marketId: MarketId;
  /** In micro-units of what the event measures. */
  readonly threshold: number;
  readonly kind: 'terminal' | 'touch';
  /** Whether a value on the bar itself counts. */
  readonly isInclusive: boolean;
}

/**
 * Markets of one venue's event that bind each other, as their contracts prove it. A `set`: at most
 * one of them ends yes, and one of them must where it is exhaustive. A `ladder`: bars of one value.
 */
export type MarketGroup = {
  /** Of the event; what is told again under it takes the place of what was told before. */
  readonly id: string;
  readonly venue: Venue;
  readonly family: string | null;
} & (
  | {
      readonly kind: 'set';
      readonly marketIds: readonly MarketId[];
      readonly isExhaustive: boolean;
    }
  | {
      readonly kind: 'ladder';
      readonly direction: 'above' | 'below';
      readonly rungs: readonly GroupRung[];
      /** Whether its family is proven, so that a violation may be called arbitrage. */
      readonly isProven: boolean;
    }
  /** Nothing binds them any more. */
  | { readonly kind: 'none' }
);

/** The markets of a group. */
export function marketsOf(group: MarketGroup): readonly MarketId[] {
  if (group.kind === 'none') return [];
  return group.kind === 'set' ? group.marketIds : group.rungs.map(({ marketId }) => marketId);
}

import type { Change } from '../domain/change.ts';
import type { IntentId, MarketId } from '../domain/ids.ts';
import type { OrderIntent } from '../domain/order.ts';
import type { RiskApproved } from '../risk/approve.ts';

/** What a step asks of the outside. Results come back as inputs. */
export type Effect =
  /** One transaction. `commitId` counts up; the answer is `committed` or `commitFailed`. */
  | { readonly kind: 'commit'; readonly commitId: number; readonly changes: readonly Change[] }
  /** Send a live order whose intent is committed. Paper orders never leave the core. */
  | { readonly kind: 'place'; readonly approved: RiskApproved<OrderIntent> }
  | { readonly kind: 'cancel'; readonly intentId: IntentId }
  /** This market matters from now on (or no more): subscribe, keep its book on a ladder. */
  | { readonly kind: 'watch'; readonly marketId: MarketId; readonly wanted: boolean }
  /** This book cannot be used until a fresh snapshot was read. */
  | { readonly kind: 'reread'; readonly marketId: MarketId; readonly reason: string }
  /** What a command led to. */
  | {
      readonly kind: 'answer';
      readonly commandId: string;
      readonly outcome: 'done' | 'refused';
      readonly message: string;
    };

import type { Change } from '../domain/change.ts';
import type { IntentId, LedgerId, MarketId, TokenId } from '../domain/ids.ts';
import type { Market } from '../domain/market.ts';
import type { ModelQuestion } from '../domain/model.ts';
import type { Order, OrderIntent } from '../domain/order.ts';
import type { Redemption } from '../domain/redemption.ts';
import type { AtMs } from '../domain/time.ts';

/** What a step asks of the outside. Results come back as inputs. */
export type Effect =
  /**
   * One transaction. `commitId` counts up and batches are applied in that order; each may be applied
   * twice, so the runner repeats a batch whose fate is unknown until it answers `committed`.
   */
  | { readonly kind: 'commit'; readonly commitId: number; readonly changes: readonly Change[] }
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
    }
  /** Make the order of this intent: its id at the venue and the bytes. Answered by `signed`. */
  | { readonly kind: 'sign'; readonly intent: OrderIntent; readonly market: Market }
  /**
   * Send these bytes once, if nothing stops it at the socket and the moment has not passed. They are
   * committed; `attempt` counts sendings of the same bytes. Answered by `posted`.
   */
  | {
      readonly kind: 'post';
      readonly order: Order;
      readonly attempt: number;
      readonly sendByMs: AtMs;
    }
  /** Ask every list of the venue for this order and its trades. Answered by `lookedUp`. */
  | {
      readonly kind: 'lookUp';
      readonly intentId: IntentId;
      readonly hash: string;
      readonly marketId: MarketId;
      /** No trade of it is older. */
      readonly sinceMs: AtMs;
    }
  /** Answered by `cancelAnswered`. */
  | { readonly kind: 'cancel'; readonly intentId: IntentId; readonly hash: string }
  /** Cancel until the venue lists nothing open, twice. Answered by `allCanceled`. */
  | { readonly kind: 'cancelAll'; readonly ledger: LedgerId }
  /** Answered by `accountRead`. */
  | {
      readonly kind: 'readAccount';
      readonly ledger: LedgerId;
      readonly sinceMs: AtMs;
      readonly tokens: readonly TokenId[];
    }
  /** Ask the language model; it proposes, nothing more. Answered by `modelAnswered`. */
  | { readonly kind: 'askModel'; readonly question: ModelQuestion }
  /** Turn shares into dollars on the chain. Answered by `redeemed`. */
  | {
      readonly kind: 'redeem';
      readonly ledger: LedgerId;
      readonly redemption: Redemption;
    };

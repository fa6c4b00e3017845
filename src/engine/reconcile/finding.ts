import type { FillId, TokenId } from '../domain/ids.ts';
import type { SettlementEventKind } from '../domain/settlement-state.ts';
import type { AtMs } from '../domain/time.ts';
import type { Money, Quantity } from '../domain/values/money.ts';
import type { VenueFill, VenueOpenOrder } from '../domain/venue-answer.ts';

/** Our books and the venue's sums of something differ by `by`, the venue's less ours. */
interface Difference {
  /** When it was first seen, unchanged since. */
  readonly sinceMs: AtMs;
}

/**
 * One thing in which the venue's account and our books differ, and what it means:
 * - `leave`: a person's own; never touched.
 * - `lookUp`: ask for this order by its hash. That a list lacks it proves nothing.
 * - `cancel`: ours, over in our books, and open at the venue.
 * - `adopt`: the venue is right; book it.
 * - `readAgain`: it may be a list that lags; it means something when it stays.
 * - `fault`: our books cannot be trusted: kill.
 */
export type Finding =
  /** Open at the venue by a hash that is none of ours. */
  | { readonly kind: 'orderUnknownToUs'; readonly means: 'leave'; readonly order: VenueOpenOrder }
  /** Open or in doubt with us, and not on the venue's list. */
  | { readonly kind: 'orderMissing'; readonly means: 'lookUp'; readonly hash: string }
  /** In doubt with us, and on the venue's list. */
  | { readonly kind: 'orderListed'; readonly means: 'lookUp'; readonly hash: string }
  /** Over with us before the reading was asked for, and on the venue's list. */
  | { readonly kind: 'orderRevived'; readonly means: 'cancel'; readonly hash: string }
  /** A fill of an order of ours that is not booked. */
  | {
      readonly kind: 'fillMissing';
      readonly means: 'adopt';
      readonly id: FillId;
      readonly fill: VenueFill;
    }
  /** What the chain says of a booked fill, newer than what we know. */
  | {
      readonly kind: 'fillMoved';
      readonly means: 'adopt';
      readonly id: FillId;
      readonly fill: VenueFill;
      readonly event: SettlementEventKind;
    }
  /**
   * A trade of the account by an order that is none of ours. A sale of more than our books hold, while
   * an order of ours in the token is not over, is read again: what that bought may be told late.
   */
  | {
      readonly kind: 'externalTrade';
      readonly means: 'adopt' | 'readAgain';
      readonly fill: VenueFill;
    }
  /** One that we adopted, and that failed on chain. */
  | { readonly kind: 'externalFailed'; readonly means: 'adopt'; readonly fill: VenueFill }
  /** The venue has fewer shares than our books: what we would sell is not there. */
  | (Difference & {
      readonly kind: 'sharesShort';
      readonly means: 'readAgain' | 'fault';
      readonly tokenId: TokenId;
      /** Micro-shares, negative. */
      readonly by: number;
    })
  /** Shares of a resolved market became dollars, and the balance has them. */
  | {
      readonly kind: 'redeemed';
      readonly means: 'adopt';
      readonly tokenId: TokenId;
      readonly quantity: Quantity;
      readonly proceeds: Money;
    }
  /** Complete sets of an open market became dollars, and the balance has them. */
  | {
      readonly kind: 'merged';
      readonly means: 'adopt';
      readonly tokens: readonly [TokenId, TokenId];
      readonly quantity: Quantity;
    }
  /** Shares of a resolved market are gone, and the balance did not rise by what they pay. */
  | (Difference & {
      readonly kind: 'redeemedUnpaid';
      readonly means: 'readAgain' | 'adopt';
      readonly tokenId: TokenId;
      /** Micro-shares, negative. */
      readonly by: number;
    })
  /** The venue has more: the owner split, received, or had them before. */
  | (Difference & {
      readonly kind: 'sharesOver';
      readonly means: 'readAgain' | 'adopt';
      readonly tokenId: TokenId;
      /** Micro-shares, positive. */
      readonly by: number;
    })
  /** Cash that nothing explains: a deposit, a withdrawal, or what fees were rounded by. */
  | (Difference & {
      readonly kind: 'cashDiffers';
      readonly means: 'readAgain' | 'adopt';
      readonly by: Money;
    });

/** What a finding is about; of one kind and subject there is one. */
export function subjectOf(finding: Finding): string {
  switch (finding.kind) {
    case 'orderUnknownToUs':
      return finding.order.hash;
    case 'orderMissing':
    case 'orderListed':
    case 'orderRevived':
      return finding.hash;
    case 'fillMissing':
    case 'fillMoved':
      return finding.id;
    case 'externalTrade':
    case 'externalFailed':
      return `${finding.fill.tradeId} ${finding.fill.orderHash}`;
    case 'sharesShort':
    case 'sharesOver':
    case 'redeemed':
    case 'redeemedUnpaid':
      return finding.tokenId;
    case 'merged':
      return finding.tokens[0];
    case 'cashDiffers':
      return '';
  }
}

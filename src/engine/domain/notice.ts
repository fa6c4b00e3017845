import type { LedgerId } from './ids.ts';
import type { AtMs } from './time.ts';

export type NoticeKind =
  | 'signal'
  /** A signal was followed: an order is on its way. */
  | 'accepted'
  | 'denied'
  | 'placed'
  /** The venue refused an order. */
  | 'rejected'
  | 'fill'
  | 'exitHeld'
  | 'exitNeedsYou'
  | 'inDoubt'
  | 'settlementFailed'
  /** An outcome was proposed or disputed: nothing is final. */
  | 'resolving'
  | 'resolved'
  | 'redeemed'
  /** Complete sets became dollars, or stay until the resolution because nothing here can merge them. */
  | 'merged'
  /** Won shares that this program cannot turn into dollars. */
  | 'claimNeedsYou'
  | 'arbitrage'
  /** An arbitrage was bought, or got rid of again, or somebody has to look at it. */
  | 'arbitrageDone'
  /** A pair of markets is not believed any more to be one question. */
  | 'pairDemoted'
  /** Both sides of one market cost less than a dollar: its book cannot be right. */
  | 'mirrorBroken'
  | 'priceLag'
  | 'walletDisabled'
  /** A live wallet is copied on paper from now on, by a rule. */
  | 'walletDemoted'
  /** The evidence would allow more: a question that a person answers. */
  | 'walletOffer'
  | 'scores'
  | 'paused'
  | 'resumed'
  | 'killed'
  /** After a kill the venue listed no open order of ours, twice. */
  | 'nothingOpen'
  | 'armed'
  /** Paper or live, or the way there. */
  | 'mode'
  /** Somebody raised what may be risked. */
  | 'raised'
  /** Who may operate changed, or somebody guessed codes. */
  | 'operators'
  /** Nothing was read for a while; what was missed, and what was done now. */
  | 'away'
  /** Nothing was copied for a day. */
  | 'noCopy'
  | 'feedDown'
  | 'feedBack'
  /** Something of the program itself does not work. */
  | 'fault';

/** A fact for people; surfaces word it. Enqueued once, in the transaction of what it tells. */
export interface Notice {
  /** From the content, so that a repeated step writes the same row. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly ledger: LedgerId | null;
  /** The id of what it is about: an order, a decision, a market, a command. */
  readonly subject: string;
  /** Values that the text needs; money in micro-units. */
  readonly data: Readonly<Record<string, string | number | null>>;
  readonly atMs: AtMs;
}

import type { LedgerId } from './ids.ts';
import type { AtMs } from './time.ts';

export type NoticeKind =
  | 'fill'
  | 'denied'
  | 'exitHeld'
  | 'exitNeedsYou'
  | 'resolved'
  | 'paused'
  | 'resumed'
  | 'killed'
  | 'armed'
  | 'inDoubt'
  /** Nothing was read for a while; what was missed, and what was done now. */
  | 'away'
  | 'feedDown'
  | 'feedBack'
  | 'command';

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

import type { Position } from './position.ts';
import type { Money } from './values/money.ts';

/** What one booking made of a position. */
export interface Booked {
  readonly position: Position;
  /** What this booking added to realised profit, before fees. */
  readonly realised: Money;
  /** Change of shares held, in micro-shares, signed. */
  readonly change: number;
  /** Change of cash before fees, signed. */
  readonly cash: Money;
}

import type { LevelChange } from './book.ts';
import type { KalshiEvent, KalshiMarket, Trade } from './market.ts';

/** A step in the life of a market, as the venue's websocket names it. */
export type LifeStep =
  | 'created'
  | 'activated'
  | 'deactivated'
  | 'close_date_updated'
  | 'determined'
  | 'settled'
  | 'price_level_structure_updated'
  | 'metadata_updated';

/** What happened, in order. The state of the world is always that after the newest. */
export type Happening =
  | { readonly kind: 'event'; readonly event: KalshiEvent }
  | { readonly kind: 'fee'; readonly event: KalshiEvent }
  | { readonly kind: 'life'; readonly market: KalshiMarket; readonly step: LifeStep }
  | {
      readonly kind: 'book';
      readonly market: KalshiMarket;
      readonly changes: readonly LevelChange[];
    }
  | { readonly kind: 'trade'; readonly market: KalshiMarket; readonly trade: Trade }
  /** A value of every index, once a second. */
  | { readonly kind: 'index' }
  /** A value of every index, five times a second. */
  | { readonly kind: 'fastIndex' }
  /** Everybody's session may drop. */
  | { readonly kind: 'paused' };

export interface TimedHappening {
  readonly atMs: number;
  readonly what: Happening;
}

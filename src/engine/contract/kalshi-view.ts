import type { KalshiTerms } from '../domain/kalshi-terms.ts';
import type { Market } from '../domain/market.ts';
import type { AtMs } from '../domain/time.ts';
import type { Price, Quantity } from '../domain/values/money.ts';
import type { MarketFit } from './market-view.ts';

/** Best prices of the yes side, and what rests at them; `null` where nothing does. */
export interface KalshiTop {
  readonly bid: Price | null;
  readonly bidQuantity: Quantity | null;
  readonly ask: Price | null;
  readonly askQuantity: Quantity | null;
}

/** Why nothing of a market trades now though its time is not over. */
export interface KalshiPause {
  /** `status`: the venue says so, outside of its hours. */
  readonly why: 'weeklyPause' | 'maintenance' | 'closedHours' | 'status';
  /** As far as anybody says; `null` when nobody knows. */
  readonly resumesAtMs: AtMs | null;
}

/** A market of Kalshi that people look at: nothing is copied or ordered there. */
export interface KalshiView {
  readonly market: Market;
  /** Everything that decides how it pays. */
  readonly terms: KalshiTerms;
  /** `null` where the venue is simulated. */
  readonly url: string | null;
  readonly fit: MarketFit;
  readonly top: KalshiTop;
  /** When these prices were read; `null` where the venue did not answer just now: they are of the list. */
  readonly readAtMs: AtMs | null;
  /** Of the part of the exchange that trades it; left out while that trades. */
  readonly pause?: KalshiPause;
}

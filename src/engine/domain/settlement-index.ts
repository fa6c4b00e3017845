import type { AtMs } from './time.ts';

/** A mean over the values of a window; floats, because they are compared and never booked. */
export interface IndexMean {
  readonly value: number;
  /** Values in it so far. */
  readonly count: number;
  readonly fromMs: AtMs;
  /** The end of the window as far as it is filled. */
  readonly untilMs: AtMs;
}

/** One value of an index that a venue settles by, as the venue itself streams it. */
export interface IndexValue {
  readonly kind: 'indexValue';
  readonly source: 'kalshi';
  /** The index's own id, such as `BRTI` or `ETHUSD_RTI`. */
  readonly indexId: string;
  /** Its coin in lower case, such as `btc`; `null` for an index of another kind. */
  readonly coin: string | null;
  readonly value: number;
  /** Of the values in the 60 s before this one; `null` where the channel carries none. */
  readonly trailing60s: IndexMean | null;
  /**
   * The running settlement mean of the quarter-hour that is about to end, of up to 60 values; only in
   * its last minute.
   */
  readonly settlement60s: IndexMean | null;
  /** When the index was published. */
  readonly venueAtMs: AtMs;
}

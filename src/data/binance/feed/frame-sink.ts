import type { AtMs } from '../../../engine/domain/time.ts';

/**
 * Where the feed delivers prices: the venue's own JSON, so that a recording of the same calls can be
 * replayed.
 */
export interface SpotSink {
  /** `source` is the tape's name of the feed: `binance.stream` or `binance.ticker`. */
  json(source: string, frame: unknown, receivedAtMs: AtMs): void;
}

import type { AtMs } from '../../../engine/domain/time.ts';

/** Where the feed delivers: the venue's own JSON, so that a recording of the calls can be replayed. */
export interface KalshiSink {
  /** `source` is the tape's name: `kalshi.markets`, `kalshi.book` or `kalshi.stream`. */
  json(source: string, frame: unknown, receivedAtMs: AtMs): void;
}

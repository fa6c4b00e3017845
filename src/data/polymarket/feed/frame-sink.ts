import type { AtMs } from '../../../engine/domain/time.ts';

/** A time in which a feed looked at nothing, by the wall clock. */
export interface FeedGap {
  readonly fromMs: AtMs;
  readonly untilMs: AtMs;
}

/**
 * Where feeds deliver. What they learn goes in as the venue's own JSON, so that a recording of the
 * same calls can be replayed.
 */
export interface FrameSink {
  /** `source` is the tape's name of the feed. */
  json(source: string, frame: unknown, receivedAtMs: AtMs): void;
  /**
   * Everything up to `value` was delivered by the calls of {@link json} before this one. `gap` tells
   * that the feed was away for longer than usual before it caught up.
   */
  cursor(name: string, value: string, gap: FeedGap | null): void;
}

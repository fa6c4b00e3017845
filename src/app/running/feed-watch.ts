import type { FeedView } from '../../engine/contract/views.ts';
import type { FeedChange } from '../../engine/domain/input.ts';
import { type AtMs, MINUTE_MS } from '../../engine/domain/time.ts';

/** A feed that is away for less is no news. */
const DOWN_MS = 2 * MINUTE_MS;

/** Notices when a feed is away for long, and when it is back. */
export class FeedWatch {
  readonly #badSince = new Map<string, AtMs>();
  readonly #told = new Set<string>();

  /** What changed since the last look. */
  look(feeds: readonly FeedView[], nowMs: AtMs): readonly FeedChange[] {
    return feeds.flatMap((feed) => this.#one(feed, nowMs) ?? []);
  }

  #one({ name, state }: FeedView, nowMs: AtMs): FeedChange | null {
    const isBad = state === 'down' || state === 'silent' || state === 'connecting';
    const sinceMs = this.#badSince.get(name) ?? nowMs;
    if (!isBad) {
      this.#badSince.delete(name);
      return this.#told.delete(name) ? { name, state: 'back', sinceMs } : null;
    }
    this.#badSince.set(name, sinceMs);
    if (nowMs - sinceMs < DOWN_MS || this.#told.has(name)) return null;
    this.#told.add(name);
    return { name, state: 'down', sinceMs };
  }
}

import type { MarketEvent } from '../../engine/domain/market-event.ts';
import type { AtMs } from '../../engine/domain/time.ts';

/** Newest measurements that percentiles are taken of. */
const SAMPLES = 1_024;

/** Messages of one source: how many, how old, how late. */
export class Meter {
  messages = 0;
  events = 0;
  problems = 0;
  lastAtMs: AtMs | null = null;
  readonly #lagsMs = new Float64Array(SAMPLES);
  #lags = 0;

  message(receivedAtMs: AtMs, events: readonly MarketEvent[], problems: number): void {
    this.messages += 1;
    this.events += events.length;
    this.problems += problems;
    this.lastAtMs = receivedAtMs;
    const venueAtMs = events.length === 0 ? null : venueTime(events[0]);
    if (venueAtMs === null) return;
    this.#lagsMs[this.#lags % SAMPLES] = receivedAtMs - venueAtMs;
    this.#lags += 1;
  }

  /** The share `part` of the newest lags is at most this; `null` before the first. */
  lagMs(part: number): number | null {
    const count = Math.min(this.#lags, SAMPLES);
    if (count === 0) return null;
    const sorted = this.#lagsMs.slice(0, count).sort();
    return sorted[Math.min(count - 1, Math.floor(count * part))] ?? null;
  }
}

/** When the venue says that it happened; `null` for what carries no time. */
function venueTime(event: MarketEvent | undefined): AtMs | null {
  if (event === undefined) return null;
  if (event.kind === 'leaderActed') return event.event.tradedAtMs;
  return 'venueAtMs' in event ? event.venueAtMs : null;
}

import type { IntegrityFault } from '../../../engine/domain/account-event.ts';
import { SECOND_MS } from '../../../engine/domain/time.ts';
import { secondsNumber } from '../../fields.ts';
import type { JsonHttp } from '../../http/json-http.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError } from '../../http/venue-error.ts';

/** Between this host's clock and the venue's; beyond it no age and no signature can be trusted. */
export const SKEW_MS_MAX = 2_000;
/** A reading that is older is made anew before credentials are asked for. */
export const CLOCK_AGE_MS_MAX = 300_000;

/** Where a fault of integrity is told. */
export type OnFault = (fault: IntegrityFault, detail: string) => void;

/** Where the venue's clock stands against this host's. */
export interface ClockReading {
  /** Positive when the venue is ahead. */
  readonly skewMs: number;
  /** The truth lies within this much to either side: whole seconds, and half of the round trip. */
  readonly uncertaintyMs: number;
}

interface Anchor {
  readonly venueAtMs: number;
  readonly monotonicMs: number;
}

/**
 * The venue's clock, which signatures are dated by. Between two readings it runs on with our
 * monotonic clock, so that a step of this host's wall clock changes no timestamp.
 */
export class VenueClock {
  readonly #http: JsonHttp;
  readonly #runtime: HttpRuntime;
  readonly #onFault: OnFault;
  #anchor: Anchor | null = null;

  constructor(http: JsonHttp, runtime: HttpRuntime, onFault: OnFault) {
    this.#http = http;
    this.#runtime = runtime;
    this.#onFault = onFault;
  }

  /** Whole seconds; by this host's clock until the venue's was read once. */
  nowS(): number {
    const anchor = this.#anchor;
    const atMs =
      anchor === null
        ? this.#runtime.nowMs()
        : anchor.venueAtMs + this.#runtime.monotonicMs() - anchor.monotonicMs;
    return Math.floor(atMs / SECOND_MS);
  }

  /**
   * Reads the venue's clock, and tells of a skew that is certainly too large.
   * @throws VenueError
   */
  async sync(): Promise<ClockReading> {
    const endpoint = 'clob.time';
    const sentMs = this.#runtime.monotonicMs();
    // One attempt: waiting between several would count as round trip.
    const get = { endpoint, groups: ['total'], path: '/time', attemptsMax: 1 } as const;
    const venue = secondsNumber.safeParse(await this.#http.getJson({ ...get, priority: 'exit' }));
    const receivedMs = this.#runtime.monotonicMs();
    if (!venue.success) {
      const text = 'a time that is no Unix seconds';
      throw new VenueError({ kind: 'malformed', endpoint, text });
    }
    const halfTripMs = (receivedMs - sentMs) / 2;
    const venueAtMs = venue.data + SECOND_MS / 2 + halfTripMs;
    this.#anchor = { venueAtMs, monotonicMs: receivedMs };
    const reading = {
      skewMs: venueAtMs - this.#runtime.nowMs(),
      uncertaintyMs: SECOND_MS / 2 + halfTripMs,
    };
    this.#judge(reading);
    return reading;
  }

  /** Reads it when it is older than that; without an answer the clock runs on as it stands. */
  async refresh(ageMsMax: number = CLOCK_AGE_MS_MAX): Promise<void> {
    const anchor = this.#anchor;
    const ageMs =
      anchor === null ? Number.POSITIVE_INFINITY : this.#runtime.monotonicMs() - anchor.monotonicMs;
    if (ageMs < ageMsMax) return;
    try {
      await this.sync();
    } catch (error) {
      // The endpoint's metrics have counted it; a wrong time is refused by the venue.
      if (!(error instanceof VenueError)) throw error;
    }
  }

  #judge({ skewMs, uncertaintyMs }: ClockReading): void {
    if (Math.abs(skewMs) - uncertaintyMs <= SKEW_MS_MAX) return;
    const direction = skewMs > 0 ? 'behind' : 'ahead of';
    const seconds = (Math.abs(skewMs) / SECOND_MS).toFixed(1);
    this.#onFault('clockSkew', `this host's clock is ${seconds} s ${direction} the venue's`);
  }
}

import type { AtMs } from '../../engine/domain/time.ts';
import { VENUE_ERROR_KINDS, type VenueErrorKind } from './venue-error.ts';

/** Latencies kept of each endpoint, the newest. */
export const LATENCIES_MAX = 128;
/** Distinct flaws of answers counted of each endpoint; the rest are counted as `other`. */
export const FLAWS_MAX = 200;

/** What one endpoint did since the start. */
export interface EndpointCounts {
  readonly endpoint: string;
  /** Requests sent, retries included. */
  readonly requests: number;
  readonly successes: number;
  readonly retries: number;
  readonly failures: Readonly<Record<VenueErrorKind, number>>;
  readonly lastSuccessAtMs: AtMs | null;
  /** Of the newest answers, oldest first. */
  readonly latenciesMs: readonly number[];
  /** How often a field of an answer was not what it has to be, by `reason field`. */
  readonly flaws: Readonly<Record<string, number>>;
}

interface Counters {
  requests: number;
  successes: number;
  retries: number;
  lastSuccessAtMs: AtMs | null;
  readonly failures: Record<VenueErrorKind, number>;
  readonly latenciesMs: number[];
  readonly flaws: Map<string, number>;
}

/** Counters by endpoint, readable as data. Endpoint names are literals of the program. */
export class EndpointMetrics {
  readonly #counters = new Map<string, Counters>();

  sent(endpoint: string): void {
    this.#of(endpoint).requests += 1;
  }

  retried(endpoint: string): void {
    this.#of(endpoint).retries += 1;
  }

  succeeded(endpoint: string, at: { readonly atMs: AtMs; readonly latencyMs: number }): void {
    const counters = this.#of(endpoint);
    counters.successes += 1;
    counters.lastSuccessAtMs = at.atMs;
    counters.latenciesMs.push(at.latencyMs);
    if (counters.latenciesMs.length > LATENCIES_MAX) counters.latenciesMs.shift();
  }

  failed(endpoint: string, kind: VenueErrorKind): void {
    this.#of(endpoint).failures[kind] += 1;
  }

  flawed(endpoint: string, flaw: string): void {
    const { flaws } = this.#of(endpoint);
    const name = flaws.has(flaw) || flaws.size < FLAWS_MAX ? flaw : 'other';
    flaws.set(name, (flaws.get(name) ?? 0) + 1);
  }

  /** A copy; later requests do not change it. */
  snapshot(): readonly EndpointCounts[] {
    return [...this.#counters].map(([endpoint, counters]) => ({
      endpoint,
      ...counters,
      failures: { ...counters.failures },
      latenciesMs: [...counters.latenciesMs],
      flaws: Object.fromEntries(counters.flaws),
    }));
  }

  #of(endpoint: string): Counters {
    const known = this.#counters.get(endpoint);
    if (known !== undefined) return known;
    const fresh: Counters = {
      requests: 0,
      successes: 0,
      retries: 0,
      lastSuccessAtMs: null,
      failures: Object.fromEntries(VENUE_ERROR_KINDS.map((kind) => [kind, 0])) as Record<
        VenueErrorKind,
        number
      >,
      latenciesMs: [],
      flaws: new Map(),
    };
    this.#counters.set(endpoint, fresh);
    return fresh;
  }
}

/**
 * What a caller can do about a failed request:
 * - `unreachable`: no connection, or it broke. `timeout`: no whole answer in time. Of a read nothing
 *   is known; of a write it is not known whether it happened.
 * - `rateLimited`: too many requests, by the venue's count or by ours; wait `retryAfterMs`.
 * - `unavailable`: the venue cannot serve now (5xx, 408, 425); see `mode`.
 * - `rejected`: the venue refused this request (4xx); the same request will be refused again.
 * - `malformed`: an answer that is not what it has to be: no JSON, an HTML page, a redirect, too big.
 * - `blocked`: refused by place or by address (403); stop, do not work around.
 */
export type VenueErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'rateLimited'
  | 'unavailable'
  | 'rejected'
  | 'malformed'
  | 'blocked';

export const VENUE_ERROR_KINDS: readonly VenueErrorKind[] = [
  'unreachable',
  'timeout',
  'rateLimited',
  'unavailable',
  'rejected',
  'malformed',
  'blocked',
];

/** A venue that answers "unavailable" may still do a part of its work. */
export type VenueMode = 'disabled' | 'cancelOnly' | 'postOnly' | 'restarting';

/** Longest text of a venue that an error keeps, in characters. */
export const VENUE_TEXT_LENGTH_MAX = 500;

/** What a venue's own error body says; each venue reads its own. */
export interface VenueProblem {
  readonly text: string | null;
  readonly code: string | null;
  readonly mode: VenueMode | null;
  readonly retryAfterMs: number | null;
}

export interface VenueErrorDetails extends Partial<VenueProblem> {
  readonly kind: VenueErrorKind;
  /** The endpoint's name in the metrics; never its address or parameters. */
  readonly endpoint: string;
  readonly status?: number | null;
  readonly cause?: unknown;
}

/** The only error of a venue's client. Its message holds no parameter, header or body of ours. */
export class VenueError extends Error {
  override readonly name: string = 'VenueError';
  readonly kind: VenueErrorKind;
  readonly endpoint: string;
  /** HTTP status, `null` when there was no answer. */
  readonly status: number | null;
  /** The venue's own words, or what was wrong with its answer. */
  readonly text: string;
  readonly code: string | null;
  readonly mode: VenueMode | null;
  readonly retryAfterMs: number | null;

  constructor(details: VenueErrorDetails) {
    const { kind, endpoint, status = null, cause } = details;
    const text = (details.text ?? '').slice(0, VENUE_TEXT_LENGTH_MAX);
    const where = status === null ? kind : `${kind}, ${status}`;
    super(`${endpoint} (${where})${text === '' ? '' : `: ${text}`}`, { cause });
    this.kind = kind;
    this.endpoint = endpoint;
    this.status = status;
    this.text = text;
    this.code = details.code ?? null;
    this.mode = details.mode ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

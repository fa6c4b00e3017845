import { EndpointMetrics } from '../../http/endpoint-metrics.ts';
import { type Get, JsonHttp, type ReadOptions } from '../../http/json-http.ts';
import { counted } from '../../http/problem-counts.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { VenueError } from '../../http/venue-error.ts';
import { FrameReader } from '../../parsed.ts';
import { isAbsent, malformed, problemOf } from '../errors.ts';
import type { AccountLimits } from '../schema-account.ts';
import type { KalshiKey } from '../sign.ts';
import { limitsOf } from './limits.ts';

export type Query = readonly (readonly [string, string])[];

/** One read of the venue. */
export interface KalshiGet extends ReadOptions {
  /** The name in metrics and errors: a literal. */
  readonly endpoint: string;
  /** From the API's own root on. */
  readonly path: string;
  readonly query?: Query;
  readonly bytesMax?: number;
  /** Whether it is signed; what the venue gives to anybody is asked without a key. */
  readonly isSigned?: boolean;
}

/** Reads of one address of the API: signs, limits and reads answers. */
export class KalshiHttp {
  readonly metrics = new EndpointMetrics();
  readonly #baseUrl: string;
  readonly #basePath: string;
  readonly #runtime: HttpRuntime;
  readonly #key: KalshiKey | null;
  #http: JsonHttp;

  /** `baseUrl` ends with the API's root, such as `/trade-api/v2`. */
  constructor(baseUrl: string, runtime: HttpRuntime, key: KalshiKey | null) {
    this.#baseUrl = baseUrl;
    this.#runtime = runtime;
    this.#key = key;
    this.#http = this.#open(null);
    this.#basePath = new URL(baseUrl).pathname.replace(/\/+$/, '');
  }

  get hasKey(): boolean {
    return this.#key !== null;
  }

  /** Goes by the account's own limits from now on. */
  adopt(limits: AccountLimits): void {
    this.#http = this.#open(limits);
  }

  /** @throws VenueError */
  async get(get: KalshiGet): Promise<unknown> {
    const { isSigned = false, ...rest } = get;
    if (!isSigned) return this.#http.getJson({ ...rest, groups: ['anonymous'] });
    const key = this.#key;
    if (key === null) throw withoutKey(get.endpoint);
    const headers = (target: string): Readonly<Record<string, string>> =>
      key.headers({
        method: 'GET',
        target: `${this.#basePath}${target}`,
        atMs: this.#runtime.nowMs(),
      });
    const signed: Get = { ...rest, groups: ['account'], headers };
    return this.#http.getJson(signed);
  }

  /** Like {@link get}, `null` where the venue says that there is no such thing. */
  async getOrAbsent(get: KalshiGet): Promise<unknown> {
    try {
      return await this.get(get);
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  /** What `read` makes of an answer. @throws VenueError `malformed` when it makes nothing of it */
  value<T>(endpoint: string, read: (reader: FrameReader) => T | null): T {
    const reader = new FrameReader(endpoint);
    const value = read(reader);
    const [flaw] = counted(reader.problems, this.metrics, endpoint);
    if (value !== null) return value;
    throw malformed(endpoint, `${flaw?.field ?? 'frame'}: ${flaw?.expected ?? 'another shape'}`);
  }

  #open(limits: AccountLimits | null): JsonHttp {
    const { metrics } = this;
    const host = { baseUrl: this.#baseUrl, limits: limitsOf(limits), problemOf, metrics };
    return new JsonHttp(host, this.#runtime);
  }
}

function withoutKey(endpoint: string): VenueError {
  const text = 'Kalshi answers this only to an API key: set KALSHI_KEY_ID and KALSHI_PRIVATE_KEY';
  return new VenueError({ kind: 'rejected', endpoint, text, code: 'noKey' });
}

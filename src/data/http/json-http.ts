import { invariant } from '../../engine/domain/values/invariant.ts';
import { ATTEMPTS_MAX, isRetryable, RetryCredit, retryDelayMs } from './backoff.ts';
import { EndpointMetrics } from './endpoint-metrics.ts';
import { fetchText, type Outgoing, parseJson } from './fetch-text.ts';
import { type Priority, RequestLimiter } from './request-limiter.ts';
import type { HttpRuntime } from './runtime.ts';
import type { RateLimit } from './token-bucket.ts';
import { VenueError, type VenueProblem } from './venue-error.ts';

/** How long one attempt may take, from connecting to the last byte. */
export const TIMEOUT_MS_DEFAULT = 10_000;
/** Longest answer taken, in bytes after decompression. */
export const BODY_BYTES_MAX = 8 * 1024 * 1024;

/** One host of a venue. */
export interface HostOptions {
  /** With or without a path; a slash at its end does not matter. */
  readonly baseUrl: string;
  /** The venue's limits by group of endpoints. */
  readonly limits: Readonly<Record<string, RateLimit>>;
  readonly problemOf: (status: number, body: unknown) => VenueProblem;
  /** Adds a parameter `_` that differs on every attempt, where a proxy caches by address. */
  readonly bustsCache?: boolean;
  /** Counters that outlive this object, where its limits are replaced by a new one's. */
  readonly metrics?: EndpointMetrics;
}

export interface ReadOptions {
  readonly priority?: Priority;
  readonly signal?: AbortSignal;
}

export interface Get extends ReadOptions {
  /** The name in metrics and errors: a literal, never with parameters in it. */
  readonly endpoint: string;
  /** Groups of {@link HostOptions.limits} that count this request. */
  readonly groups: readonly string[];
  /** Starts with a slash; ids inside are encoded by the caller. */
  readonly path: string;
  /** In this order; a name may repeat. */
  readonly query?: readonly (readonly [string, string])[];
  readonly timeoutMs?: number;
  readonly bytesMax?: number;
  /** Attempts at most, {@link ATTEMPTS_MAX} when left out. */
  readonly attemptsMax?: number;
  /** What else each attempt carries, from its path and query: signatures are made anew. */
  readonly headers?: (target: string) => Readonly<Record<string, string>>;
}

export interface Post extends Get {
  readonly body: unknown;
  /** Only what may safely happen twice is retried. */
  readonly isIdempotent: boolean;
}

/**
 * JSON over HTTP to one host: limits before sending, bounded retries of what may happen twice, typed
 * errors and counters. Every method throws {@link VenueError} or the reason of the caller's signal.
 */
export class JsonHttp {
  readonly metrics: EndpointMetrics;
  readonly #base: string;
  readonly #options: HostOptions;
  readonly #runtime: HttpRuntime;
  readonly #limiter: RequestLimiter;
  readonly #credit = new RetryCredit();
  #cacheKey = 0;

  constructor(options: HostOptions, runtime: HttpRuntime) {
    invariant(URL.canParse(options.baseUrl), 'the address of a host is a URL');
    this.#base = options.baseUrl.replace(/\/+$/, '');
    this.#options = options;
    this.metrics = options.metrics ?? new EndpointMetrics();
    this.#runtime = runtime;
    this.#limiter = new RequestLimiter(options.limits, runtime);
  }

  async getJson(get: Get): Promise<unknown> {
    return this.#send(get, null, (text) => parseJson(get.endpoint, text));
  }

  /** For the few endpoints that answer in plain words. */
  async getText(get: Get): Promise<string> {
    return this.#send(get, null, (text) => text);
  }

  async postJson(post: Post): Promise<unknown> {
    return this.#send(post, JSON.stringify(post.body), (text) => parseJson(post.endpoint, text));
  }

  async #send<T>(request: Get | Post, body: string | null, read: (text: string) => T): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#turn(request);
        return await this.#attempt(request, body, read);
      } catch (error) {
        if (!(error instanceof VenueError)) throw error;
        this.metrics.failed(request.endpoint, error.kind);
        if (!this.#mayRetry(request, error, attempt)) throw error;
        this.metrics.retried(request.endpoint);
        const delayMs = retryDelayMs(attempt, error.retryAfterMs, this.#runtime.random);
        await this.#runtime.sleep(delayMs, request.signal);
      }
    }
  }

  #mayRetry(request: Get | Post, error: VenueError, attempt: number): boolean {
    // Without a status a limit is our own: there was no failure of the venue to retry.
    const isOurs = error.kind === 'rateLimited' && error.status === null;
    if (isOurs || !isRetryable(error)) return false;
    const hasCredit = this.#credit.failed();
    const isRepeatable = !('isIdempotent' in request) || request.isIdempotent;
    return isRepeatable && hasCredit && attempt < (request.attemptsMax ?? ATTEMPTS_MAX);
  }

  async #turn({ endpoint, groups, priority = 'background', signal }: Get): Promise<void> {
    await this.#limiter.acquire({ endpoint, groups, priority, signal });
  }

  async #attempt<T>(request: Get, body: string | null, read: (text: string) => T): Promise<T> {
    const { endpoint } = request;
    const startedMs = this.#runtime.monotonicMs();
    this.metrics.sent(endpoint);
    try {
      const value = read(await fetchText(this.#outgoing(request, body), this.#runtime));
      const latencyMs = this.#runtime.monotonicMs() - startedMs;
      this.metrics.succeeded(endpoint, { atMs: this.#runtime.nowMs(), latencyMs });
      this.#credit.succeeded();
      return value;
    } catch (error) {
      if (error instanceof VenueError && error.kind === 'rateLimited') {
        this.#limiter.throttle(request.groups, error.retryAfterMs);
      }
      throw error;
    }
  }

  #outgoing(request: Get, body: string | null): Outgoing {
    const query = new URLSearchParams();
    for (const [name, value] of request.query ?? []) query.append(name, value);
    if (this.#options.bustsCache === true) query.append('_', this.#nextCacheKey());
    const suffix = query.size === 0 ? '' : `?${query}`;
    const target = `${request.path}${suffix}`;
    return {
      endpoint: request.endpoint,
      url: `${this.#base}${target}`,
      body,
      headers: request.headers?.(target),
      timeoutMs: request.timeoutMs ?? TIMEOUT_MS_DEFAULT,
      bytesMax: request.bytesMax ?? BODY_BYTES_MAX,
      signal: request.signal,
      problemOf: this.#options.problemOf,
    };
  }

  /** Never the same twice, also after a restart or when the clock steps back while running. */
  #nextCacheKey(): string {
    this.#cacheKey = Math.max(this.#cacheKey + 1, this.#runtime.nowMs() * 1_000);
    return String(this.#cacheKey);
  }
}

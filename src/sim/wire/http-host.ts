import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { SLOW_ANSWER_MS } from './faults.ts';
import { type ListenAt, listen, shut } from './listen.ts';
import { RateWindow } from './rate-window.ts';
import { Refusal } from './refusal.ts';
import { Reply } from './reply.ts';
import type { WireRuntime } from './runtime.ts';

/** Longest request body read, in bytes. */
const BODY_BYTES_MAX = 1024 * 1024;
const RETRY_AFTER_SECONDS = '1';
const TOTAL = 'total';
const JSON_TYPE = 'application/json';

export interface WireRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** With its query, as it was asked. */
  readonly url: string;
  /** The parts of the path that the route leaves open. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** The very bytes that were sent. */
  readonly bytes: Buffer;
}

export interface Route {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Parts that begin with a colon are open: `/markets/:id`. */
  readonly path: string;
  /** Group of {@link HostSpec.limits} that counts it besides `total`. */
  readonly group?: string;
  /** The JSON body, or a {@link Reply}. @throws Refusal */
  answer(request: WireRequest): unknown;
}

export interface HostSpec {
  /** The first that fits answers. */
  readonly routes: readonly Route[];
  /** Requests per window by group of routes; `total` counts all. */
  readonly limits: Readonly<Record<string, number>>;
  /** The host's error body. */
  problem(refusal: Refusal): unknown;
  /** Headers that tell how much of a limit is left. */
  rateHeaders?(window: RateWindow, nowMs: number): Readonly<Record<string, string>>;
  /** Whether a 429 or 503 says when to come back, as it does unless told. */
  readonly tellsRetry?: boolean;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  readonly isDropped?: boolean;
}

/** One HTTP host of the venue on a loopback socket. */
export class HttpHost {
  readonly #spec: HostSpec;
  readonly #runtime: WireRuntime;
  readonly #server: Server;
  readonly #windows: ReadonlyMap<string, RateWindow>;
  readonly #waiting = new Set<() => void>();

  constructor(spec: HostSpec, runtime: WireRuntime) {
    this.#spec = spec;
    this.#runtime = runtime;
    const limits = Object.entries(spec.limits);
    this.#windows = new Map(limits.map(([group, limit]) => [group, new RateWindow(limit)]));
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => {
        // A client that went away is no failure; anything else is the simulator's own.
        if (!request.destroyed || request.complete) runtime.counts.failures += 1;
        response.destroy();
      });
    });
  }

  async listen(at: ListenAt): Promise<string> {
    return `http://${await listen(this.#server, at)}`;
  }

  async close(): Promise<void> {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
    await shut(this.#server);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { counts, faults } = this.#runtime;
    counts.requests += 1;
    const bytes = await bytesOf(request);
    const answer = this.#faulty() ?? this.#answer(request, bytes);
    const isCut = answer.text.length > 1 && faults.happens('httpCut');
    const slowMs = faults.happens('httpSlow') ? faults.amount('httpSlow', SLOW_ANSWER_MS) : 0;
    this.#after(slowMs + (answer.delayMs ?? 0), () => {
      if (answer.isDropped === true) response.destroy();
      else if (isCut) sendHalf(answer, response);
      else sendAll(answer, response);
    });
  }

  #after(delayMs: number, run: () => void): void {
    if (delayMs === 0) {
      run();
      return;
    }
    const cancel = this.#runtime.clock.schedule(delayMs, () => {
      this.#waiting.delete(cancel);
      run();
    });
    this.#waiting.add(cancel);
  }

  #answer(request: IncomingMessage, bytes: Buffer): Answer {
    const { method = 'GET', url = '/', headers } = request;
    const { pathname: path, searchParams: query } = new URL(url, 'http://sim');
    const asked = { method, url, path, headers, query, bytes, body: jsonOf(bytes) };
    try {
      for (const route of this.#spec.routes) {
        const params = (route.method ?? 'GET') === method ? match(route.path, path) : null;
        if (params === null) continue;
        const rateHeaders = this.#count(route.group);
        const answer = route.answer({ ...asked, params });
        if (!(answer instanceof Reply)) return json(200, answer, rateHeaders);
        return { ...answer, type: JSON_TYPE, headers: { ...rateHeaders, ...answer.headers } };
      }
      throw new Refusal(404, 'not found');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const retryHeaders = error.status === 429 ? this.#retryHeaders() : {};
      return json(error.status, this.#spec.problem(error), retryHeaders);
    }
  }

  /** Counts a request in its windows. @throws Refusal beyond a limit. */
  #count(group: string | undefined): Readonly<Record<string, string>> {
    const nowMs = this.#runtime.clock.nowMs();
    const names = group === undefined ? [TOTAL] : [TOTAL, group];
    const windows = names.flatMap((name) => this.#windows.get(name) ?? []);
    const within = windows.map((window) => window.take(nowMs));
    if (within.includes(false)) throw new Refusal(429, 'Too Many Requests');
    const [tightest] = windows.sort((a, b) => a.remaining - b.remaining);
    return tightest === undefined ? {} : (this.#spec.rateHeaders?.(tightest, nowMs) ?? {});
  }

  #retryHeaders(): Readonly<Record<string, string>> {
    return this.#spec.tellsRetry === false ? {} : { 'retry-after': RETRY_AFTER_SECONDS };
  }

  #faulty(): Answer | null {
    const { faults } = this.#runtime;
    const retry = this.#retryHeaders();
    if (faults.happens('http429')) {
      return json(429, this.#spec.problem(new Refusal(429, 'Too Many Requests')), retry);
    }
    if (!faults.happens('http5xx')) return null;
    const kind = faults.amount('http5xx', [0, 2]);
    if (kind === 0) return json(500, this.#spec.problem(new Refusal(500, 'Internal server error')));
    if (kind === 1) {
      const text = '<html><head><title>502 Bad Gateway</title></head></html>';
      return { status: 502, type: 'text/html', text, headers: {} };
    }
    return json(503, this.#spec.problem(new Refusal(503, 'Service Unavailable')), retry);
  }
}

function match(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  if (wanted.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [at, name] of wanted.entries()) {
    const part = parts[at] ?? '';
    if (name.startsWith(':')) params[name.slice(1)] = decoded(part);
    else if (name !== part) return null;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) throw new Refusal(400, 'malformed path');
    throw error;
  }
}

function json(status: number, body: unknown, headers: Answer['headers'] = {}): Answer {
  return { status, type: JSON_TYPE, text: JSON.stringify(body), headers };
}

function sendAll({ status, type, text, headers }: Answer, response: ServerResponse): void {
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(text);
}

function sendHalf({ status, type, text, headers }: Answer, response: ServerResponse): void {
  const length = Buffer.byteLength(text);
  response.writeHead(status, { 'content-type': type, 'content-length': length, ...headers });
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > BODY_BYTES_MAX) throw new RangeError('the request is too long');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** The JSON of a request; `null` where there is none or it is not JSON. */
function jsonOf(bytes: Buffer): unknown {
  try {
    return bytes.length === 0 ? null : JSON.parse(bytes.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

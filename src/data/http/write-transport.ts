import { type ClientRequest, Agent as PlainAgent, request as requestPlain } from 'node:http';
import { request as requestSecure, Agent as SecureAgent } from 'node:https';
import type { Socket } from 'node:net';
import { invariant } from '../../engine/domain/values/invariant.ts';
import type { HttpRuntime } from './runtime.ts';
import { withoutProofs } from './said-back.ts';
import { SingleWrite, type WriteOutcome } from './single-write.ts';

/** How long one write may take, from connecting to the last byte of its answer. */
export const WRITE_TIMEOUT_MS = 10_000;
/** Longest answer to a write, in bytes. */
export const WRITE_ANSWER_BYTES_MAX = 1024 * 1024;
/** Connections at once; more writes wait for one, within their timeout. */
export const WRITE_SOCKETS_MAX = 64;
/** A connection that was idle for longer is closed by us, before the venue does it under a write. */
export const WRITE_IDLE_MS_MAX = 30_000;

/** What is sent: path and query, headers and body as they are, byte for byte. */
export interface Write {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

export interface WriteTransportOptions {
  /** With or without a path; a slash at its end does not matter. */
  readonly baseUrl: string;
  readonly timeoutMs?: number;
  readonly answerBytesMax?: number;
  readonly socketsMax?: number;
  /** Certificates (PEM) to trust instead of the system's, for a venue of one's own. */
  readonly trustedCa?: string;
  /** Asked like the `stop` of each write, before it: whether anything may leave at all. */
  readonly stop?: () => string | null;
}

/**
 * Requests that change something at a venue. Each is sent at most once: nothing here, or below, sends
 * it again, and no redirect is followed. `node:http` rather than `fetch`, because only its sockets
 * tell whether a byte may have left.
 */
export class WriteTransport {
  readonly #base: URL;
  readonly #options: WriteTransportOptions;
  readonly #runtime: Pick<HttpRuntime, 'sleep'>;
  readonly #agent: PlainAgent;
  /** Sockets whose connection, TLS included, is up. */
  readonly #ready = new WeakSet<Socket>();

  constructor(options: WriteTransportOptions, runtime: Pick<HttpRuntime, 'sleep'>) {
    invariant(URL.canParse(options.baseUrl), 'the address of a host is a URL');
    this.#base = new URL(options.baseUrl);
    this.#options = options;
    this.#runtime = runtime;
    const settings = {
      keepAlive: true,
      maxSockets: options.socketsMax ?? WRITE_SOCKETS_MAX,
      maxFreeSockets: options.socketsMax ?? WRITE_SOCKETS_MAX,
      timeout: WRITE_IDLE_MS_MAX,
    };
    const trust = options.trustedCa === undefined ? {} : { ca: options.trustedCa };
    this.#agent = this.#isSecure
      ? new SecureAgent({ ...settings, ...trust })
      : new PlainAgent(settings);
  }

  get #isSecure(): boolean {
    return this.#base.protocol === 'https:';
  }

  /**
   * Sends once. `stop` is asked synchronously, right before the first byte goes to a connection that
   * is up; a text ends it there. What the network does is an outcome, never a throw.
   */
  async send(write: Write, stop: () => string | null = () => null): Promise<WriteOutcome> {
    const { timeoutMs = WRITE_TIMEOUT_MS, answerBytesMax = WRITE_ANSWER_BYTES_MAX } = this.#options;
    const single = new SingleWrite(this.#open(write), {
      body: write.body,
      stop: () => this.#options.stop?.() ?? stop(),
      ready: this.#ready,
      isSecure: this.#isSecure,
      answerBytesMax,
    });
    const done = new AbortController();
    const expiry = this.#runtime.sleep(timeoutMs, done.signal).then(() => {
      if (!done.signal.aborted) single.expire(`no whole answer within ${timeoutMs} ms`);
    });
    try {
      const outcome = await single.outcome;
      if (outcome.kind !== 'answered') return outcome;
      return { ...outcome, text: withoutProofs(outcome.text, write.headers) };
    } finally {
      done.abort();
      await expiry;
    }
  }

  /** Cuts idle connections; a write that is under way keeps its own until its end. */
  close(): void {
    for (const sockets of Object.values(this.#agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }

  /** Nothing of the request leaves before its body is given. */
  #open({ method, target, headers, body }: Write): ClientRequest {
    const request = this.#isSecure ? requestSecure : requestPlain;
    const path = `${this.#base.pathname.replace(/\/+$/, '')}${target}`;
    return request({
      protocol: this.#base.protocol,
      hostname: this.#base.hostname.replace(/^\[|\]$/g, ''),
      port: this.#base.port,
      agent: this.#agent,
      method,
      path,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'polymind',
        ...(body === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(body.byteLength) }),
        ...headers,
      },
    });
  }
}

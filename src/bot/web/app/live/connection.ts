import type { Delta, Snapshot } from '../../contract/live.ts';
import { LIVE_EVENTS, PATHS, PING_MS } from '../../contract/paths.ts';
import { failureOf } from '../state/api.ts';
import { waitMs } from './backoff.ts';
import { type ServerEvent, SseParser } from './sse-parser.ts';

/** Silence after which a connection counts as dead, ms: two pings that did not come. */
const SILENCE_MS = 2 * PING_MS + 3_000;

export type LiveEvent =
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'delta'; readonly delta: Delta };

export interface Listener {
  /** Called when the stream opens, and for every sign of life. */
  alive(): void;
  event(event: LiveEvent): void;
  /** Called when it is lost; it is tried again at `retryAtMs`. */
  lost(retryAtMs: number): void;
}

/** The stream of what changes, opened again and again until it is stopped. */
export class LiveConnection {
  readonly #token: string;
  readonly #listener: Listener;
  #lastId = '';
  #failures = 0;
  #stopped = false;
  #attempt = new AbortController();
  #wake: (() => void) | null = null;

  constructor(token: string, listener: Listener) {
    this.#token = token;
    this.#listener = listener;
  }

  /** Runs until it is stopped or the session is over. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      this.#attempt = new AbortController();
      const goesOn = await this.#once(this.#attempt);
      if (!goesOn || this.#stopped) return;
      this.#failures += 1;
      const ms = waitMs(this.#failures, Math.random());
      this.#listener.lost(Date.now() + ms);
      await this.#sleep(ms);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#attempt.abort();
    this.#wake?.();
  }

  /** Ends a wait: the device is back, or someone asks for it. */
  retryNow(): void {
    this.#wake?.();
  }

  /** Begins again with a snapshot: something between is missing. */
  restart(): void {
    this.#lastId = '';
    this.#failures = 0;
    this.#attempt.abort();
  }

  /** One connection from beginning to end; tells whether to try again. */
  async #once(attempt: AbortController): Promise<boolean> {
    let watch: ReturnType<typeof setTimeout> | undefined;
    const alive = (): void => {
      clearTimeout(watch);
      watch = setTimeout(() => attempt.abort(), SILENCE_MS);
      this.#listener.alive();
    };
    try {
      watch = setTimeout(() => attempt.abort(), SILENCE_MS);
      const response = await fetch(PATHS.live, {
        headers: {
          accept: 'text/event-stream',
          authorization: `Bearer ${this.#token}`,
          ...(this.#lastId === '' ? {} : { 'last-event-id': this.#lastId }),
        },
        signal: attempt.signal,
        cache: 'no-store',
        credentials: 'omit',
      });
      if (!response.ok || response.body === null) {
        return (await failureOf(response)).code !== 'signIn';
      }
      await this.#follow(response.body, alive);
      return true;
    } catch (error) {
      // A dropped connection is a TypeError or an abort; an event that cannot be read begins anew.
      if (error instanceof SyntaxError || error instanceof RangeError) this.#lastId = '';
      return true;
    } finally {
      clearTimeout(watch);
    }
  }

  async #follow(body: ReadableStream<Uint8Array>, alive: () => void): Promise<void> {
    const parser = new SseParser();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    alive();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      for (const event of parser.push(decoder.decode(value, { stream: true }))) this.#take(event);
    }
  }

  #take({ id, name, data }: ServerEvent): void {
    this.#lastId = id;
    this.#failures = 0;
    if (name === LIVE_EVENTS.snapshot) {
      this.#listener.event({ kind: 'snapshot', snapshot: JSON.parse(data) as Snapshot });
    } else if (name === LIVE_EVENTS.delta) {
      this.#listener.event({ kind: 'delta', delta: JSON.parse(data) as Delta });
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

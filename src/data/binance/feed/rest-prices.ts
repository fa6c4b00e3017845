import { type AtMs, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import { VenueError } from '../../http/venue-error.ts';
import { reconnectDelayMs } from '../../socket/reconnect-delay.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import type { BinanceClient } from '../client/client.ts';
import { isBlockedHere, isTooMany, isUnknownSymbol } from '../errors.ts';
import type { BinanceHost } from '../hosts.ts';
import { HostOrder } from './host-order.ts';
import { NamedTimers } from './named-timers.ts';

/** Between two requests for prices while a stream is missing. */
export const POLL_MS = 1_500;
/** A stream has so long to bring its first prices before they are asked for. */
export const POLL_GRACE_MS = 3 * SECOND_MS;
/** The venue's clock is asked for so often. */
export const CLOCK_MS = 10 * MINUTE_MS;
/** And so soon again when it was not told. */
export const CLOCK_RETRY_MS = MINUTE_MS;
/** Shortest wait after a ban; the venue tells a longer one. Bans grow from two minutes to three days. */
export const BAN_MS_MIN = 2 * MINUTE_MS;
/** A symbol that a host does not trade is asked for again after so long. */
export const UNKNOWN_MS = 10 * MINUTE_MS;
/** Longest text of an error that a snapshot carries, in characters. */
const TROUBLE_LENGTH_MAX = 200;

export interface RestPricesOptions {
  readonly hosts: readonly BinanceHost[];
  readonly clientOf: (host: BinanceHost) => Pick<BinanceClient, 'bookTickers' | 'time'>;
  readonly runtime: SocketRuntime;
  /** Symbols without a fresh price. */
  readonly missing: () => readonly string[];
  readonly onRows: (
    rows: readonly unknown[],
    from: { readonly host: BinanceHost; readonly atMs: AtMs },
  ) => void;
  /** The host trades nothing of that name. */
  readonly onUnknown: (symbol: string, host: BinanceHost) => void;
}

/** Asks over HTTP for prices that no stream brings, and for the venue's clock. */
export class RestPrices {
  readonly #options: RestPricesOptions;
  readonly #order: HostOrder;
  readonly #timers: NamedTimers<'poll' | 'clock'>;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  /** By host and symbol: until when it is not asked for. */
  readonly #unknownUntilMs = new Map<string, number>();
  readonly #clients = new Map<BinanceHost, Pick<BinanceClient, 'bookTickers' | 'time'>>();
  #polls = 0;
  #failures = 0;
  #failuresInRow = 0;
  #trouble: string | null = null;
  #clockOffsetMs: number | null = null;
  #isClockAsked = false;

  constructor(options: RestPricesOptions) {
    this.#options = options;
    this.#order = new HostOrder(options.hosts);
    this.#timers = new NamedTimers(options.runtime);
  }

  start(): void {
    this.#timers.set('poll', POLL_GRACE_MS, () => this.#run(() => this.#poll()));
    this.#run(() => this.#askClock());
  }

  get polls(): number {
    return this.#polls;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Why the newest request failed; `null` after one that did not. */
  get trouble(): string | null {
    return this.#trouble;
  }

  get isAllBlocked(): boolean {
    return this.#order.isAllBlocked;
  }

  /** The venue's clock minus ours, `null` before the venue has told. */
  get clockOffsetMs(): number | null {
    return this.#clockOffsetMs;
  }

  /** Whether the venue has told its clock, or could not be asked. */
  get isClockAsked(): boolean {
    return this.#isClockAsked;
  }

  /** Ends it; settles when no request is under way. */
  async close(): Promise<void> {
    this.#timers.cancelAll();
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  #run(job: () => Promise<void>): void {
    if (this.#stop.signal.aborted) return;
    const running = job();
    this.#running.add(running);
    void running.then(() => this.#running.delete(running));
  }

  /** Never throws. */
  async #poll(): Promise<void> {
    let delayMs = POLL_MS;
    try {
      if (this.#options.missing().length > 0) delayMs = await this.#ask();
    } catch (error) {
      delayMs = this.#failed(error);
    }
    if (this.#stop.signal.aborted) return;
    this.#timers.set('poll', delayMs, () => this.#run(() => this.#poll()));
  }

  /** Asks the best host; answers how long to wait for the next time. */
  async #ask(): Promise<number> {
    const nowMs = this.#options.runtime.monotonicMs();
    const { host, waitMs } = this.#order.pick(nowMs);
    if (waitMs > 0) return waitMs;
    const symbols = this.#options
      .missing()
      .filter((symbol) => (this.#unknownUntilMs.get(`${host.name} ${symbol}`) ?? 0) <= nowMs);
    if (symbols.length === 0) return POLL_MS;
    this.#polls += 1;
    try {
      await this.#askFor(symbols, host);
    } catch (error) {
      if (isBlockedHere(error)) this.#order.blocked(host, nowMs);
      // A ban is by address: other hosts of the venue are not asked in place of this one.
      else if (!isTooMany(error)) this.#order.failed(host, nowMs);
      throw error;
    }
    this.#order.worked(host);
    this.#failuresInRow = 0;
    this.#trouble = null;
    return POLL_MS;
  }

  /** One symbol that the host does not trade fails all: then each is asked for alone. */
  async #askFor(symbols: readonly string[], host: BinanceHost): Promise<void> {
    const { runtime, onRows, onUnknown } = this.#options;
    const { signal } = this.#stop;
    try {
      const rows = await this.#client(host).bookTickers(symbols, { signal });
      if (!signal.aborted) onRows(rows, { host, atMs: runtime.nowMs() });
    } catch (error) {
      const [only, second] = symbols;
      if (!isUnknownSymbol(error) || only === undefined) throw error;
      if (second !== undefined) {
        for (const symbol of symbols) await this.#askFor([symbol], host);
        return;
      }
      this.#unknownUntilMs.set(`${host.name} ${only}`, runtime.monotonicMs() + UNKNOWN_MS);
      onUnknown(only, host);
    }
  }

  /** How long to wait after a failure. */
  #failed(error: unknown): number {
    if (this.#stop.signal.aborted) return POLL_MS;
    this.#failures += 1;
    this.#failuresInRow += 1;
    const words = error instanceof Error ? error.message : String(error);
    this.#trouble = words.slice(0, TROUBLE_LENGTH_MAX);
    const delayMs = reconnectDelayMs(this.#failuresInRow, () => this.#options.runtime.random());
    const askedMs = isTooMany(error) ? banMs(error) : 0;
    return Math.max(POLL_MS, delayMs, askedMs);
  }

  /** Best effort: without it both clocks are taken to be right. Never throws. */
  async #askClock(): Promise<void> {
    const { runtime } = this.#options;
    const { signal } = this.#stop;
    const { host, waitMs } = this.#order.pick(runtime.monotonicMs());
    let nextMs = CLOCK_RETRY_MS;
    try {
      const beforeMs = runtime.nowMs();
      const venueAtMs = waitMs > 0 ? null : await this.#client(host).time({ signal });
      // The venue read its clock about in the middle.
      const middleMs = (beforeMs + runtime.nowMs()) / 2;
      if (venueAtMs !== null) {
        this.#clockOffsetMs = Math.round(venueAtMs - middleMs);
        nextMs = CLOCK_MS;
      }
    } catch (error) {
      if (isBlockedHere(error)) this.#order.blocked(host, runtime.monotonicMs());
      this.#failed(error);
    }
    this.#isClockAsked = true;
    if (signal.aborted) return;
    this.#timers.set('clock', nextMs, () => this.#run(() => this.#askClock()));
  }

  #client(host: BinanceHost): Pick<BinanceClient, 'bookTickers' | 'time'> {
    let client = this.#clients.get(host);
    if (client === undefined) {
      client = this.#options.clientOf(host);
      this.#clients.set(host, client);
    }
    return client;
  }
}

/** How long the venue wants to hear nothing. */
function banMs(error: unknown): number {
  const asked = error instanceof VenueError ? (error.retryAfterMs ?? 0) : 0;
  return error instanceof VenueError && error.kind === 'rateLimited'
    ? asked
    : Math.max(BAN_MS_MIN, asked);
}

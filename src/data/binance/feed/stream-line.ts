import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import { ConnectPace } from '../../socket/connect-pace.ts';
import { PROVEN_MS } from '../../socket/live-socket.ts';
import { reconnectDelayMs } from '../../socket/reconnect-delay.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import { type LinkEnd, SocketLink } from '../../socket/socket-link.ts';
import { blockedStatusOf } from '../errors.ts';
import type { BinanceHost } from '../hosts.ts';
import { HostOrder } from './host-order.ts';
import type { LineCounts, LineOwner } from './line-owner.ts';
import { NamedTimers } from './named-timers.ts';

/** The venue cuts a connection after 24 h; a new one takes over an hour before. */
export const RENEW_AFTER_MS = 23 * HOUR_MS;
/** On a host that is not the first choice: so often a better one is tried. */
export const RETURN_AFTER_MS = 10 * MINUTE_MS;
/** So long the old connection goes on beside the new one: nothing on its way is lost. */
export const OVERLAP_MS = SECOND_MS;
/** The venue takes 300 attempts in 5 minutes from one address; so far apart are ours. */
export const CONNECT_SPACING_MS = 2 * SECOND_MS;
/** Best prices of a large coin change several times a second. */
export const LINE_SILENCE_MS_MAX = 10 * SECOND_MS;
const CONNECT_TIMEOUT_MS = 10 * SECOND_MS;
const FRAME_BYTES_MAX = 64 * 1_024;

interface Connection {
  readonly host: BinanceHost;
  readonly link: SocketLink;
  openedMs: number | null;
}

/** Why another connection is wanted although one is in use. */
type Wish = 'none' | 'better' | 'renewal';

/**
 * Keeps prices coming over connections that do not last: the next one is opened first, and the old
 * one is left when the new one has brought its first price. It tries hosts in their order.
 */
export class StreamLine<Message> {
  readonly order: HostOrder;
  readonly #counts = { attempts: 0, renewals: 0, shutdowns: 0, losses: 0, messages: 0, bytes: 0 };
  readonly #renewAfterMs: number;
  readonly #runtime: SocketRuntime;
  readonly #owner: LineOwner<Message>;
  readonly #pace = new ConnectPace(CONNECT_SPACING_MS);
  #path: string;
  #current: Connection | null = null;
  /** On its way to be the current one. */
  #next: Connection | null = null;
  /** Still heard beside the current one. */
  #old: Connection | null = null;
  readonly #leaving = new Set<Promise<void>>();
  readonly #timers: NamedTimers<'attempt' | 'renew' | 'overlap'>;
  #wish: Wish = 'none';
  #failures = 0;
  #reason: string | null = null;
  #isClosed = false;

  /** `path` is what follows a host's root: `/stream?streams=…`. */
  constructor(
    of: {
      readonly hosts: readonly BinanceHost[];
      readonly path: string;
      readonly renewAfterMs?: number;
    },
    runtime: SocketRuntime,
    owner: LineOwner<Message>,
  ) {
    this.order = new HostOrder(of.hosts);
    this.#path = of.path;
    this.#renewAfterMs = of.renewAfterMs ?? RENEW_AFTER_MS;
    this.#runtime = runtime;
    this.#timers = new NamedTimers(runtime);
    this.#owner = owner;
  }

  /** Begins to connect; once. */
  start(): void {
    this.#attemptSoon(0);
  }

  get host(): BinanceHost | null {
    return this.#current?.host ?? null;
  }

  counts(): LineCounts {
    return { ...this.#counts };
  }

  /** Since when the connection in use is open, by the monotonic clock. */
  get openedMs(): number | null {
    return this.#current?.openedMs ?? null;
  }

  /** Why the newest connection that ended did so. */
  get reason(): string | null {
    return this.#reason;
  }

  /** From now on with another path. */
  move(path: string): void {
    if (path === this.#path) return;
    this.#path = path;
    if (this.#next !== null) this.#leave(this.#next);
    this.#next = null;
    if (this.#current !== null) this.#replace('renewal');
    else if (this.#counts.attempts > 0 && !this.#timers.has('attempt')) this.#attemptSoon(0);
  }

  /** The host in use is of no use for so long: another takes over, or it is asked anew. */
  avoid(restMs: number): void {
    if (this.#current === null) return;
    this.order.rest(this.#current.host, this.#runtime.monotonicMs() + restMs);
    this.#replace('renewal');
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timers.cancelAll();
    for (const connection of [this.#current, this.#next, this.#old]) {
      if (connection !== null) this.#leave(connection);
    }
    this.#current = null;
    this.#next = null;
    this.#old = null;
    await Promise.all(this.#leaving);
  }

  #replace(wish: Wish): void {
    if (this.#wish !== 'renewal') this.#wish = wish;
    if (this.#next === null && !this.#timers.has('attempt')) this.#attemptSoon(0);
  }

  /** Not before its turn: the venue counts attempts. */
  #attemptSoon(delayMs: number): void {
    if (this.#isClosed) return;
    const nowMs = this.#runtime.monotonicMs();
    const turnMs = this.#pace.take(nowMs + delayMs) + delayMs;
    this.#timers.set('attempt', turnMs, () => this.#attempt());
  }

  #attempt(): void {
    const { host, waitMs } = this.order.pick(this.#runtime.monotonicMs());
    if (waitMs > 0) {
      this.#attemptSoon(waitMs);
      return;
    }
    if (this.#wish === 'better' && host === this.#current?.host) {
      this.#wish = 'none';
      this.#renewLater();
      return;
    }
    this.#counts.attempts += 1;
    this.#next = this.#connect(host);
  }

  #connect(host: BinanceHost): Connection {
    const connection: Connection = {
      host,
      openedMs: null,
      link: new SocketLink(
        {
          url: `${host.wsUrl}${this.#path}`,
          frameBytesMax: FRAME_BYTES_MAX,
          // Short messages: inflating costs more than the bytes it saves.
          isCompressed: false,
          connectTimeoutMs: CONNECT_TIMEOUT_MS,
          // The venue pings by the protocol, and its pings are answered below us.
          keepAlive: null,
          silenceMsMax: LINE_SILENCE_MS_MAX,
          probeTimeoutMs: 0,
        },
        this.#runtime,
        {
          onOpen: () => {
            connection.openedMs = this.#runtime.monotonicMs();
          },
          onData: (text, bytes) => this.#heard(connection, text, bytes),
          onBinary: () => undefined,
          onSilence: () => 'fault',
          onEnd: (end) => this.#ended(connection, end),
        },
      ),
    };
    return connection;
  }

  #heard(from: Connection, text: string, bytes: number): void {
    this.#counts.messages += 1;
    this.#counts.bytes += bytes;
    const message = this.#owner.read(text);
    if (message === null) return;
    if (message === 'shutdown') {
      this.#shutdown(from);
      return;
    }
    if (from === this.#next) this.#promote(from);
    if (from !== this.#current && from !== this.#old) return;
    this.#owner.take(message, { host: from.host, atMs: this.#runtime.nowMs() });
  }

  #shutdown(from: Connection): void {
    this.#counts.shutdowns += 1;
    if (from === this.#current) this.#replace('renewal');
  }

  #promote(connection: Connection): void {
    const before = this.#current;
    this.#next = null;
    this.#current = connection;
    this.#wish = 'none';
    this.order.worked(connection.host);
    this.#dropOld();
    if (before !== null) {
      this.#counts.renewals += 1;
      // Another exchange has other prices and other ids: its last ones are not mixed in.
      if (before.host.exchange === connection.host.exchange) this.#keepOld(before);
      else this.#leave(before);
    }
    this.#renewLater();
    this.#owner.onLive(connection.host, before !== null);
  }

  #keepOld(old: Connection): void {
    this.#old = old;
    this.#timers.set('overlap', OVERLAP_MS, () => this.#dropOld());
  }

  #dropOld(): void {
    this.#timers.cancel('overlap');
    if (this.#old !== null) this.#leave(this.#old);
    this.#old = null;
  }

  #renewLater(): void {
    const current = this.#current;
    if (current === null) return;
    const ageMs = this.#runtime.monotonicMs() - (current.openedMs ?? 0);
    const dueMs = this.#renewAfterMs - ageMs;
    const isBest = this.order.isFirst(current.host);
    const wish: Wish = isBest || dueMs <= RETURN_AFTER_MS ? 'renewal' : 'better';
    const delayMs = wish === 'renewal' ? dueMs : RETURN_AFTER_MS;
    this.#timers.set('renew', Math.max(0, delayMs), () => this.#replace(wish));
  }

  #ended(connection: Connection, end: LinkEnd): void {
    if (connection === this.#old) {
      this.#old = null;
      this.#timers.cancel('overlap');
      return;
    }
    this.#reason = `${connection.host.name}: ${end.reason}`;
    const isProven = end.hadData && (end.openMs ?? 0) >= PROVEN_MS;
    this.#failures = isProven ? 1 : this.#failures + 1;
    const isBlocked = this.#judge(connection.host, end.reason, isProven);
    if (connection === this.#current) this.#lost();
    else if (connection === this.#next) this.#next = null;
    if (this.#next !== null || this.#timers.has('attempt')) return;
    if (this.#current !== null && this.#wish === 'better') {
      this.#wish = 'none';
      this.#renewLater();
      return;
    }
    const delayMs = isBlocked ? 0 : reconnectDelayMs(this.#failures, () => this.#runtime.random());
    this.#attemptSoon(delayMs);
  }

  /** Whether the host does not serve this place. */
  #judge(host: BinanceHost, reason: string, isProven: boolean): boolean {
    const nowMs = this.#runtime.monotonicMs();
    if (blockedStatusOf(reason) !== null) {
      this.order.blocked(host, nowMs);
      return true;
    }
    if (!isProven) this.order.failed(host, nowMs);
    return false;
  }

  #lost(): void {
    this.#current = null;
    this.#timers.cancel('renew');
    if (this.#old !== null) {
      // The connection that it took over from still lives: for as long as it does.
      this.#current = this.#old;
      this.#old = null;
      this.#timers.cancel('overlap');
      this.#wish = 'renewal';
      return;
    }
    this.#wish = 'none';
    this.#counts.losses += 1;
  }

  #leave(connection: Connection): void {
    const leaving = connection.link.close();
    this.#leaving.add(leaving);
    void leaving.then(() => this.#leaving.delete(leaving));
  }
}

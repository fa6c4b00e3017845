import type { AtMs } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import type { ConnectPace } from './connect-pace.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import type { SocketRuntime } from './runtime.ts';
import { type LinkEnd, type LinkOptions, type SilenceVerdict, SocketLink } from './socket-link.ts';
import type { SocketSnapshot, SocketState } from './socket-snapshot.ts';

/**
 * How long a connection that brought data must have lasted to end a row of failures. A venue that
 * sends its first snapshot and hangs up is failing too.
 */
export const PROVEN_MS = 5_000;

export interface LiveSocketOptions extends LinkOptions {
  /** Shared by the sockets of one host; `null` connects at once. */
  readonly pace: ConnectPace | null;
}

export interface LiveSocketOwner {
  /** Each time the socket has opened: subscribe now. */
  onOpen(): void;
  /** Every data message, in order; keep-alive answers and empty texts are not data. */
  onText(text: string, receivedAtMs: AtMs): void;
  /** An open connection has ended; the next attempt is already scheduled. */
  onLost(reason: string): void;
  /** No data for `silenceMsMax`. */
  onSilence(): SilenceVerdict;
}

/**
 * Keeps one websocket open until it is closed by its owner. Nothing that the network or the venue
 * does throws: it is a state with a reason, and the next attempt follows with a growing delay.
 */
export class LiveSocket {
  readonly #options: LiveSocketOptions;
  readonly #runtime: SocketRuntime;
  readonly #owner: LiveSocketOwner;
  #state: SocketState = 'closed';
  #link: SocketLink | null = null;
  #cancelWait: () => void = () => undefined;
  #closing: Promise<void> | null = null;
  #attempts = 0;
  #failures = 0;
  #reason: string | null = null;
  #closeCode: number | null = null;
  #messages = 0;
  #bytes = 0;
  #binaries = 0;
  #lastDataAtMs: AtMs | null = null;
  #openedAtMs: AtMs | null = null;

  constructor(options: LiveSocketOptions, runtime: SocketRuntime, owner: LiveSocketOwner) {
    invariant(isSocketUrl(options.url), 'the address of a socket is a ws or wss URL');
    this.#options = options;
    this.#runtime = runtime;
    this.#owner = owner;
  }

  /** Begins to connect; once. */
  start(): void {
    invariant(this.#attempts === 0 && this.#state === 'closed', 'a socket is started once');
    if (this.#closing === null) this.#takeTurn();
  }

  /** Whether the text was taken. What is not sent while open is for the owner's next `onOpen`. */
  send(text: string): boolean {
    return this.#link?.send(text) ?? false;
  }

  /** Ends it for good; settles when the connection is gone. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  snapshot(): SocketSnapshot {
    return {
      state: this.#state,
      reason: this.#reason,
      closeCode: this.#closeCode,
      messages: this.#messages,
      bytes: this.#bytes,
      binaries: this.#binaries,
      reconnects: Math.max(0, this.#attempts - 1),
      lastDataAtMs: this.#lastDataAtMs,
      openedAtMs: this.#openedAtMs,
    };
  }

  async #close(): Promise<void> {
    this.#cancelWait();
    this.#state = 'closed';
    this.#openedAtMs = null;
    const link = this.#link;
    this.#link = null;
    await link?.close();
  }

  #takeTurn(): void {
    const waitMs = this.#options.pace?.take(this.#runtime.monotonicMs()) ?? 0;
    if (waitMs > 0) this.#wait(waitMs, () => this.#attempt());
    else this.#attempt();
  }

  #wait(ms: number, run: () => void): void {
    this.#state = 'waiting';
    this.#cancelWait = this.#runtime.after(ms, run);
  }

  #attempt(): void {
    this.#attempts += 1;
    this.#state = 'connecting';
    this.#link = new SocketLink(this.#options, this.#runtime, {
      onOpen: () => this.#opened(),
      onData: (text, bytes) => this.#received(text, bytes),
      onBinary: () => {
        this.#binaries += 1;
      },
      onSilence: () => this.#owner.onSilence(),
      onEnd: (end) => this.#ended(end),
    });
  }

  #opened(): void {
    this.#state = 'open';
    this.#openedAtMs = this.#runtime.nowMs();
    this.#owner.onOpen();
  }

  #received(text: string, bytes: number): void {
    const receivedAtMs = this.#runtime.nowMs();
    this.#messages += 1;
    this.#bytes += bytes;
    this.#lastDataAtMs = receivedAtMs;
    this.#owner.onText(text, receivedAtMs);
  }

  #ended({ reason, closeCode, openMs, hadData }: LinkEnd): void {
    this.#link = null;
    this.#openedAtMs = null;
    this.#reason = reason;
    this.#closeCode = closeCode;
    const isProven = hadData && openMs !== null && openMs >= PROVEN_MS;
    this.#failures = isProven ? 1 : this.#failures + 1;
    const delayMs = reconnectDelayMs(this.#failures, () => this.#runtime.random());
    this.#wait(delayMs, () => this.#takeTurn());
    if (openMs !== null) this.#owner.onLost(reason);
  }
}

function isSocketUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return ['ws:', 'wss:'].includes(url.protocol) && url.hash === '';
}

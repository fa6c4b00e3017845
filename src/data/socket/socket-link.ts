import type { SocketRuntime, Wire, WireOptions } from './runtime.ts';

/** Most that may wait to be sent; a venue that does not read it is gone. */
export const SEND_BYTES_MAX = 1_048_576;
/** Longest wait for a closing handshake that we began. */
export const CLOSE_TIMEOUT_MS = 2_000;

/** A text sent again and again, because the venue drops who does not. */
export interface KeepAlive {
  readonly text: string;
  /** What the venue says to it, in any case of letters; never counted as data. */
  readonly answer: string;
  readonly everyMs: number;
  /** Whether silence from one text to the next, data included, means that the venue is gone. */
  readonly isAnswered: boolean;
}

/**
 * What an owner knows about missing data: `natural` when nothing is due, `probing` when it has just
 * asked for something that must come within `probeTimeoutMs`, `fault` otherwise.
 */
export type SilenceVerdict = 'natural' | 'probing' | 'fault';

export interface LinkOptions extends WireOptions {
  readonly connectTimeoutMs: number;
  readonly keepAlive: KeepAlive | null;
  /** Longest time without data before the owner is asked what it means. */
  readonly silenceMsMax: number;
  readonly probeTimeoutMs: number;
}

export interface LinkEnd {
  readonly reason: string;
  /** Of the venue's close frame, `null` without one. */
  readonly closeCode: number | null;
  /** Time from its opening to its end, `null` when it never opened. */
  readonly openMs: number | null;
  readonly hadData: boolean;
}

export interface LinkOwner {
  onOpen(): void;
  onData(text: string, bytes: number): void;
  onBinary(): void;
  onSilence(): SilenceVerdict;
  /** Once, and the last call; not after {@link SocketLink.close}. */
  onEnd(end: LinkEnd): void;
}

/** RFC 6455 7.1.5: the code of a connection that ended without a close frame. */
const NO_CLOSE_FRAME = 1_006;
/** Longest text of a venue that a reason keeps, in characters. */
const REASON_LENGTH_MAX = 200;

/**
 * One connection from its attempt to its end. It is judged by the data that it brings: an open
 * socket that answers keep-alives can still be frozen for hours.
 */
export class SocketLink {
  readonly #options: LinkOptions;
  readonly #runtime: SocketRuntime;
  readonly #owner: LinkOwner;
  readonly #wire: Wire;
  readonly #timers = new Map<'connect' | 'keepAlive' | 'silence', () => void>();
  #phase: 'connecting' | 'open' | 'ended' = 'connecting';
  #openedMs: number | null = null;
  #quietFromMs = 0;
  #hadData = false;
  #isProbing = false;
  #isAnswerDue = false;
  #onGone: () => void = () => undefined;

  constructor(options: LinkOptions, runtime: SocketRuntime, owner: LinkOwner) {
    this.#options = options;
    this.#runtime = runtime;
    this.#owner = owner;
    this.#wire = runtime.connect(options, {
      onOpen: () => this.#opened(),
      onText: (text, bytes) => this.#heard(text, bytes),
      onBinary: () => this.#refused(),
      onError: (reason) => this.#drop(reason),
      onClose: (code, reason) => this.#closed(code, reason),
    });
    const { connectTimeoutMs } = options;
    this.#after('connect', connectTimeoutMs, () =>
      this.#drop(`no connection within ${connectTimeoutMs} ms`),
    );
  }

  /** Whether the text was taken; the link ends when too much waits to be sent. */
  send(text: string): boolean {
    if (this.#phase !== 'open') return false;
    if (this.#wire.bufferedBytes + text.length > SEND_BYTES_MAX) {
      this.#drop(`more than ${SEND_BYTES_MAX} bytes wait to be sent`);
      return false;
    }
    this.#wire.send(text);
    return true;
  }

  /** Says goodbye; settles when the connection is gone. The owner hears nothing more. */
  close(): Promise<void> {
    const wasOpen = this.#phase === 'open';
    this.#stop();
    return new Promise((resolve) => {
      const cancel = this.#runtime.after(CLOSE_TIMEOUT_MS, () => {
        this.#wire.terminate();
        resolve();
      });
      this.#onGone = () => {
        cancel();
        resolve();
      };
      if (wasOpen) this.#wire.close();
      else this.#wire.terminate();
    });
  }

  #opened(): void {
    if (this.#phase !== 'connecting') return;
    this.#phase = 'open';
    this.#timers.get('connect')?.();
    this.#openedMs = this.#runtime.monotonicMs();
    this.#quietFromMs = this.#openedMs;
    const { keepAlive, silenceMsMax } = this.#options;
    if (keepAlive !== null) this.#keepAliveIn(keepAlive);
    this.#after('silence', silenceMsMax, () => this.#judge());
    this.#owner.onOpen();
  }

  #heard(text: string, bytes: number): void {
    if (this.#phase !== 'open') return;
    this.#isAnswerDue = false;
    if (text === '' || this.#isAnswer(text)) return;
    this.#quietFromMs = this.#runtime.monotonicMs();
    this.#isProbing = false;
    this.#hadData = true;
    this.#owner.onData(text, bytes);
  }

  #isAnswer(text: string): boolean {
    const answer = this.#options.keepAlive?.answer;
    return text.length === answer?.length && text.toUpperCase() === answer.toUpperCase();
  }

  #refused(): void {
    if (this.#phase === 'open') this.#owner.onBinary();
  }

  #keepAliveIn(keepAlive: KeepAlive): void {
    const { text, everyMs, isAnswered } = keepAlive;
    this.#after('keepAlive', everyMs, () => {
      if (isAnswered && this.#isAnswerDue) {
        this.#drop(`no answer to ${text} within ${everyMs} ms`);
        return;
      }
      this.#isAnswerDue = true;
      this.send(text);
      this.#keepAliveIn(keepAlive);
    });
  }

  /** Runs when the time without data may be over; data only moves the start of the count. */
  #judge(): void {
    const { silenceMsMax, probeTimeoutMs } = this.#options;
    const limitMs = this.#isProbing ? probeTimeoutMs : silenceMsMax;
    const quietMs = this.#runtime.monotonicMs() - this.#quietFromMs;
    if (quietMs < limitMs) {
      this.#after('silence', limitMs - quietMs, () => this.#judge());
      return;
    }
    const verdict = this.#isProbing ? 'fault' : this.#owner.onSilence();
    if (verdict === 'fault') {
      const after = this.#isProbing ? ` and ${probeTimeoutMs} ms more after asking` : '';
      this.#drop(`no data for ${silenceMsMax} ms${after}`);
      return;
    }
    this.#isProbing = verdict === 'probing';
    this.#quietFromMs = this.#runtime.monotonicMs();
    const nextMs = this.#isProbing ? probeTimeoutMs : silenceMsMax;
    this.#after('silence', nextMs, () => this.#judge());
  }

  #drop(reason: string): void {
    if (this.#phase === 'ended') return;
    this.#end(reason, null);
    this.#wire.terminate();
  }

  #closed(code: number, said: string): void {
    this.#onGone();
    if (this.#phase === 'ended') return;
    const frame = said === '' ? `${code}` : `${code} ${said}`;
    if (code === NO_CLOSE_FRAME) this.#end('the connection broke', null);
    else this.#end(`closed by the venue: ${frame}`, code);
  }

  #end(reason: string, closeCode: number | null): void {
    this.#stop();
    const openMs = this.#openedMs === null ? null : this.#runtime.monotonicMs() - this.#openedMs;
    const text = reason.slice(0, REASON_LENGTH_MAX);
    this.#owner.onEnd({ reason: text, closeCode, openMs, hadData: this.#hadData });
  }

  #stop(): void {
    this.#phase = 'ended';
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #after(name: 'connect' | 'keepAlive' | 'silence', ms: number, run: () => void): void {
    if (this.#phase !== 'ended') this.#timers.set(name, this.#runtime.after(ms, run));
  }
}

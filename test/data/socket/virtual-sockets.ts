import type {
  SocketRuntime,
  Wire,
  WireListener,
  WireOptions,
} from '../../../src/data/socket/runtime.ts';

/** 2026-09-21, a moment to start at. */
export const START_AT_MS = 1_790_000_000_000;

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/** A connection without a network: the test plays the venue. */
export class FakeWire implements Wire {
  readonly sent: string[] = [];
  readonly options: WireOptions;
  bufferedBytes = 0;
  /** Told of each text that is sent, when somebody plays the venue. */
  onSent: (text: string) => void = () => undefined;
  state: 'connecting' | 'open' | 'closing' | 'cut' | 'closed' = 'connecting';
  readonly #listener: WireListener;

  constructor(options: WireOptions, listener: WireListener) {
    this.options = options;
    this.#listener = listener;
  }

  send(text: string): void {
    this.sent.push(text);
    this.onSent(text);
  }

  close(): void {
    this.state = 'closing';
  }

  terminate(): void {
    if (this.state === 'closed') return;
    this.state = 'cut';
    queueMicrotask(() => this.end());
  }

  /** A connection that was cut may open all the same, before it knows. */
  open(): void {
    if (this.state !== 'connecting' && this.state !== 'cut') return;
    if (this.state === 'connecting') this.state = 'open';
    this.#listener.onOpen();
  }

  text(text: string): void {
    if (this.state !== 'connecting') this.#listener.onText(text, text.length);
  }

  binary(): void {
    this.#listener.onBinary();
  }

  fail(reason: string): void {
    this.#listener.onError(reason);
    this.end();
  }

  end(code = 1006, reason = ''): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.#listener.onClose(code, reason);
  }
}

/** Time that passes when the test says so, over fake connections or over those of `connect`. */
export class VirtualSockets implements SocketRuntime {
  readonly wires: FakeWire[] = [];
  /** Monotonic time of each attempt to connect. */
  readonly attemptsMs: number[] = [];
  chance = 0.5;
  onWire: (wire: FakeWire) => void = () => undefined;
  readonly #connect: SocketRuntime['connect'] | null;
  readonly #timers = new Set<Timer>();
  #elapsedMs = 0;

  constructor(connect: SocketRuntime['connect'] | null = null) {
    this.#connect = connect;
  }

  /** Timers that nobody has cancelled. */
  get pending(): number {
    return this.#timers.size;
  }

  get last(): FakeWire {
    const wire = this.wires.at(-1);
    if (wire === undefined) throw new Error('nobody has connected');
    return wire;
  }

  nowMs(): number {
    return START_AT_MS + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  random(): number {
    return this.chance;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { dueMs: this.#elapsedMs + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  connect(options: WireOptions, listener: WireListener): Wire {
    this.attemptsMs.push(this.#elapsedMs);
    if (this.#connect !== null) return this.#connect(options, listener);
    const wire = new FakeWire(options, listener);
    this.wires.push(wire);
    this.onWire(wire);
    return wire;
  }

  advance(ms: number): void {
    const untilMs = this.#elapsedMs + ms;
    for (let next = this.#next(untilMs); next !== null; next = this.#next(untilMs)) {
      this.#timers.delete(next);
      this.#elapsedMs = next.dueMs;
      next.run();
    }
    this.#elapsedMs = untilMs;
  }

  #next(untilMs: number): Timer | null {
    let first: Timer | null = null;
    for (const timer of this.#timers) {
      if (timer.dueMs <= untilMs && (first === null || timer.dueMs < first.dueMs)) first = timer;
    }
    return first;
  }
}

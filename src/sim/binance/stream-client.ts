import type { WebSocket } from 'ws';
import type { SimClock } from '../wire/clock.ts';
import { type BinanceFaults, STALE_LAG_MS, STALL_MS } from './faults.ts';
import { type MarketUpdate, payloadsOf, type StreamPayload, type TimeUnit } from './frames.ts';
import { SlidingCount } from './limits.ts';
import { answerTo } from './stream-commands.ts';

/** Messages of a client within a second, of any kind; one more ends the connection. */
export const MESSAGES_PER_SECOND_MAX = 5;
const SECOND_MS = 1_000;
/** Close codes: too many messages, and the end of a connection's day (not documented). */
export const POLICY = 1_008;
const GOING_AWAY = 1_001;

export interface StreamClientOptions {
  readonly streams: readonly string[];
  /** Whether payloads are wrapped with the name of their stream. */
  readonly isCombined: boolean;
  readonly unit: TimeUnit;
  readonly clock: SimClock;
  readonly faults: BinanceFaults;
  readonly pingEveryMs: number;
  readonly pongWithinMs: number;
  readonly lifeMs: number;
}

interface Delayed {
  readonly dueMs: number;
  readonly text: string;
}

/** One connection of the exchange's streams. */
export class StreamClient {
  readonly streams: Set<string>;
  isCombined: boolean;
  /** Frames put on the wire. */
  sent = 0;
  readonly #socket: WebSocket;
  readonly #options: StreamClientOptions;
  readonly #unit: TimeUnit;
  #lagMs: number;
  readonly #openedMs: number;
  readonly #messages = new SlidingCount(SECOND_MS);
  #delayed: Delayed[] = [];
  #held: string | null = null;
  #stalledUntilMs = 0;
  #pingedMs: number;
  /** Payload of a ping that waits for its pong, and since when. */
  #waitsFor: { readonly payload: string; readonly sinceMs: number } | null = null;

  constructor(socket: WebSocket, options: StreamClientOptions) {
    const { faults, clock } = options;
    this.#socket = socket;
    this.#options = options;
    this.streams = new Set(options.streams);
    this.isCombined = options.isCombined;
    this.#unit = faults.happens('micros') ? 'µs' : options.unit;
    this.#lagMs = faults.happens('stale') ? faults.amount('stale', STALE_LAG_MS) : 0;
    this.#openedMs = clock.nowMs();
    this.#pingedMs = clock.nowMs();
    socket.on('message', (data, isBinary) => this.#heard(isBinary ? '' : data.toString()));
    socket.on('ping', () => this.#count());
    socket.on('pong', (data) => this.#ponged(data.toString()));
  }

  get isStalled(): boolean {
    return this.#options.clock.nowMs() < this.#stalledUntilMs;
  }

  /** Nothing comes for so long, and the socket stays open. */
  stall(ms: number): void {
    this.#stalledUntilMs = this.#options.clock.nowMs() + ms;
  }

  /** What happens from now on is told so long after it. */
  lag(ms: number): void {
    this.#lagMs = ms;
  }

  tell(update: MarketUpdate): void {
    for (const payload of payloadsOf(update, this.#unit)) {
      if (this.streams.has(payload.stream)) this.#offer(payload);
    }
  }

  /** That the server is about to go. */
  announceShutdown(nowMs: number): void {
    const event = { e: 'serverShutdown', E: nowMs };
    this.#put(JSON.stringify(this.isCombined ? { stream: '!serverShutdown', data: event } : event));
  }

  /** What is due: frames that were held back, a ping, the end of its day. */
  turn(nowMs: number): void {
    while ((this.#delayed[0]?.dueMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      this.#send(this.#delayed.shift()?.text ?? '');
    }
    const { pingEveryMs, pongWithinMs, lifeMs } = this.#options;
    if (this.#waitsFor !== null && nowMs - this.#waitsFor.sinceMs >= pongWithinMs) {
      this.terminate();
      return;
    }
    if (nowMs - this.#openedMs >= lifeMs) this.#socket.close(GOING_AWAY);
    if (nowMs - this.#pingedMs < pingEveryMs) return;
    this.#pingedMs = nowMs;
    const payload = String(nowMs);
    this.#waitsFor ??= { payload, sinceMs: nowMs };
    this.#socket.ping(payload);
  }

  /** What may happen to a connection within a second. */
  passSecond(): void {
    const { faults } = this.#options;
    if (this.#held !== null) this.#release();
    if (faults.happens('stall')) this.stall(faults.amount('stall', STALL_MS));
    if (faults.happens('cut')) this.terminate();
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #offer(payload: StreamPayload): void {
    const { faults, clock } = this.#options;
    if (faults.happens('drop')) return;
    const sound = JSON.stringify(this.isCombined ? payload : payload.data);
    const text = faults.happens('garbled') ? garbled(sound) : sound;
    if (this.#lagMs > 0) this.#delayed.push({ dueMs: clock.nowMs() + this.#lagMs, text });
    else this.#send(text);
  }

  #send(text: string): void {
    const { faults } = this.#options;
    if (this.isStalled) return;
    if (this.#held === null && faults.happens('reorder')) {
      this.#held = text;
      return;
    }
    this.#put(text);
    if (faults.happens('duplicate')) this.#put(text);
    if (this.#held !== null) this.#release();
  }

  #release(): void {
    const held = this.#held;
    this.#held = null;
    if (held !== null && !this.isStalled) this.#put(held);
  }

  #put(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.sent += 1;
    this.#socket.send(text);
  }

  #heard(text: string): void {
    if (!this.#count()) return;
    this.#put(JSON.stringify(answerTo(text, this)));
  }

  /** Only a pong with the payload of a ping shows that the client lives. */
  #ponged(payload: string): void {
    this.#count();
    if (payload === this.#waitsFor?.payload) this.#waitsFor = null;
  }

  #count(): boolean {
    const count = this.#messages.add(this.#options.clock.nowMs());
    if (count <= MESSAGES_PER_SECOND_MAX) return true;
    this.#socket.close(POLICY, 'Too many requests');
    return false;
  }
}

/** Half of a text, or a price that is none. */
function garbled(text: string): string {
  return text.includes('"p":"')
    ? text.replace(/"p":"[^"]*"/, '"p":null')
    : text.slice(0, text.length / 2);
}

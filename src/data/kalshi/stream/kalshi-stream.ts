import type { AtMs } from '../../../engine/domain/time.ts';
import { FRAME_LENGTH_MAX, FrameReader, type Problem, type Row } from '../../parsed.ts';
import { LiveSocket } from '../../socket/live-socket.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import type { SilenceVerdict } from '../../socket/socket-link.ts';
import { parseIndexValue } from '../parse-index.ts';
import { lifecycleOf } from '../parse-lifecycle.ts';
import { BookFrames } from './book-frames.ts';
import { hasData, rowOf } from './frame-text.ts';
import { SnapshotWait } from './snapshot-wait.ts';
import type { KalshiStreamOptions, KalshiStreamSnapshot, Missed } from './stream-options.ts';
import { MARKET_CHANNELS, type MarketChannel, type Subscription } from './subscription.ts';
import { SubscriptionDesk } from './subscription-desk.ts';

/** Without data for so long the venue is asked for its subscriptions; it pings every 10 s. */
export const STREAM_SILENCE_MS_MAX = 30_000;
export const STREAM_PROBE_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Distinct problems counted; the rest are counted as `other`. */
const PROBLEMS_MAX = 100;

/** The venue's socket: signed, one connection, many subscriptions, each with a sequence of its own. */
export class KalshiStream {
  readonly #options: KalshiStreamOptions;
  readonly #channels: readonly MarketChannel[];
  readonly #socket: LiveSocket;
  readonly #desk: SubscriptionDesk;
  readonly #frames: BookFrames;
  readonly #wait: SnapshotWait;
  readonly #problems = new Map<string, number>();
  readonly #watched = new Set<string>();
  readonly #counts = { gaps: 0, repeated: 0, strays: 0, restarts: 0 };

  constructor(options: KalshiStreamOptions, runtime: SocketRuntime) {
    this.#options = options;
    this.#channels = options.channels ?? ['orderbook_delta', 'trade'];
    this.#frames = new BookFrames((problem) => this.#count(problem));
    const { key, url } = options;
    const target = new URL(url).pathname;
    this.#socket = new LiveSocket(
      {
        url,
        frameBytesMax: FRAME_LENGTH_MAX,
        isCompressed: true,
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        // The venue pings; its frames are answered by the socket itself.
        keepAlive: null,
        silenceMsMax: options.silenceMsMax ?? STREAM_SILENCE_MS_MAX,
        probeTimeoutMs: STREAM_PROBE_TIMEOUT_MS,
        pace: null,
        headers: () => key.headers({ method: 'GET', target, atMs: runtime.nowMs() }),
      },
      runtime,
      {
        onOpen: () => this.#desk.opened(),
        onText: (text, receivedAtMs) => this.#heard(text, receivedAtMs),
        onLost: (reason) => this.#lost(reason),
        onSilence: () => this.#silent(),
      },
    );
    this.#desk = new SubscriptionDesk({
      runtime,
      send: (text) => this.#socket.send(text),
      onBegun: (channel, targets) => {
        if (channel === 'orderbook_delta') this.#wait.expect(targets);
      },
      onEnded: (channel, targets, reason) => this.#ended({ channel, targets, reason }),
    });
    this.#wait = new SnapshotWait(runtime, (tickers) => this.#desk.askSnapshots(tickers));
    if (options.withLifecycle === true) this.#desk.plan.one('market_lifecycle_v2');
  }

  /** Begins to connect; once. */
  start(): void {
    this.#socket.start();
  }

  watch(tickers: readonly string[]): void {
    for (const ticker of tickers) this.#watched.add(ticker);
    for (const channel of this.#channels) this.#desk.plan.place(channel, tickers);
    this.#desk.changed();
  }

  unwatch(tickers: readonly string[]): void {
    for (const ticker of tickers) {
      this.#watched.delete(ticker);
      this.#frames.books.drop(ticker);
      this.#wait.arrived(ticker);
      for (const channel of this.#channels) this.#desk.plan.take(channel, ticker);
    }
    this.#desk.changed();
  }

  /** Asks for fresh snapshots. Returns those that are not watched, which bring none. */
  refresh(tickers: readonly string[]): string[] {
    const known = tickers.filter((ticker) => this.#watched.has(ticker));
    this.#wait.demand(known);
    return tickers.filter((ticker) => !this.#watched.has(ticker));
  }

  /** Exactly these indices are streamed from now on. */
  setIndices(indexIds: readonly string[]): void {
    const { targets } = this.#desk.plan.one(this.#options.indexChannel ?? 'cfbenchmarks_value');
    targets.clear();
    for (const id of indexIds) targets.add(id);
    this.#desk.changed();
  }

  snapshot(): KalshiStreamSnapshot {
    return {
      ...this.#socket.snapshot(),
      ...this.#counts,
      markets: this.#watched.size,
      books: this.#frames.books.size,
      waiting: this.#wait.size,
      refusal: this.#desk.refusal,
    };
  }

  /** How often a frame was not what it has to be, by `reason field`. */
  problems(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#problems);
  }

  /** Ends it for good; settles when the socket is gone. */
  close(): Promise<void> {
    this.#desk.lost();
    this.#wait.clear();
    return this.#socket.close();
  }

  #heard(text: string, receivedAtMs: AtMs): void {
    const row = rowOf(text);
    if (row === null) {
      this.#count({ reason: 'notJson', source: 'kalshi.stream', field: 'frame', expected: 'JSON' });
      return;
    }
    const subscription = this.#desk.plan.bySid(row['sid']);
    const isInOrder = subscription === null || this.#isInOrder(subscription, row);
    if (!hasData(row)) this.#desk.heard(row);
    else if (subscription === null) this.#counts.strays += 1;
    else if (isInOrder) this.#take(subscription, row, receivedAtMs);
  }

  /** `false` for a frame whose content is known, or belongs to what was given up. */
  #isInOrder(subscription: Subscription, row: Row): boolean {
    const seq = row['seq'];
    if (typeof seq !== 'number') return true; // A channel without a sequence.
    switch (subscription.orderOf(seq)) {
      case 'next':
        return true;
      case 'old':
        this.#counts.repeated += 1;
        return false;
      case 'restarted':
        this.#desk.restart(subscription, 'the venue counts anew');
        return false;
      case 'gap':
        this.#gap(subscription);
        return true;
    }
  }

  /** Frames were lost: of all its markets nobody knows which. */
  #gap({ channel, asked, targets }: Subscription): void {
    this.#counts.gaps += 1;
    const lost = [...asked].filter((target) => targets.has(target));
    const isBooks = channel === 'orderbook_delta';
    if (isBooks) for (const ticker of lost) this.#frames.books.drop(ticker);
    this.#options.onMissed({ channel, targets: lost, reason: 'a gap in the sequence' });
    // A snapshot that is still to come is as good after the gap; asking for it again would only make
    // more frames that may be lost.
    if (isBooks) this.#wait.demand(lost.filter((ticker) => !this.#wait.has(ticker)));
  }

  #take(subscription: Subscription, row: Row, receivedAtMs: AtMs): void {
    const { onFrame, onIndex, onLifecycle } = this.#options;
    if (subscription.channel === 'orderbook_delta') {
      this.#takeBook(row, receivedAtMs);
      return;
    }
    const frame = { ...row, own: { at_ms: this.#frames.stamp(receivedAtMs), yes_price: true } };
    onFrame(frame, receivedAtMs);
    if (subscription.channel === 'market_lifecycle_v2') {
      const change = lifecycleOf(row);
      if (change !== null) onLifecycle?.(change, receivedAtMs);
    } else if (!subscription.isMarkets) {
      const reader = new FrameReader('kalshi.stream');
      const value = parseIndexValue(row, reader);
      for (const problem of reader.problems) this.#count(problem);
      if (value !== null) onIndex?.(value, receivedAtMs);
    }
  }

  #takeBook(row: Row, receivedAtMs: AtMs): void {
    const read = this.#frames.read(row, receivedAtMs);
    if (read.kind === 'frame') {
      if (!this.#watched.has(read.ticker)) {
        this.#frames.books.drop(read.ticker);
        return;
      }
      if (row['type'] === 'orderbook_snapshot') this.#wait.arrived(read.ticker);
      this.#options.onFrame(read.frame, receivedAtMs);
    } else if (read.kind !== 'early' && read.ticker !== null) {
      const reason = read.kind === 'broken' ? 'a level below zero' : 'an unreadable frame';
      this.#options.onMissed({ channel: 'orderbook_delta', targets: [read.ticker], reason });
      if (!this.#wait.has(read.ticker)) this.#wait.demand([read.ticker]);
    }
  }

  #ended(missed: Missed): void {
    this.#counts.restarts += 1;
    if (missed.channel === 'orderbook_delta') this.#dropBooks(missed.targets);
    this.#options.onMissed(missed);
  }

  #lost(reason: string): void {
    const carried = MARKET_CHANNELS.map((channel) => ({
      channel,
      targets: this.#desk.plan.all
        .filter((each) => each.channel === channel)
        .flatMap(({ asked, targets }) => [...asked].filter((target) => targets.has(target))),
    }));
    this.#desk.lost();
    this.#frames.books.clear();
    this.#wait.clear();
    for (const { channel, targets } of carried) {
      if (targets.length > 0) this.#options.onMissed({ channel, targets, reason });
    }
  }

  #dropBooks(tickers: readonly string[]): void {
    for (const ticker of tickers) {
      this.#frames.books.drop(ticker);
      this.#wait.arrived(ticker);
    }
  }

  /** Quiet markets exist: a live venue answers. Without anything wanted nothing is due. */
  #silent(): SilenceVerdict {
    if (this.#desk.plan.all.length === 0) return 'natural';
    return this.#desk.probe() ? 'probing' : 'fault';
  }

  #count({ reason, field }: Problem): void {
    const name = `${reason} ${field}`;
    const key = this.#problems.has(name) || this.#problems.size < PROBLEMS_MAX ? name : 'other';
    this.#problems.set(key, (this.#problems.get(key) ?? 0) + 1);
  }
}

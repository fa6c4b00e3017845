import { type AtMs, MINUTE_MS, SECOND_MS } from '../../../engine/domain/time.ts';
import type { StateStore } from '../../../engine/ports.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import { FrameReader, isRow, type Problem, type Row } from '../../parsed.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import { BinanceClient } from '../client/client.ts';
import type { BinanceHost } from '../hosts.ts';
import { middleOf, parseBinanceTicker, stampedFrame, stampedRows } from '../parse.ts';
import { type PriceReading, readStream } from '../read-stream.ts';
import { DEFAULT_SYMBOLS } from '../symbols.ts';
import { feedTrouble } from './feed-trouble.ts';
import type { SpotSink } from './frame-sink.ts';
import type { BinanceFeedHealth } from './health.ts';
import { Outflow } from './outflow.ts';
import { PriceMirror } from './price-mirror.ts';
import { RepeatFilter } from './repeat-filter.ts';
import { RestPrices } from './rest-prices.ts';
import { RENEW_AFTER_MS, StreamLine } from './stream-line.ts';
import type { HeardPrice, SymbolWatch } from './symbol-watch.ts';
import { WatchList } from './watch-list.ts';

/** The tape's names of the two ways. */
const STREAM_SOURCE = 'binance.stream';
const TICKER_SOURCE = 'binance.ticker';

/** Of one stream at most so many prices a second go out: 1,000 divided by this. */
export const OUT_SPACING_MS = 50;
/** A trade that comes later than this is not a price, nor is what comes beside it. */
export const LATE_MS_MAX = 5 * SECOND_MS;
/** So many late trades in a row make a host one to avoid, and for so long. */
export const LATE_ROW = 5;
export const LATE_REST_MS = 10 * MINUTE_MS;
/** The busiest symbol silent for so long on a connection that lives otherwise: another is opened. */
export const ANCHOR_SILENCE_MS_MAX = 15 * SECOND_MS;
const WATCH_MS = SECOND_MS;
/** Hosts are changed because of their prices at most so often. */
const AVOID_SPACING_MS = MINUTE_MS;

/** What is asked of the venue for each symbol. */
export type SpotStream = 'trade' | 'aggTrade' | 'bookTicker' | 'kline_1s';
/** Trades tell their time and leave no gap unseen; best prices move first. */
const STREAMS: readonly SpotStream[] = ['aggTrade', 'bookTicker'];

export interface SpotFeedOptions {
  /** In the order in which they are tried. */
  readonly hosts: readonly BinanceHost[];
  /** The busiest first: its silence is taken for the venue's. */
  readonly symbols?: readonly string[];
  readonly streams?: readonly SpotStream[];
  readonly sink: SpotSink;
  readonly sockets: SocketRuntime;
  readonly http: HttpRuntime;
  /** Where other programs read the newest prices; `null` keeps them here. */
  readonly state?: Pick<StateStore, 'set'> | null;
  /** Age at which a connection is replaced; left out, an hour before the venue cuts it. */
  readonly renewAfterMs?: number;
  /** In place of a client over `http`. */
  readonly clientOf?: (host: BinanceHost) => Pick<BinanceClient, 'bookTickers' | 'time'>;
}

interface SpotMessage {
  readonly reading: PriceReading;
  readonly frame: Row;
}

/** Live spot prices of Binance. What is too old is no price; what was told before is told once. */
export class SpotFeed {
  readonly #options: SpotFeedOptions;
  readonly #runtime: SocketRuntime;
  readonly #line: StreamLine<SpotMessage>;
  readonly #rest: RestPrices;
  readonly #repeats = new RepeatFilter();
  readonly #out: Outflow;
  readonly #mirror: PriceMirror | null;
  readonly #watches: WatchList;
  #unread = 0;
  #unreadProblem: Problem | null = null;
  #lateRow = 0;
  #avoidedMs = Number.NEGATIVE_INFINITY;
  #cancelWatch: (() => void) | null = null;
  #isClosed = false;

  constructor(options: SpotFeedOptions) {
    const { hosts, sockets, state = null, sink } = options;
    this.#options = options;
    this.#runtime = sockets;
    this.#watches = new WatchList(options.symbols ?? DEFAULT_SYMBOLS, sockets.monotonicMs());
    this.#out = new Outflow(OUT_SPACING_MS, sockets, ({ frame, receivedAtMs }) =>
      sink.json(STREAM_SOURCE, frame, receivedAtMs),
    );
    this.#mirror = state === null ? null : new PriceMirror(state, sockets);
    const path = this.#watches.path(options.streams ?? STREAMS);
    const renewAfterMs = options.renewAfterMs ?? RENEW_AFTER_MS;
    this.#line = new StreamLine({ hosts, path, renewAfterMs }, sockets, {
      read: (text) => this.#read(text),
      take: (message, from) => this.#take(message, from),
      onLive: () => {
        this.#lateRow = 0;
      },
    });
    this.#rest = new RestPrices({
      hosts,
      clientOf: options.clientOf ?? ((host) => new BinanceClient(host.apiUrl, options.http)),
      runtime: sockets,
      missing: () => this.#watches.missing(sockets.monotonicMs()),
      onRows: (rows, from) => this.#takeRows(rows, from),
      onUnknown: (symbol, host) => {
        const watch = this.#watches.get(symbol);
        if (watch !== undefined) watch.unknownAt = host.name;
      },
    });
  }

  /** Begins to connect; once. */
  start(): void {
    this.#line.start();
    this.#rest.start();
    this.#cancelWatch = this.#runtime.after(WATCH_MS, () => this.#look());
  }

  /** Follows these symbols from now on, and no others. @throws InvariantError as {@link WatchList} */
  follow(symbols: readonly string[]): void {
    this.#watches.change(symbols, this.#runtime.monotonicMs());
    this.#repeats.forget(this.#watches.isGone);
    this.#out.clear(this.#watches.isGone);
    this.#line.move(this.#watches.path(this.#options.streams ?? STREAMS));
  }

  /** The newest price of a symbol while it is one; `null` when it is too old, or not followed. */
  price(symbol: string): HeardPrice | null {
    return this.#watches.get(symbol)?.fresh(this.#runtime.monotonicMs()) ?? null;
  }

  snapshot(): BinanceFeedHealth {
    const nowMs = this.#runtime.monotonicMs();
    const { host, openedMs } = this.#line;
    const symbols = this.#watches.health(nowMs);
    return {
      host: host?.name ?? null,
      isOtherExchange: host !== null && host.exchange !== this.#options.hosts[0]?.exchange,
      openedAtMs: openedMs === null ? null : this.#runtime.nowMs() - (nowMs - openedMs),
      ...this.#line.counts(),
      unread: this.#unread,
      unreadProblem: this.#unreadProblem,
      joined: this.#out.joined,
      polls: this.#rest.polls,
      pollFailures: this.#rest.failures,
      clockOffsetMs: this.#rest.clockOffsetMs,
      mirror: this.#mirror?.health() ?? null,
      trouble: feedTrouble({ line: this.#line, rest: this.#rest, lateRow: this.#lateRow, symbols }),
      symbols,
    };
  }

  /** Ends it for good; settles when no connection, request or timer is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelWatch?.();
    this.#out.clear();
    this.#mirror?.close();
    await Promise.all([this.#line.close(), this.#rest.close()]);
  }

  #read(text: string): SpotMessage | 'shutdown' | null {
    const reader = new FrameReader(STREAM_SOURCE);
    const frame = parsed(text, reader);
    const reading = frame === null ? null : readStream(frame, reader);
    const [problem] = reader.problems;
    if (problem !== undefined) {
      this.#unread += 1;
      this.#unreadProblem = problem;
    }
    if (reading === null || reading.kind === 'answer' || frame === null) return null;
    return reading.kind === 'shutdown' ? 'shutdown' : { reading, frame };
  }

  #take(
    { reading, frame }: SpotMessage,
    { host, atMs }: { readonly host: BinanceHost; readonly atMs: AtMs },
  ): void {
    const watch = this.#watches.get(reading.symbol);
    if (watch === undefined) return;
    const nowMs = this.#runtime.monotonicMs();
    const repeat = this.#repeats.look(reading, { exchange: host.exchange, nowMs });
    if (repeat.kind === 'repeated') watch.counts.duplicates += 1;
    if (repeat.kind === 'old') watch.counts.overtaken += 1;
    if (repeat.kind !== 'new') return;
    if (repeat.missed > 0) {
      watch.counts.gaps += 1;
      watch.counts.missedTrades += repeat.missed;
    }
    if (this.#isLate(reading, atMs)) {
      watch.counts.late += 1;
      return;
    }
    const isBest = reading.kind === 'best';
    if (reading.kind === 'candle' && reading.trades === 0) return;
    const price = isBest ? middleOf(reading) : reading.price;
    const venueAtMs = isBest ? atMs : reading.venueAtMs;
    this.#heard(watch, { price, venueAtMs, receivedAtMs: atMs, host: host.name, way: 'stream' });
    const sample = {
      price,
      receivedAtMs: atMs,
      frame: isBest ? stampedFrame(frame, atMs) : frame,
    };
    this.#out.offer(reading.stream, sample, !isBest);
  }

  /**
   * Whether the venue's time of a price is long past. Best prices tell none: they are as late as the
   * trades beside them.
   */
  #isLate(reading: PriceReading, atMs: AtMs): boolean {
    if (reading.kind === 'best') return this.#lateRow > 0;
    const lagMs = atMs + (this.#rest.clockOffsetMs ?? 0) - reading.venueAtMs;
    this.#lateRow = lagMs > LATE_MS_MAX ? this.#lateRow + 1 : 0;
    if (this.#lateRow >= LATE_ROW && this.#rest.isClockAsked) this.#avoid(LATE_REST_MS);
    return this.#lateRow > 0;
  }

  /** Another connection, if another one was not just opened for the same reason. */
  #avoid(restMs: number): void {
    const nowMs = this.#runtime.monotonicMs();
    if (nowMs - this.#avoidedMs < AVOID_SPACING_MS) return;
    this.#avoidedMs = nowMs;
    this.#line.avoid(restMs);
  }

  #takeRows(
    rows: readonly unknown[],
    { host, atMs }: { readonly host: BinanceHost; readonly atMs: AtMs },
  ): void {
    const missing = new Set(this.#watches.missing(this.#runtime.monotonicMs()));
    const wanted = rows.filter(
      (row) => isRow(row) && missing.has(String(row['symbol']).toLowerCase()),
    );
    if (wanted.length === 0 || this.#isClosed) return;
    const frame = stampedRows(wanted, atMs);
    const reader = new FrameReader(TICKER_SOURCE);
    parseBinanceTicker(frame, reader, atMs);
    for (const event of reader.events) {
      if (event.kind !== 'spotPrice') continue;
      const watch = this.#watches.get(event.symbol);
      const { price, venueAtMs } = event;
      const heard = { price, venueAtMs, receivedAtMs: atMs, host: host.name, way: 'rest' as const };
      if (watch !== undefined) this.#heard(watch, heard);
    }
    this.#options.sink.json(TICKER_SOURCE, frame, atMs);
  }

  #heard(watch: SymbolWatch, price: HeardPrice): void {
    watch.heard(price, this.#runtime.monotonicMs());
    this.#mirror?.put(watch.symbol, price);
  }

  /** The first symbol is the busiest: a connection without it is half dead. */
  #look(): void {
    const nowMs = this.#runtime.monotonicMs();
    const { anchor } = this.#watches;
    const openMs = nowMs - (this.#line.openedMs ?? nowMs);
    const isSilent = anchor !== undefined && anchor.streamSilentMs(nowMs) > ANCHOR_SILENCE_MS_MAX;
    if (isSilent && openMs > ANCHOR_SILENCE_MS_MAX) this.#avoid(0);
    this.#cancelWatch = this.#runtime.after(WATCH_MS, () => this.#look());
  }
}

/** The object in a text; anything else is noted. */
function parsed(text: string, reader: FrameReader): Row | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRow(value) ? value : reader.refuse('frame', 'an object');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return reader.note('notJson', 'frame', error.name);
  }
}

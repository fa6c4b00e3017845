import type { MarketId } from '../../../engine/domain/ids.ts';
import type { IndexValue } from '../../../engine/domain/settlement-index.ts';
import type { AtMs } from '../../../engine/domain/time.ts';
import type { HttpRuntime } from '../../http/runtime.ts';
import type { SocketRuntime } from '../../socket/runtime.ts';
import { KalshiClient } from '../client/client.ts';
import { kalshiMarketId } from '../ids.ts';
import type { MarketLifecycle } from '../parse-lifecycle.ts';
import type { KalshiListing } from '../parse-market.ts';
import type { KalshiKey } from '../sign.ts';
import { BookPolls, STREAM_GRACE_MS } from './book-polls.ts';
import { type DirectoryOptions, KalshiDirectory } from './directory.ts';
import { ExchangeWatch, type TradingNow } from './exchange-watch.ts';
import { feedTrouble } from './feed-words.ts';
import type { KalshiSink } from './frame-sink.ts';
import type { KalshiFeedHealth, WantedHealth } from './health.ts';
import { InheritedRows } from './inherited-rows.ts';
import { KalshiLookup } from './lookup.ts';
import { MarketList } from './market-list.ts';
import { readKalshiText } from './market-text.ts';
import { KALSHI_PACE, type KalshiPace } from './pace.ts';
import { SeriesReader } from './series-reader.ts';
import { StreamSide } from './stream-side.ts';
import { WantedList } from './wanted-list.ts';
import type { WantedMarket } from './wanted-market.ts';

/** A market that was opened is listed so soon. */
const OPENED_LIST_MS = 2_000;
/** Tickers of one text that the venue is asked for. */
const LOOKUPS_MAX = 3;
/** What the venue says when a market begins, or may have become another. */
const OPENING_EVENTS: ReadonlySet<string> = new Set(['created', 'activated']);

export interface KalshiFeedOptions {
  readonly urls: {
    /** Ends with the API's root, such as `https://host/trade-api/v2`. */
    readonly rest: string;
    /** The whole address, which ends with `/trade-api/ws/v2`. */
    readonly ws: string;
  };
  /** `null` asks for what anybody may read; there is no stream and no index then. */
  readonly key: KalshiKey | null;
  readonly sink: KalshiSink;
  readonly runtimes: { readonly http: HttpRuntime; readonly sockets: SocketRuntime };
  readonly pace?: Partial<KalshiPace>;
  readonly directory?: DirectoryOptions;
  /** Books that are not to be trusted until the next whole one: the stream has lost them. */
  readonly onLost?: (ids: readonly MarketId[], reason: string) => void;
  readonly onIndex?: (value: IndexValue, receivedAtMs: AtMs) => void;
}

/**
 * Everything the program reads of Kalshi: the list of its open markets with a search, wanted markets
 * with their books until their outcome was told, whether the exchange trades, and with a key the
 * indices that crypto markets settle by. What it learns of wanted markets goes to the sink.
 */
export class KalshiFeed {
  readonly directory: KalshiDirectory;
  /** The reads of the venue; other parts of the program share its limits. */
  readonly client: KalshiClient;
  /** Markets of a series by when they close, whatever the list has read so far. */
  readonly series: SeriesReader;
  readonly #list: MarketList;
  readonly #wanted: WantedList;
  readonly #books: BookPolls;
  readonly #exchange: ExchangeWatch;
  readonly #lookup: KalshiLookup;
  readonly #stream: StreamSide | null;
  readonly #closing = new AbortController();

  constructor(options: KalshiFeedOptions) {
    const { urls, key, sink, runtimes } = options;
    const runtime = runtimes.http;
    const pace = { ...KALSHI_PACE, ...options.pace };
    const client = new KalshiClient({ baseUrl: urls.rest, runtime, key });
    const inherited = new InheritedRows(client, runtime);
    this.client = client;
    this.series = new SeriesReader(client.markets, inherited);
    this.directory = new KalshiDirectory(options.directory);
    this.#list = new MarketList({ client, directory: this.directory, runtime, pace });
    this.#books = new BookPolls({ books: client.books, sink, runtime, pace });
    this.#exchange = new ExchangeWatch({ exchange: client.exchange, runtime, pace });
    this.#lookup = new KalshiLookup(client, inherited);
    this.#wanted = new WantedList({
      ...{ client, inherited, sink, runtime, pace },
      onListed: (wanted, listing) => this.#listed(wanted, listing),
    });
    this.#stream = key === null ? null : this.#streamOf(key, options);
  }

  /** Begins to read; once. */
  start(): void {
    this.#exchange.start();
    this.#wanted.start();
    this.#books.start();
    this.#list.start();
    this.#stream?.start();
    if (this.#stream !== null) void this.#adoptLimits();
  }

  /** These markets and their books go to the sink from now on; wanting one again changes nothing. */
  watch(ids: readonly MarketId[]): void {
    for (const id of ids) this.#wanted.want(id);
  }

  unwatch(ids: readonly MarketId[]): void {
    for (const id of ids) {
      this.#wanted.unwant(id);
      this.#books.unwant(id);
    }
    this.#stream?.unwatch(ids);
  }

  /** Somebody does not trust the book of a wanted market: a whole one is asked for. */
  reread(id: MarketId): void {
    const isAsked = this.#stream?.refresh(id) === true;
    this.#books.reread(id, isAsked ? STREAM_GRACE_MS : 0);
  }

  /** Exactly these settlement indices are heard from now on; without a key none is. */
  setIndices(indexIds: readonly string[]): void {
    this.#stream?.setIndices(indexIds);
  }

  /** The newest value of an index while it is one; `null` when it is too old, or not heard. */
  index(indexId: string): IndexValue | null {
    return this.#stream?.index(indexId) ?? null;
  }

  /** What is listed of a market that is wanted, or open. */
  listing(id: MarketId): KalshiListing | null {
    return this.#wanted.get(id)?.listing ?? this.directory.get(id);
  }

  /** Whether a market may be traded now, as far as its part of the exchange goes. */
  tradingOf(id: MarketId): TradingNow {
    return this.#exchange.tradingOf(this.listing(id)?.terms.exchangeIndex ?? 0);
  }

  /** Open markets by words, of what the list has read so far; the best fitting first. */
  search(words: string, limit: number): Promise<readonly KalshiListing[]> {
    return this.directory.search(words, limit);
  }

  /**
   * Markets as people type them: a ticker of a market, event or series, a link, or words. A ticker that
   * the list does not have is asked for. @throws VenueError
   */
  async find(text: string, limit: number): Promise<readonly KalshiListing[]> {
    const meant = readKalshiText(text);
    if (meant === null) return [];
    for (const ticker of meant.tickers) {
      const known = this.#known(ticker);
      if (known.length > 0) return known.slice(0, limit);
    }
    for (const ticker of meant.tickers.slice(0, LOOKUPS_MAX)) {
      const found = await this.#lookup.find(ticker, this.#closing.signal);
      if (found.length > 0) return found.slice(0, limit);
    }
    return meant.words === null ? [] : this.search(meant.words, limit);
  }

  snapshot(): KalshiFeedHealth {
    const health = {
      hasKey: this.#stream !== null,
      list: this.#list.snapshot(),
      lists: this.#wanted.snapshot(),
      books: this.#books.snapshot(),
      stream: this.#stream?.snapshot() ?? null,
      exchange: this.#exchange.snapshot(),
      indices: this.#stream?.indices() ?? [],
      wanted: [...this.#wanted.all].map((wanted) => this.#health(wanted)),
    };
    return { ...health, trouble: feedTrouble(health) };
  }

  /** Ends it for good; settles when no request, connection or timer is left. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([
      this.#list.close(),
      this.#wanted.close(),
      this.#books.close(),
      this.#exchange.close(),
      this.#stream?.close(),
    ]);
  }

  #streamOf(
    key: KalshiKey,
    { urls, sink, runtimes, onLost, onIndex }: KalshiFeedOptions,
  ): StreamSide {
    const side = {
      url: urls.ws,
      ...{ key, sink },
      isWanted: (id: MarketId) => this.#wanted.get(id) !== null,
      onBook: (id: MarketId) => this.#books.streamed(id),
      onLost: (ids: readonly MarketId[], reason: string) => {
        for (const id of ids) this.#books.lost(id);
        onLost?.(ids, reason);
      },
      onLifecycle: (change: MarketLifecycle) => this.#lived(change),
      ...(onIndex === undefined ? {} : { onIndex }),
    };
    return new StreamSide(side, runtimes.sockets);
  }

  /** Requests go by what the account has; without an answer by the least that any has. */
  async #adoptLimits(): Promise<void> {
    await this.client.account.getAccountLimits({ signal: this.#closing.signal }).catch(() => null);
  }

  #listed(wanted: WantedMarket, listing: KalshiListing): void {
    const id = wanted.marketId;
    this.directory.put(listing);
    if (wanted.hasBook && !this.#books.has(id)) {
      this.#books.want(id, this.#stream === null ? 0 : STREAM_GRACE_MS);
      this.#stream?.watch([id]);
    } else if (!wanted.hasBook && this.#books.has(id)) {
      this.#books.unwant(id);
      this.#stream?.unwatch([id]);
    }
  }

  #lived({ marketId, event }: MarketLifecycle): void {
    this.#wanted.hasten(marketId);
    if (OPENING_EVENTS.has(event)) this.#list.hasten(OPENED_LIST_MS);
  }

  /** What the list has of a ticker: of a series what closes first comes first. */
  #known(ticker: string): readonly KalshiListing[] {
    const id = kalshiMarketId(ticker);
    const one = id === null ? null : this.listing(id);
    if (one !== null) return [one];
    const ofEvent = this.directory.ofEvent(ticker);
    if (ofEvent.length > 0) return ofEvent;
    const ofSeries = [...this.directory.ofSeries(ticker)];
    return ofSeries.sort((a, b) => a.terms.closesAtMs - b.terms.closesAtMs);
  }

  #health(wanted: WantedMarket): WantedHealth {
    const book = this.#books.health(wanted.marketId);
    const isRead = book !== null && book.ageMs !== null;
    return {
      marketId: wanted.marketId,
      listedAtMs: wanted.listedAtMs,
      isResolved: wanted.isResolved,
      book: {
        way: book?.isStreamed === true ? 'stream' : isRead ? 'poll' : 'none',
        basis: book?.basis ?? null,
        ageMs: book?.ageMs ?? null,
        isStale: book?.isStale ?? false,
      },
      trouble: wanted.trouble ?? book?.trouble ?? null,
    };
  }
}

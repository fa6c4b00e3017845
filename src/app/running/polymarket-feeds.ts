import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { LogStream } from '../../data/polygon/log-stream.ts';
import { PolymarketClient, type PolymarketHosts } from '../../data/polymarket/client/client.ts';
import { ActivityFeed, activityCursor } from '../../data/polymarket/feed/activity-feed.ts';
import { BookCache } from '../../data/polymarket/feed/book-cache.ts';
import { HistoryFeed } from '../../data/polymarket/feed/history-feed.ts';
import { HoldingsFeed, holdingsCursor } from '../../data/polymarket/feed/holdings-feed.ts';
import { MarketFeed } from '../../data/polymarket/feed/market-feed.ts';
import type { ListPace } from '../../data/polymarket/feed/wanted-market.ts';
import { MarketStream } from '../../data/polymarket/stream/market-stream.ts';
import { RtdsStream } from '../../data/polymarket/stream/rtds-stream.ts';
import { SYSTEM_SOCKETS } from '../../data/socket/system-sockets.ts';
import type { FeedView } from '../../engine/contract/views.ts';
import type { Engine } from '../../engine/core/engine.ts';
import type { MarketId, TokenId, WalletAddress } from '../../engine/domain/ids.ts';
import type { LeaderEvent } from '../../engine/domain/leader.ts';
import type { MarketEvent } from '../../engine/domain/market-event.ts';
import { type AtMs, HOUR_MS, SECOND_MS } from '../../engine/domain/time.ts';
import type { StateStore } from '../../engine/ports.ts';
import { BookRefresh } from './book-refresh.ts';
import { BookWatch } from './book-watch.ts';
import { feedViews } from './feed-views.ts';
import type { Intake } from './intake.ts';
import { RepeatedText } from './repeated-text.ts';

/** Where everything of the venue is. */
export interface PolymarketUrls extends PolymarketHosts {
  readonly wsUrl: string;
  readonly rtdsUrl: string;
  /** A node of the chain that the venue settles on; without one its logs are not read. */
  readonly chainUrl?: string | null;
}

/** Trades this new may still be on their way in a slow feed: they count as missed only later. */
const COVERAGE_DELAY_MS = 90 * SECOND_MS;

/** When feeds are doubted; what is left out is the product's own. */
export interface FeedPace {
  /** A socket of books without data for so long is asked for one, one of trades connected anew. */
  readonly bookSilenceMsMax?: number;
  readonly tradeSilenceMsMax?: number;
  readonly lists?: ListPace;
  /** Between two lists of markets about coins, and two comparisons of what both venues list. */
  readonly cryptoListEveryMs?: number;
  readonly pairEveryMs?: number;
}

export interface PolymarketFeedsOptions {
  readonly urls: PolymarketUrls;
  readonly pace?: FeedPace;
  readonly intake: Intake;
  readonly engine: Engine;
  /** Where books that were read are kept for some seconds; may be down, and may lose them. */
  readonly state: StateStore;
  readonly stateFailed: (error: unknown) => void;
  /** Frames of this market were lost. */
  readonly onGap: (marketId: MarketId) => void;
  /** What a wallet holds could not be read yet. */
  readonly unread: (wallet: WalletAddress, error: unknown) => void;
  /** How far a wallet's activity was read and decided before this start. */
  readonly cursor: (name: string) => Promise<string | null>;
}

/** Every source of Polymarket data: what is read follows from what the engine asks. */
export class PolymarketFeeds {
  readonly client: PolymarketClient;
  readonly markets: MarketFeed;
  readonly #options: PolymarketFeedsOptions;
  readonly #books: MarketStream;
  readonly #trades: RtdsStream;
  readonly #chain: LogStream | null;
  readonly #activity: ActivityFeed;
  readonly #holdings: HoldingsFeed;
  readonly #firstBooks: BookCache;
  readonly #history: HistoryFeed;
  readonly #tokens = new Map<MarketId, readonly TokenId[]>();
  readonly #marketOf = new Map<TokenId, MarketId>();
  readonly #wanted = new Set<MarketId>();
  readonly #followed = new Set<WalletAddress>();
  readonly #refresh: BookRefresh;
  readonly #repeats = new RepeatedText();
  readonly #bookWatch = new BookWatch();
  #isClosed = false;

  constructor(options: PolymarketFeedsOptions) {
    const { urls, intake, pace = {} } = options;
    const { bookSilenceMsMax, tradeSilenceMsMax, lists } = pace;
    this.#options = options;
    this.client = new PolymarketClient(urls, SYSTEM_RUNTIME);
    this.#books = new MarketStream(
      {
        baseUrl: urls.wsUrl,
        onText: (text, atMs) => intake.text('polymarket.market', text, atMs),
        onGap: (tokenIds) => this.#onGap(tokenIds),
        // Inflating costs more than the bytes it saves (125 µs against 12 µs a message).
        isCompressed: false,
        ...(bookSilenceMsMax === undefined ? {} : { silenceMsMax: bookSilenceMsMax }),
      },
      SYSTEM_SOCKETS,
    );
    this.#trades = new RtdsStream(
      {
        url: urls.rtdsUrl,
        onText: (text, atMs) => {
          if (!this.#repeats.isRepeated(text)) intake.text('polymarket.activity', text, atMs);
        },
        isCompressed: false,
        ...(tradeSilenceMsMax === undefined ? {} : { silenceMsMax: tradeSilenceMsMax }),
      },
      SYSTEM_SOCKETS,
    );
    this.#chain = this.#chainOf(urls.chainUrl ?? null);
    this.#activity = new ActivityFeed(this.client.data, intake, SYSTEM_RUNTIME);
    this.#holdings = new HoldingsFeed({
      data: this.client.data,
      sink: intake,
      runtime: SYSTEM_RUNTIME,
      failed: options.unread,
    });
    this.markets = new MarketFeed({
      ...{ client: this.client, sink: intake },
      ...{ runtime: SYSTEM_RUNTIME, onTokens: (id, tokenIds) => this.#onTokens(id, tokenIds) },
      ...(lists === undefined ? {} : { pace: lists }),
    });
    this.#firstBooks = new BookCache({
      ...{ clob: this.client.clob, state: options.state, sink: intake, runtime: SYSTEM_RUNTIME },
      failed: options.stateFailed,
    });
    this.#refresh = new BookRefresh({
      askStream: (tokenIds) => this.#books.refresh(tokenIds),
      read: (marketId, tokenIds) => this.#firstBooks.reread(marketId, tokenIds),
    });
    this.#history = new HistoryFeed(this.client.clob, intake, SYSTEM_RUNTIME);
  }

  start(): void {
    this.#trades.start();
    this.#chain?.start();
  }

  /** The engine needs this market from now on, or no more. */
  watch(marketId: MarketId, isWanted: boolean): void {
    if (isWanted) {
      this.#wanted.add(marketId);
      const known = this.#options.engine.trade.state.markets.get(marketId) ?? null;
      this.markets.want(marketId, known);
      this.#firstBooks.want(marketId, known);
      return;
    }
    this.#wanted.delete(marketId);
    this.markets.unwant(marketId);
    this.#history.forget(marketId);
    this.#firstBooks.forget(marketId);
    this.#refresh.done(marketId);
    const tokenIds = this.#tokens.get(marketId) ?? [];
    this.#books.unsubscribe(tokenIds);
    this.#tokens.delete(marketId);
    for (const tokenId of tokenIds) this.#marketOf.delete(tokenId);
  }

  /** The engine does not trust this book: a fresh one is asked for, first of the stream. */
  reread(marketId: MarketId): void {
    this.#firstBooks.invalidate(marketId);
    this.#askAgain(marketId);
  }

  /** We trade in this market: what was read of it before shows what we may have taken. */
  traded(marketId: MarketId): void {
    this.#firstBooks.invalidate(marketId);
  }

  /**
   * Asks again for needed books that do not come. A market without one may be over: it is listed,
   * too.
   */
  lookAtBooks(nowMs: AtMs): void {
    const { market } = this.#options.engine;
    const unusable = [...this.#tokens.keys()].filter(
      (marketId) =>
        market.bookState(marketId)?.trust.trusted !== true ||
        this.#firstBooks.isUnstreamed(marketId),
    );
    for (const marketId of this.#bookWatch.look(unusable, nowMs)) {
      this.#askAgain(marketId);
      this.markets.hasten(marketId);
    }
  }

  /**
   * Reads what the wallet does from where it was read before, or from when it was followed. Following
   * it again changes nothing, unless the store did not tell where: then it may be tried again.
   */
  async follow(wallet: WalletAddress, followedAtMs: AtMs): Promise<void> {
    if (this.#followed.has(wallet)) return;
    this.#followed.add(wallet);
    let cursor: string | null;
    let told: string | null;
    try {
      cursor = await this.#options.cursor(activityCursor(wallet));
      told = await this.#options.cursor(holdingsCursor(wallet));
    } catch (error) {
      this.#followed.delete(wallet);
      throw error;
    }
    if (!this.#followed.has(wallet) || this.#isClosed) return;
    if (told === null) this.#holdings.read(wallet);
    this.#chain?.follow(wallet);
    this.#activity.follow(wallet, cursor === null ? followedAtMs : Number(cursor));
  }

  unfollow(wallet: WalletAddress): void {
    this.#followed.delete(wallet);
    this.#chain?.unfollow(wallet);
    this.#activity.unfollow(wallet);
    this.#holdings.forget(wallet);
  }

  /** Events on their way to the engine. */
  seen(events: readonly MarketEvent[]): void {
    for (const event of events) {
      this.#firstBooks.seen(event);
      if (event.kind === 'leaderActed') this.#onLeader(event.event);
      const isRead = event.kind === 'bookSnapshot' && event.readAtMs === undefined;
      if (isRead) this.#refresh.done(event.marketId);
    }
  }

  views(nowMs: AtMs): readonly FeedView[] {
    const { engine, intake } = this.#options;
    return feedViews({
      nowMs,
      meter: (source) => intake.meter(source),
      books: this.#books.snapshot(),
      trades: this.#trades.snapshot(),
      chain: this.#chain?.snapshot() ?? null,
      activity: this.#activity.snapshot(),
      markets: this.markets.snapshot(),
      coverage: engine.market.leaders.dedupe.coverage(nowMs - HOUR_MS, nowMs - COVERAGE_DELAY_MS),
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#refresh.close();
    await Promise.all([
      this.#books.close(),
      this.#trades.close(),
      this.#chain?.close(),
      this.#activity.close(),
      this.#holdings.close(),
      this.markets.close(),
      this.#firstBooks.close(),
      this.#history.close(),
    ]);
  }

  /** The contracts' logs name tokens; their markets are known here, or the venue is asked. */
  #chainOf(url: string | null): LogStream | null {
    if (url === null) return null;
    return new LogStream(
      {
        url,
        marketOf: async (tokenId, signal) =>
          this.#marketOf.get(tokenId) ?? (await this.client.clob.marketOf(tokenId, { signal })),
        onFrame: (frame, atMs) => this.#options.intake.json('polygon.logs', frame, atMs),
      },
      SYSTEM_SOCKETS,
    );
  }

  #onTokens(marketId: MarketId, tokenIds: readonly TokenId[]): void {
    if (!this.#wanted.has(marketId)) return;
    this.#tokens.set(marketId, tokenIds);
    for (const tokenId of tokenIds) this.#marketOf.set(tokenId, marketId);
    const [first] = tokenIds;
    if (first !== undefined) this.#history.read(marketId, first);
    this.#books.subscribe(tokenIds);
    this.#firstBooks.listed(marketId, tokenIds);
  }

  #askAgain(marketId: MarketId): void {
    const tokenIds = this.#tokens.get(marketId);
    if (tokenIds !== undefined) this.#refresh.ask(marketId, tokenIds);
  }

  #onLeader({ feed, wallet, marketId, tokenId }: LeaderEvent): void {
    if (!this.#followed.has(wallet)) return;
    if (tokenId !== null) this.#firstBooks.traded(marketId, tokenId);
    if (feed !== 'data-api') this.#activity.hint(wallet);
  }

  #onGap(tokenIds: readonly TokenId[]): void {
    const markets = new Set<MarketId>();
    for (const tokenId of tokenIds) {
      const marketId = this.#marketOf.get(tokenId);
      if (marketId !== undefined) markets.add(marketId);
    }
    for (const marketId of markets) this.#options.onGap(marketId);
  }
}

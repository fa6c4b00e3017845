import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { PolymarketClient, type PolymarketHosts } from '../../data/polymarket/client/client.ts';
import { ActivityFeed, activityCursor } from '../../data/polymarket/feed/activity-feed.ts';
import { BookReader } from '../../data/polymarket/feed/book-reader.ts';
import { MarketFeed } from '../../data/polymarket/feed/market-feed.ts';
import { MarketStream } from '../../data/polymarket/stream/market-stream.ts';
import { RtdsStream } from '../../data/polymarket/stream/rtds-stream.ts';
import { SYSTEM_SOCKETS } from '../../data/socket/system-sockets.ts';
import type { FeedView } from '../../engine/contract/views.ts';
import type { Engine } from '../../engine/core/engine.ts';
import type { MarketId, TokenId, WalletAddress } from '../../engine/domain/ids.ts';
import type { MarketEvent } from '../../engine/domain/market-event.ts';
import { type AtMs, HOUR_MS, SECOND_MS } from '../../engine/domain/time.ts';
import { feedViews } from './feed-views.ts';
import type { Intake } from './intake.ts';
import { RepeatedText } from './repeated-text.ts';

/** Where everything of the venue is. */
export interface PolymarketUrls extends PolymarketHosts {
  readonly wsUrl: string;
  readonly rtdsUrl: string;
}

/** How long the stream may take to bring a fresh book before it is read over HTTP. */
const REFRESH_MS = 3 * SECOND_MS;
/** Trades this new may still be on their way in a slow feed: they count as missed only later. */
const COVERAGE_DELAY_MS = 90 * SECOND_MS;

export interface PolymarketFeedsOptions {
  readonly urls: PolymarketUrls;
  readonly intake: Intake;
  readonly engine: Engine;
  /** Frames of this market were lost. */
  readonly onGap: (marketId: MarketId) => void;
  /** How far a wallet's activity was read and decided before this start. */
  readonly cursor: (name: string) => Promise<string | null>;
}

/** Every source of Polymarket data: what is read follows from what the engine asks. */
export class PolymarketFeeds {
  readonly client: PolymarketClient;
  readonly #options: PolymarketFeedsOptions;
  readonly #books: MarketStream;
  readonly #trades: RtdsStream;
  readonly #activity: ActivityFeed;
  readonly #markets: MarketFeed;
  readonly #reader: BookReader;
  readonly #tokens = new Map<MarketId, readonly TokenId[]>();
  readonly #marketOf = new Map<TokenId, MarketId>();
  readonly #wanted = new Set<MarketId>();
  readonly #followed = new Set<WalletAddress>();
  readonly #refreshing = new Map<MarketId, NodeJS.Timeout>();
  readonly #repeats = new RepeatedText();
  #isClosed = false;

  constructor(options: PolymarketFeedsOptions) {
    const { urls, intake } = options;
    this.#options = options;
    this.client = new PolymarketClient(urls, SYSTEM_RUNTIME);
    this.#books = new MarketStream(
      {
        baseUrl: urls.wsUrl,
        onText: (text, atMs) => intake.text('polymarket.market', text, atMs),
        onGap: (tokenIds) => this.#onGap(tokenIds),
        // Inflating costs more than the bytes it saves (125 µs against 12 µs a message).
        isCompressed: false,
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
      },
      SYSTEM_SOCKETS,
    );
    this.#activity = new ActivityFeed(this.client.data, intake, SYSTEM_RUNTIME);
    this.#markets = new MarketFeed({
      client: this.client,
      sink: intake,
      runtime: SYSTEM_RUNTIME,
      onTokens: (marketId, tokenIds) => this.#onTokens(marketId, tokenIds),
    });
    this.#reader = new BookReader(this.client.clob, intake, SYSTEM_RUNTIME);
  }

  start(): void {
    this.#trades.start();
  }

  /** The engine needs this market from now on, or no more. */
  watch(marketId: MarketId, isWanted: boolean): void {
    if (isWanted) {
      this.#wanted.add(marketId);
      this.#markets.want(marketId);
      return;
    }
    this.#wanted.delete(marketId);
    this.#markets.unwant(marketId);
    const tokenIds = this.#tokens.get(marketId) ?? [];
    this.#books.unsubscribe(tokenIds);
    this.#tokens.delete(marketId);
    for (const tokenId of tokenIds) this.#marketOf.delete(tokenId);
  }

  /** The engine does not trust this book: a fresh one is asked for, first of the stream. */
  reread(marketId: MarketId): void {
    const tokenIds = this.#tokens.get(marketId);
    if (tokenIds === undefined || this.#refreshing.has(marketId) || this.#isClosed) return;
    this.#books.refresh(tokenIds);
    const timer = setTimeout(() => {
      this.#refreshing.delete(marketId);
      this.#reader.reread(marketId, tokenIds);
    }, REFRESH_MS);
    this.#refreshing.set(marketId, timer);
  }

  /** Reads what the wallet does from where it was read before, or from when it was followed. */
  async follow(wallet: WalletAddress, followedAtMs: AtMs): Promise<void> {
    if (this.#followed.has(wallet)) return;
    this.#followed.add(wallet);
    const cursor = await this.#options.cursor(activityCursor(wallet));
    const isWanted = this.#followed.has(wallet) && !this.#isClosed;
    if (isWanted) this.#activity.follow(wallet, cursor === null ? followedAtMs : Number(cursor));
  }

  unfollow(wallet: WalletAddress): void {
    this.#followed.delete(wallet);
    this.#activity.unfollow(wallet);
  }

  /** Events on their way to the engine. */
  seen(events: readonly MarketEvent[]): void {
    for (const event of events) {
      if (event.kind === 'bookSnapshot') this.#onBook(event.marketId);
      else if (event.kind === 'leaderActed' && event.event.feed !== 'data-api') {
        if (this.#followed.has(event.event.wallet)) this.#activity.hint(event.event.wallet);
      }
    }
  }

  views(nowMs: AtMs): readonly FeedView[] {
    const { engine, intake } = this.#options;
    return feedViews({
      nowMs,
      meter: (source) => intake.meter(source),
      books: this.#books.snapshot(),
      trades: this.#trades.snapshot(),
      activity: this.#activity.snapshot(),
      markets: this.#markets.snapshot(),
      coverage: engine.market.leaders.dedupe.coverage(nowMs - HOUR_MS, nowMs - COVERAGE_DELAY_MS),
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#refreshing.values()) clearTimeout(timer);
    this.#refreshing.clear();
    await Promise.all([
      this.#books.close(),
      this.#trades.close(),
      this.#activity.close(),
      this.#markets.close(),
      this.#reader.close(),
    ]);
  }

  #onTokens(marketId: MarketId, tokenIds: readonly TokenId[]): void {
    if (!this.#wanted.has(marketId)) return;
    this.#tokens.set(marketId, tokenIds);
    for (const tokenId of tokenIds) this.#marketOf.set(tokenId, marketId);
    const roomless = this.#books.subscribe(tokenIds);
    if (roomless.length > 0) this.#reader.reread(marketId, tokenIds);
  }

  #onBook(marketId: MarketId): void {
    clearTimeout(this.#refreshing.get(marketId));
    this.#refreshing.delete(marketId);
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

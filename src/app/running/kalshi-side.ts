import { SYSTEM_RUNTIME } from '../../data/http/runtime.ts';
import { VenueError } from '../../data/http/venue-error.ts';
import type { KalshiSink } from '../../data/kalshi/feed/frame-sink.ts';
import { KalshiFeed } from '../../data/kalshi/feed/kalshi-feed.ts';
import { readKalshiText } from '../../data/kalshi/feed/market-text.ts';
import type { KalshiPace } from '../../data/kalshi/feed/pace.ts';
import type { SeriesReader } from '../../data/kalshi/feed/series-reader.ts';
import { kalshiMarketId } from '../../data/kalshi/ids.ts';
import type { KalshiListing } from '../../data/kalshi/parse-market.ts';
import type { KalshiKey } from '../../data/kalshi/sign.ts';
import { SYSTEM_SOCKETS } from '../../data/socket/system-sockets.ts';
import type { KalshiView } from '../../engine/contract/kalshi-view.ts';
import type { MarketFit } from '../../engine/contract/market-view.ts';
import { UnavailableError } from '../../engine/contract/queries.ts';
import type { FeedView } from '../../engine/contract/views.ts';
import type { Effect } from '../../engine/core/effects.ts';
import type { MarketId } from '../../engine/domain/ids.ts';
import { type AtMs, SECOND_MS } from '../../engine/domain/time.ts';
import { kalshiViews } from './kalshi-views.ts';
import { SPOT_COINS } from './spot-side.ts';

/** How long newest prices are waited for; those of the list do, too. */
const PRICES_MS_MAX = 3 * SECOND_MS;
const NO_ANSWER = 'Kalshi does not answer; ask again in a minute, /status says what is wrong';
/** Bitcoin's index has a name of its own; those of other coins are named after them. */
const BITCOIN = { coin: 'btc', index: 'BRTI' } as const;

/** Where the second venue is, and how it is read. */
export interface KalshiAccess {
  /** Ends with the API's root, such as `https://host/trade-api/v2`. */
  readonly apiUrl: string;
  /** The whole address, which ends with `/trade-api/ws/v2`. */
  readonly wsUrl: string;
  /** `null` reads what anybody may, by asking again and again. */
  readonly key: KalshiKey | null;
  /** Root of the venue's pages; left out where it is simulated. */
  readonly siteUrl?: string;
  /** How often it is asked; what is left out is the product's own. */
  readonly pace?: Partial<KalshiPace>;
  /** Between two lists of its markets about coins, which are asked for one series at a time. */
  readonly coinListEveryMs?: number;
}

export interface KalshiSideOptions extends KalshiAccess {
  /** Where frames go on their way to the engine. */
  readonly sink: KalshiSink;
  /** Frames of this market were lost. */
  readonly onGap: (marketId: MarketId) => void;
}

/** The second venue beside a running program: its markets, books that are needed, what people look for. */
export class KalshiSide {
  readonly #siteUrl: string | null;
  readonly #hosts: { readonly api: string; readonly stream: string };
  readonly #feed: KalshiFeed;

  constructor({ apiUrl, wsUrl, key, siteUrl, pace, sink, onGap }: KalshiSideOptions) {
    this.#siteUrl = siteUrl ?? null;
    this.#hosts = { api: new URL(apiUrl).host, stream: new URL(wsUrl).host };
    this.#feed = new KalshiFeed({
      urls: { rest: apiUrl, ws: wsUrl },
      ...{ key, sink },
      runtimes: { http: SYSTEM_RUNTIME, sockets: SYSTEM_SOCKETS },
      ...(pace === undefined ? {} : { pace }),
      onLost: (ids) => {
        for (const id of ids) onGap(id);
      },
    });
  }

  start(): void {
    this.#feed.start();
    this.#feed.setIndices(SPOT_COINS.map(indexOf));
  }

  /** Its markets by when they close, for who looks for those of coins. */
  get series(): SeriesReader {
    return this.#feed.series;
  }

  /** All open markets that are known, for who compares them with the other venue's. */
  listings(): Iterable<KalshiListing> {
    return this.#feed.directory.listings();
  }

  /** A market as its list words it; `null` where it is not listed, or not open any more. */
  listing(id: MarketId): KalshiListing | null {
    return this.#feed.directory.get(id);
  }

  /** The market and its book go to the engine from now on. */
  want(id: MarketId): void {
    this.#feed.watch([id]);
  }

  /** Carries out what is asked for a market of this venue; `false` for everything else. */
  take(effect: Effect): boolean {
    if (effect.kind !== 'watch' && effect.kind !== 'reread') return false;
    const { marketId } = effect;
    if (kalshiMarketId(marketId) === null) return false;
    if (effect.kind === 'reread') this.#feed.reread(marketId);
    else if (effect.wanted) this.#feed.watch([marketId]);
    else this.#feed.unwatch([marketId]);
    return true;
  }

  /** @throws UnavailableError when nothing is known of it here, and the venue does not answer */
  async find(text: string, limit: number): Promise<readonly KalshiView[]> {
    const found = await this.#found(text, limit);
    const fit = fitOf(text, found);
    const newest = await this.#newest(found);
    return found.map(({ market, terms, top: listedTop }) => {
      const now = newest?.listings.get(market.id);
      const { yesBid, yesBidSize, yesAsk, yesAskSize } = now?.top ?? listedTop;
      const { stop, resumesAtMs } = this.#feed.tradingOf(market.id);
      return {
        market: { ...market, status: now?.market.status ?? market.status },
        terms: { ...terms, status: now?.terms.status ?? terms.status },
        url: this.#siteUrl === null ? null : urlOf(this.#siteUrl, terms),
        fit,
        top: { bid: yesBid, bidQuantity: yesBidSize, ask: yesAsk, askQuantity: yesAskSize },
        readAtMs: now === undefined ? null : (newest?.readAtMs ?? null),
        ...(stop === null ? {} : { pause: { why: stop, resumesAtMs } }),
      };
    });
  }

  views(nowMs: AtMs): readonly FeedView[] {
    const { api, stream } = this.#hosts;
    return kalshiViews(this.#feed.snapshot(), nowMs).map((view) => ({
      ...view,
      host: view.source === 'kalshi.stream' ? stream : api,
    }));
  }

  /** Ends it for good; settles when no request, connection or timer is left. */
  close(): Promise<void> {
    return this.#feed.close();
  }

  async #found(text: string, limit: number): Promise<readonly KalshiListing[]> {
    const { list } = this.#feed.snapshot();
    try {
      const found = await this.#feed.find(text, limit);
      if (found.length > 0 || list.isComplete) return found;
    } catch (cause) {
      if (!(cause instanceof VenueError)) throw cause;
      throw new UnavailableError(NO_ANSWER, { cause });
    }
    // Nothing in a list that is still being read means nothing.
    throw new UnavailableError(
      list.trouble === null
        ? `The list of Kalshi's markets is still being read, ${list.markets} so far; ask again in a minute`
        : NO_ANSWER,
    );
  }

  /** The list has prices of up to some hours ago. */
  async #newest(found: readonly KalshiListing[]): Promise<{
    readonly listings: ReadonlyMap<MarketId, KalshiListing>;
    readonly readAtMs: AtMs;
  } | null> {
    if (found.length === 0) return null;
    const signal = AbortSignal.timeout(PRICES_MS_MAX);
    try {
      const ids = found.map(({ market }) => market.id);
      const { rows } = await this.#feed.client.markets.getMarketsByTicker(ids, {
        ...{ signal, priority: 'entry' },
      });
      const listings = new Map(rows.map(({ listing }) => [listing.market.id, listing]));
      return { listings, readAtMs: SYSTEM_RUNTIME.nowMs() };
    } catch (error) {
      if (error instanceof VenueError || signal.aborted) return null;
      throw error;
    }
  }
}

function indexOf(coin: string): string {
  return coin === BITCOIN.coin ? BITCOIN.index : `${coin.toUpperCase()}USD_RTI`;
}

/** How markets were meant: by the very ticker, as those of one event, or by words. */
function fitOf(text: string, found: readonly KalshiListing[]): MarketFit {
  const tickers: readonly string[] = readKalshiText(text)?.tickers ?? [];
  const [first] = found;
  if (first === undefined || found.some(({ terms }) => !isNamed(terms, tickers))) return 'words';
  return found.length === 1 ? 'this' : 'event';
}

function isNamed(
  { marketId, eventTicker, seriesTicker }: KalshiListing['terms'],
  tickers: readonly string[],
): boolean {
  return [marketId, eventTicker, seriesTicker].some(
    (ticker) => ticker !== null && tickers.includes(ticker),
  );
}

/** `<site>/markets/<series>/<words>/<event>`: the venue goes by the first and the last part. */
function urlOf(siteUrl: string, terms: KalshiListing['terms']): string {
  const { seriesTicker, eventTicker, eventTitle, title } = terms;
  const words = (eventTitle ?? title)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const series = seriesTicker ?? eventTicker.split('-', 1)[0] ?? eventTicker;
  return `${siteUrl}/markets/${series.toLowerCase()}/${words || 'market'}/${eventTicker.toLowerCase()}`;
}

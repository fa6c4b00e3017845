import type { PolymarketClient } from '../../../data/polymarket/client/client.ts';
import { chunksOf } from '../../../data/polymarket/client/pages.ts';
import { EventTags } from '../../../data/polymarket/feed/event-tags.ts';
import {
  type KnownResolution,
  type MarketFacts,
  readMarketFacts,
} from '../../../data/polymarket/feed/market-facts.ts';
import { readHistory } from '../../../data/polymarket/feed/wallet-history.ts';
import type { Reports } from '../../../engine/contract/reports.ts';
import type { LeaderTrade } from '../../../engine/domain/change.ts';
import type { MarketId, WalletAddress } from '../../../engine/domain/ids.ts';
import type { Market } from '../../../engine/domain/market.ts';
import { type AtMs, DAY_MS } from '../../../engine/domain/time.ts';
import { EVIDENCE_HALF_LIFE_MS } from '../../../engine/intelligence/scoring/record.ts';
import { marketsOf, mergeTrades, type Past, tradesOf } from './past.ts';
import { readPrices } from './price-past.ts';

/** How far back from its first day with us a wallet's history is read. */
export const HISTORY_MS = 90 * DAY_MS;
/** Rows of a history at most, the newest. */
export const HISTORY_ROWS_MAX = 5_000;
/** Trades of the store at most, the newest. */
export const STORED_ROWS_MAX = 20_000;
/** Older trades than this weigh nothing that could be seen in a score. */
export const STORED_MS = 4 * EVIDENCE_HALF_LIFE_MS;
/** Markets whose categories are asked for, those that it traded in last: an event is a question. */
export const TAGGED_MARKETS_MAX = 60;
/** Markets that one question to the store may name. */
const STORE_IDS_MAX = 1_000;

export interface PastReaderOptions {
  readonly reports: Pick<Reports, 'leaderTrades' | 'marketsById' | 'resolutionsOf'>;
  readonly client: Pick<PolymarketClient, 'gamma' | 'data' | 'clob'>;
  readonly nowMs: () => AtMs;
}

interface Wanted {
  /** Since when its trades are in the store; `null` when nobody follows it. */
  readonly followedAtMs: AtMs | null;
  readonly signal: AbortSignal;
}

interface KnownMarkets {
  readonly markets: Map<MarketId, Market>;
  readonly resolutions: Map<MarketId, KnownResolution>;
}

/**
 * Puts the past of a wallet together: what the store has of it, what the venue tells of the time
 * before, and what became of the markets. The same store and the same venue give the same past,
 * whenever it is read.
 */
export class PastReader {
  readonly #options: PastReaderOptions;
  readonly #tags: EventTags;

  constructor(options: PastReaderOptions) {
    this.#options = options;
    this.#tags = new EventTags(options.client.gamma, options.nowMs);
  }

  /** @throws StoreError, VenueError */
  async read(wallet: WalletAddress, wanted: Wanted): Promise<Past> {
    const trades = await this.#trades(wallet, wanted);
    const known = await this.#stored([...marketsOf(trades)]);
    await this.#ask(known, trades, wanted);
    const { markets, resolutions } = known;
    const prints = await readPrices(this.#options.client.clob, trades, wanted.signal);
    return {
      trades,
      markets: [...markets.values()],
      resolutions: [...resolutions.values()],
      prints,
    };
  }

  async #trades(
    wallet: WalletAddress,
    { followedAtMs, signal }: Wanted,
  ): Promise<readonly LeaderTrade[]> {
    const nowMs = this.#options.nowMs();
    const stored = await this.#storedTrades(wallet, nowMs - STORED_MS);
    // Always the same span of an old follower's, so that it weighs the same after every start.
    const untilMs = followedAtMs ?? nowMs;
    if (untilMs < nowMs - STORED_MS) return mergeTrades(stored);
    const { events, wholeFromMs } = await readHistory(this.#options.client.data, wallet, {
      sinceMs: untilMs - HISTORY_MS,
      ...(followedAtMs === null ? {} : { untilMs }),
      rowsMax: HISTORY_ROWS_MAX,
      signal,
    });
    // Trades from before a hole would be positions that nobody knows the end of.
    const whole = stored.filter(({ event }) => event.tradedAtMs >= wholeFromMs);
    return mergeTrades(whole, tradesOf(events));
  }

  async #storedTrades(wallet: WalletAddress, sinceMs: AtMs): Promise<readonly LeaderTrade[]> {
    let trades: LeaderTrade[] = [];
    for await (const page of this.#options.reports.leaderTrades({ wallet, sinceMs })) {
      trades.push(...page);
      if (trades.length > 2 * STORED_ROWS_MAX) trades = trades.slice(-STORED_ROWS_MAX);
    }
    return trades.slice(-STORED_ROWS_MAX);
  }

  async #stored(ids: readonly MarketId[]): Promise<KnownMarkets> {
    const { reports } = this.#options;
    const known: KnownMarkets = { markets: new Map(), resolutions: new Map() };
    for (const chunk of chunksOf(ids, STORE_IDS_MAX)) {
      for (const market of await reports.marketsById(chunk)) known.markets.set(market.id, market);
      for (const one of await reports.resolutionsOf(chunk)) {
        known.resolutions.set(one.resolution.marketId, one);
      }
    }
    return known;
  }

  /** Has the venue tell what the store does not know. What the store knows stays as it is. */
  async #ask(
    known: KnownMarkets,
    trades: readonly LeaderTrade[],
    { followedAtMs, signal }: Wanted,
  ): Promise<void> {
    const nowMs = this.#options.nowMs();
    const asked = [...marketsOf(trades)].filter((id) => mustAsk(id, known, nowMs));
    // Of strangers it is not asked what their markets are about.
    const taggedCount = followedAtMs === null ? 0 : TAGGED_MARKETS_MAX;
    const firstTagged = Math.max(0, asked.length - taggedCount);
    const { client } = this.#options;
    for (const [ids, tags] of [
      [asked.slice(0, firstTagged), null],
      [asked.slice(firstTagged), this.#tags],
    ] as const) {
      const how = tags === null ? {} : { tags };
      addFacts(known, await readMarketFacts(client, ids, { nowMs, signal, ...how }));
    }
  }
}

function addFacts(known: KnownMarkets, facts: MarketFacts): void {
  for (const market of facts.markets) {
    if (!known.markets.has(market.id)) known.markets.set(market.id, market);
  }
  for (const one of facts.resolutions) known.resolutions.set(one.resolution.marketId, one);
}

function mustAsk(id: MarketId, { markets, resolutions }: KnownMarkets, nowMs: AtMs): boolean {
  if (resolutions.has(id)) return !markets.has(id);
  const market = markets.get(id);
  if (market === undefined || market.status !== 'open') return true;
  return (market.closesAtMs ?? nowMs + 1) <= nowMs;
}

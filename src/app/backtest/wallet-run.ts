import type { PolymarketClient } from '../../data/polymarket/client/client.ts';
import { PageError } from '../../data/polymarket/client/pages.ts';
import { EventTags } from '../../data/polymarket/feed/event-tags.ts';
import { readMarketFacts } from '../../data/polymarket/feed/market-facts.ts';
import { readHistory } from '../../data/polymarket/feed/wallet-history.ts';
import { estimateCopying } from '../../engine/core/estimate/estimate.ts';
import type { PublicPrice } from '../../engine/core/estimate/print-book.ts';
import type { MarketId, TokenId } from '../../engine/domain/ids.ts';
import { type LeaderEvent, leaderEventKey } from '../../engine/domain/leader.ts';
import { resolveSettings } from '../../engine/domain/settings.ts';
import { type AtMs, DAY_MS } from '../../engine/domain/time.ts';
import { invariant } from '../../engine/domain/values/invariant.ts';
import { defaultWalletRules } from '../../engine/domain/wallet.ts';
import type { WalletAsked } from './asked.ts';
import type { BacktestRun } from './backtest-run.ts';

/** Rows of the wallet's history at most, the newest. */
export const HISTORY_ROWS_MAX = 20_000;
/** Markets whose public trades are read at most, those it traded last. */
export const MARKETS_MAX = 300;
/** Pages of one market's public trades at most, of 1,000 rows each. */
export const MARKET_PAGES_MAX = 20;

export interface WalletReading {
  readonly client: PolymarketClient;
  readonly nowMs: AtMs;
  readonly progress: (text: string) => void;
}

/** ESTIMATE from what is public of a wallet and its markets. @throws VenueError */
export async function backtestWallet(
  asked: WalletAsked,
  reading: WalletReading,
): Promise<BacktestRun> {
  const { client, nowMs, progress } = reading;
  const { wallet, days, assumptions } = asked;
  const settings = resolveSettings(asked.settings);
  invariant(settings.ok, 'settings of a backtest were checked');
  const sinceMs = nowMs - days * DAY_MS;
  const { signal } = new AbortController();
  progress('reads what the wallet did');
  const history = await readHistory(client.data, wallet, {
    sinceMs,
    rowsMax: HISTORY_ROWS_MAX,
    signal,
  });
  const ids = newestMarkets(history.events);
  const read = ids.slice(0, MARKETS_MAX);
  progress(`reads ${read.length} markets`);
  const tags = new EventTags(client.gamma, () => nowMs);
  const facts = await readMarketFacts(client, read, { nowMs, signal, tags });
  const prints = await readPrints(reading, history.events, read);
  const known = history.events.filter(
    ({ marketId, tradedAtMs }) => tradedAtMs >= (prints.wholeFromMs.get(marketId) ?? Infinity),
  );
  const estimate = estimateCopying({
    wallet: defaultWalletRules(wallet, sinceMs),
    settings: settings.settings,
    filters: [],
    trades: known.map((event) => ({
      key: leaderEventKey(event),
      ordinal: event.occurrence ?? 0,
      event,
      receivedAtMs: event.tradedAtMs,
    })),
    markets: new Map(facts.markets.map((market) => [market.id, market])),
    resolutions: new Map(facts.resolutions.map((one) => [one.resolution.marketId, one])),
    prints: prints.byToken,
    assumptions,
    fromMs: history.wholeFromMs,
    untilMs: nowMs,
  });
  const gaps = gapsOf({ sinceMs, wholeFromMs: history.wholeFromMs }, [
    history.events.length - known.length,
    ids.length - read.length,
  ]);
  const { copyability, skips } = estimate;
  const total = { ...copyability, fromMs: sinceMs };
  return { name: wallet, wallets: [total], total, skips, assumptions, gaps };
}

/** Markets it traded, the newest first. */
function newestMarkets(events: readonly LeaderEvent[]): readonly MarketId[] {
  return [...new Set(events.toReversed().map(({ marketId }) => marketId))];
}

interface Prints {
  readonly byToken: ReadonlyMap<TokenId, readonly PublicPrice[]>;
  /** From when on nothing of a market's public trades is missing. */
  readonly wholeFromMs: ReadonlyMap<MarketId, AtMs>;
}

/** Public trades of each market since the wallet's first trade in it. @throws VenueError */
async function readPrints(
  { client, progress }: WalletReading,
  events: readonly LeaderEvent[],
  ids: readonly MarketId[],
): Promise<Prints> {
  const firstMs = new Map<MarketId, AtMs>();
  for (const { marketId, tradedAtMs } of events) {
    if (!firstMs.has(marketId)) firstMs.set(marketId, tradedAtMs);
  }
  const byToken = new Map<TokenId, PublicPrice[]>();
  const wholeFromMs = new Map<MarketId, AtMs>();
  for (const [at, id] of ids.entries()) {
    progress(`reads the public trades of market ${at + 1} of ${ids.length}`);
    const sinceMs = firstMs.get(id) ?? 0;
    const read = await client.data.marketTrades(id, { sinceMs, pagesMax: MARKET_PAGES_MAX });
    if (!read.complete && !isTooMany(read.error)) throw read.error;
    const rows = read.complete ? read.rows : read.readSoFar;
    wholeFromMs.set(id, read.complete ? sinceMs : (rows.at(-1)?.tradedAtMs ?? Infinity));
    for (const row of rows.toReversed()) addPrint(byToken, row);
  }
  return { byToken, wholeFromMs };
}

/** More than is read: what was read is the newest, and whole. */
function isTooMany(error: Error): boolean {
  return error instanceof PageError && error.flaw === 'tooManyPages';
}

function addPrint(byToken: Map<TokenId, PublicPrice[]>, row: LeaderEvent): void {
  const { tokenId, price, tradedAtMs } = row;
  if (tokenId === null || price === null) return;
  const print = { price, atMs: tradedAtMs };
  const prints = byToken.get(tokenId);
  if (prints === undefined) byToken.set(tokenId, [print]);
  else prints.push(print);
}

function gapsOf(
  { sinceMs, wholeFromMs }: { readonly sinceMs: AtMs; readonly wholeFromMs: AtMs },
  [trades = 0, markets = 0]: readonly number[],
): readonly string[] {
  const gaps: string[] = [];
  if (wholeFromMs > sinceMs) {
    const day = new Date(wholeFromMs).toISOString().slice(0, 10);
    gaps.push(`only its newest ${HISTORY_ROWS_MAX} trades were read, those since ${day}`);
  }
  if (markets > 0)
    gaps.push(`${markets} markets were left out: the newest ${MARKETS_MAX} are read`);
  if (trades > 0) {
    gaps.push(`${trades} of its trades are left out: more public trades followed than are read`);
  }
  return gaps;
}

import type { Route } from '../../wire/http-host.ts';
import { Refusal } from '../../wire/refusal.ts';
import { LIVE_WINDOW_MS } from '../eastern.ts';
import type { KalshiMarket } from '../world/market.ts';
import { page } from './lists.ts';
import { flagOf, listOf, momentOf, STATUS_QUERIES, wholeOf, wordOf } from './query.ts';
import { bookRow, marketRow, tradeRow } from './rows.ts';
import { guarded, marketOf, type RestScene } from './scene.ts';

const MARKETS_LIMIT = { usual: 100, max: 1_000 };
const TRADES_LIMIT = { usual: 100, max: 1_000 };
const DEPTH_MAX = 100;
const BOOKS_MAX = 100;
const STATUSES = Object.keys(STATUS_QUERIES);

/** Settled before this moment means archived. */
export function archivedBefore({ nowMs }: RestScene): number {
  return nowMs() - LIVE_WINDOW_MS;
}

export function marketRoutes(scene: RestScene): readonly Route[] {
  const { world, faults } = scene;
  const all = (): readonly KalshiMarket[] => [...world.catalogue.markets.values()];
  const list = (query: URLSearchParams, isArchived: boolean) => {
    const rows = all().filter(
      (market) => isOld(market, scene) === isArchived && fits(market, query),
    );
    const orderOf = ({ order }: KalshiMarket): number => order;
    const found = page({ query, faults: faults.wire, limit: MARKETS_LIMIT, rows, orderOf });
    return { markets: found.rows.map(marketRow), cursor: found.cursor };
  };
  return [
    guarded(scene, {
      path: '/markets',
      answer: ({ query }) => list(checked(query), false),
    }),
    guarded(scene, {
      path: '/historical/markets',
      answer: ({ query }) => list(checked(query), true),
    }),
    guarded(scene, {
      path: '/markets/trades',
      answer: ({ query }) => trades(scene, query, false),
    }),
    guarded(scene, {
      path: '/historical/trades',
      answer: ({ query }) => trades(scene, query, true),
    }),
    guarded(scene, {
      path: '/markets/orderbooks',
      access: 'books',
      answer: ({ query }) => {
        const tickers = query.getAll('tickers');
        if (tickers.length === 0 || tickers.length > BOOKS_MAX) {
          throw new Refusal(400, `tickers takes 1 to ${BOOKS_MAX} tickers`, 'tickers');
        }
        const books = tickers.map((ticker) => ({ ticker, ...bookOf(scene, ticker, 0) }));
        return { orderbooks: books };
      },
    }),
    guarded(scene, {
      path: '/markets/:ticker/orderbook',
      access: 'books',
      answer: ({ params, query }) => {
        const limits = { usual: 0, min: Number.MIN_SAFE_INTEGER, max: DEPTH_MAX };
        return bookOf(scene, params['ticker'] ?? '', wholeOf(query, 'depth', limits));
      },
    }),
    guarded(scene, {
      path: '/markets/:ticker',
      answer: ({ params }) => {
        const market = marketOf(scene, params['ticker'] ?? '');
        if (isOld(market, scene)) throw new Refusal(404, `${market.ticker} is archived`, 'ticker');
        return { market: marketRow(market) };
      },
    }),
    guarded(scene, {
      path: '/historical/markets/:ticker',
      answer: ({ params }) => ({ market: marketRow(marketOf(scene, params['ticker'] ?? '')) }),
    }),
  ];
}

/** Whether a market was settled so long ago that the live routes do not know it. */
export function isOld({ settledAtMs }: KalshiMarket, scene: RestScene): boolean {
  return settledAtMs !== null && settledAtMs < archivedBefore(scene);
}

function bookOf(scene: RestScene, ticker: string, depth: number) {
  const { faults } = scene;
  const market = marketOf(scene, ticker);
  const view = faults.happens('staleBook') ? market.staleBook : market.book.view();
  const row = bookRow(view, depth);
  if (!faults.happens('nullSide')) return { orderbook_fp: row };
  const kind = faults.amount('nullSide', [0, 2]);
  if (kind === 0) return { orderbook_fp: { ...row, yes_dollars: null } };
  if (kind === 1) return { orderbook_fp: { ...row, no_dollars: null } };
  return { orderbook_fp: { yes_dollars: row.yes_dollars } };
}

function trades(scene: RestScene, query: URLSearchParams, isArchived: boolean) {
  const { world, faults } = scene;
  const ticker = query.get('ticker') ?? '';
  const [min, max] = [momentOf(query, 'min_ts'), momentOf(query, 'max_ts')];
  const isBlock = flagOf(query, 'is_block_trade');
  const cutoffMs = archivedBefore(scene);
  const markets = ticker === '' ? world.catalogue.markets.values() : [marketOf(scene, ticker)];
  const rows = [...markets].flatMap((market) =>
    market.trades
      .filter(({ atMs }) => atMs < cutoffMs === isArchived)
      .filter(({ atMs }) => (min === null || atMs >= min) && (max === null || atMs <= max))
      .filter((trade) => isBlock === null || trade.isBlock === isBlock)
      .map((trade) => ({ market, trade })),
  );
  const orderOf = ({ trade }: (typeof rows)[number]): number => trade.order;
  const found = page({ query, faults: faults.wire, limit: TRADES_LIMIT, rows, orderOf });
  return {
    trades: found.rows.map(({ market, trade }) => tradeRow(market, trade)),
    cursor: found.cursor,
  };
}

/** @throws Refusal for filters that do not go together */
function checked(query: URLSearchParams): URLSearchParams {
  wordOf(query, 'status', STATUSES);
  wordOf(query, 'mve_filter', ['only', 'exclude']);
  const others = [...query.keys()].filter(
    (name) => !['min_updated_ts', 'mve_filter', 'series_ticker', 'cursor', 'limit'].includes(name),
  );
  if (query.has('min_updated_ts') && others.length > 0) {
    throw new Refusal(
      400,
      `min_updated_ts does not go with ${others.join(', ')}`,
      'min_updated_ts',
    );
  }
  return query;
}

function fits(market: KalshiMarket, query: URLSearchParams): boolean {
  const { event, terms } = market;
  const is = (name: string, value: string): boolean => [null, '', value].includes(query.get(name));
  if (!is('event_ticker', event.ticker) || !is('series_ticker', event.series.ticker)) return false;
  const tickers = listOf(query, 'tickers');
  if (tickers.length > 0 && !tickers.includes(market.ticker)) return false;
  const status = wordOf(query, 'status', STATUSES);
  if (status !== null && STATUS_QUERIES[status]?.includes(market.status) !== true) return false;
  const combos = wordOf(query, 'mve_filter', ['only', 'exclude']);
  if (combos !== null && (combos === 'only') !== market.isCombo) return false;
  const updated = momentOf(query, 'min_updated_ts');
  if (updated !== null && market.updatedAtMs <= updated) return false;
  return (
    isWithin(query, 'created', terms.createdAtMs) &&
    isWithin(query, 'close', market.closeAtMs) &&
    isWithin(query, 'settled', market.settledAtMs)
  );
}

function isWithin(query: URLSearchParams, name: string, atMs: number | null): boolean {
  const [min, max] = [momentOf(query, `min_${name}_ts`), momentOf(query, `max_${name}_ts`)];
  if (min === null && max === null) return true;
  return atMs !== null && (min === null || atMs >= min) && (max === null || atMs <= max);
}

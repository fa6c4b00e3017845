import type { Route } from '../../wire/http-host.ts';
import { Refusal } from '../../wire/refusal.ts';
import type { KalshiEvent, KalshiMarket, KalshiSeries } from '../world/market.ts';
import { page } from './lists.ts';
import { isOld } from './market-routes.ts';
import { flagOf, listOf, momentOf, STATUS_QUERIES, wordOf } from './query.ts';
import { eventRow, feeChangeRow, marketRow, seriesRow } from './rows.ts';
import { guarded, type RestScene } from './scene.ts';

const EVENTS_LIMIT = { usual: 200, max: 200 };
const EVENT_STATUSES = ['unopened', 'open', 'closed', 'settled'] as const;

export function eventRoutes(scene: RestScene): readonly Route[] {
  const { catalogue } = scene.world;
  return [
    guarded(scene, { path: '/events', answer: ({ query }) => events(scene, query, false) }),
    guarded(scene, {
      path: '/events/multivariate',
      answer: ({ query }) => events(scene, query, true),
    }),
    guarded(scene, { path: '/events/fee_changes', answer: () => eventFees(scene) }),
    guarded(scene, {
      path: '/events/:ticker',
      answer: ({ params, query }) => {
        const event = catalogue.events.get(params['ticker'] ?? '');
        if (event === undefined) {
          throw new Refusal(404, `there is no event "${params['ticker'] ?? ''}"`, 'event_ticker');
        }
        const isNested = flagOf(query, 'with_nested_markets') === true;
        return { event: eventRow(event, isNested), markets: event.markets.map(marketRow) };
      },
    }),
    guarded(scene, {
      path: '/events/:ticker/metadata',
      answer: ({ params }) => {
        const event = catalogue.events.get(params['ticker'] ?? '');
        if (event === undefined) throw new Refusal(404, 'there is no such event', 'event_ticker');
        const details = event.markets.map(({ ticker }) => ({
          market_ticker: ticker,
          image_url: '',
          color_code: '',
        }));
        const { sources } = event.series;
        return { image_url: '', market_details: details, settlement_sources: sources };
      },
    }),
    ...seriesRoutes(scene),
  ];
}

function seriesRoutes(scene: RestScene): readonly Route[] {
  const { catalogue } = scene.world;
  return [
    guarded(scene, { path: '/series', answer: ({ query }) => seriesList(scene, query) }),
    guarded(scene, {
      path: '/series/fee_changes',
      answer: ({ query }) => {
        const ticker = query.get('series_ticker') ?? '';
        const isAll = flagOf(query, 'show_historical') === true;
        const changes = catalogue.feeChanges.filter(
          ({ series, atMs }) =>
            (ticker === '' || series.ticker === ticker) && (isAll || atMs > scene.nowMs()),
        );
        return { series_fee_change_arr: changes.map(feeChangeRow) };
      },
    }),
    guarded(scene, {
      path: '/series/:ticker',
      answer: ({ params, query }) => {
        const series = catalogue.series.get(params['ticker'] ?? '');
        if (series === undefined) {
          throw new Refusal(404, `there is no series "${params['ticker'] ?? ''}"`, 'series_ticker');
        }
        return { series: rowOf(scene, series, query) };
      },
    }),
  ];
}

function events(scene: RestScene, query: URLSearchParams, isCombo: boolean) {
  const { world, faults } = scene;
  const status = wordOf(query, 'status', EVENT_STATUSES);
  const hasMarkets = flagOf(query, 'with_nested_markets') === true;
  const series = query.get('series_ticker') ?? '';
  const tickers = listOf(query, 'tickers');
  const [closes, updated] = [momentOf(query, 'min_close_ts'), momentOf(query, 'min_updated_ts')];
  const rows = [...world.catalogue.events.values()].filter(
    (event) =>
      event.series.isCombo === isCombo &&
      !event.markets.every((market) => isOld(market, scene)) &&
      (series === '' || event.series.ticker === series) &&
      (tickers.length === 0 || tickers.includes(event.ticker)) &&
      (status === null || statusOf(event) === status) &&
      (closes === null || event.markets.some(({ closeAtMs }) => closeAtMs >= closes)) &&
      (updated === null || event.updatedAtMs > updated),
  );
  const orderOf = ({ markets }: KalshiEvent): number => markets[0]?.order ?? 0;
  const found = page({ query, faults: faults.wire, limit: EVENTS_LIMIT, rows, orderOf });
  return { events: found.rows.map((each) => eventRow(each, hasMarkets)), cursor: found.cursor };
}

/** That of its most lively market. */
function statusOf({ markets }: KalshiEvent): (typeof EVENT_STATUSES)[number] {
  const is = (name: string): boolean =>
    markets.some(({ status }) => STATUS_QUERIES[name]?.includes(status) === true);
  if (is('open') || is('paused')) return 'open';
  if (is('unopened')) return 'unopened';
  return is('closed') ? 'closed' : 'settled';
}

function eventFees({ world }: RestScene) {
  const rows = [...world.catalogue.events.values()].filter(
    ({ feeOverride }) => feeOverride !== null,
  );
  const changes = rows.map(({ ticker, series, feeOverride, updatedAtMs }) => ({
    id: `fee-${ticker}`,
    event_ticker: ticker,
    series_ticker: series.ticker,
    fee_type_override: feeOverride?.type ?? null,
    fee_multiplier_override: feeOverride?.multiplier ?? null,
    scheduled_ts: new Date(updatedAtMs).toISOString(),
  }));
  return { event_fee_changes: changes, cursor: '' };
}

function seriesList(scene: RestScene, query: URLSearchParams) {
  const category = query.get('category') ?? '';
  const tags = listOf(query, 'tags');
  const updated = momentOf(query, 'min_updated_ts');
  const rows = [...scene.world.catalogue.series.values()].filter(
    (series) =>
      (category === '' || series.category === category) &&
      (tags.length === 0 || tags.some((tag) => series.tags.includes(tag))) &&
      (updated === null || series.updatedAtMs > updated),
  );
  return { series: rows.map((series) => rowOf(scene, series, query)) };
}

function rowOf({ world }: RestScene, series: KalshiSeries, query: URLSearchParams) {
  const markets = [...world.catalogue.markets.values()];
  const sum = (total: number, { volume }: KalshiMarket): number => total + volume;
  const own = markets.filter(({ event }) => event.series === series);
  const hasVolume = flagOf(query, 'include_volume') === true;
  return seriesRow(series, {
    volume: hasVolume ? own.reduce(sum, 0) : null,
    hasMetadata: flagOf(query, 'include_product_metadata') === true,
  });
}

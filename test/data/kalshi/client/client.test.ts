import { afterEach, describe, expect, test } from 'vitest';
import type { MarketId } from '../../../../src/engine/domain/ids.ts';
import { HttpDouble, json, type Route } from '../../../servers/http-double.ts';
import { eventRow, marketRow, seriesRow, TICKER } from '../frames.ts';
import { clientOf, proofOf, ROOT } from './venue.ts';

const ANY = /./;
let double: HttpDouble;
afterEach(() => double.stop());

async function open(...routes: Route[]): Promise<void> {
  double = await HttpDouble.start(...routes);
}
const route = (path: string, reply: Route['reply'], needs: Route['needs'] = {}): Route => ({
  path: `${ROOT}${path}`,
  needs,
  reply,
});
const ID = TICKER as MarketId;

describe('lists', () => {
  const limit = /^1000$/;

  test('are followed by their cursors to the end, without a signature', async () => {
    const pages = [
      { markets: [marketRow({ ticker: 'KXA-1' }), marketRow({ ticker: 'KXA-2' })], cursor: 'next' },
      { markets: [marketRow({ ticker: 'KXA-3' }), { ticker: 'KXA-4' }], cursor: '' },
    ];
    await open({
      ...route('/markets', (_seen, nth) => json(pages[nth]), { limit }),
      may: { cursor: /^next$/, status: /^open$/, mve_filter: /^exclude$/, series_ticker: /^KXA$/ },
    });
    const read = await clientOf(double).markets.getMarkets({ status: 'open', seriesTicker: 'KXA' });
    expect(read).toMatchObject({ complete: true });
    const rows = read.complete ? read.rows : [];
    expect(rows.map(({ listing }) => listing.market.id)).toEqual(['KXA-1', 'KXA-2', 'KXA-3']);
    expect(read.problems).toMatchObject([{ reason: 'malformed', field: 'event_ticker' }]);
    expect(double.seen.map(proofOf)).toEqual(['unsigned', 'unsigned']);
    expect(double.seen.map(({ query }) => query.get('cursor'))).toEqual([null, 'next']);
  });

  test('that lead in a circle end, with what was read and why', async () => {
    await open({
      ...route('/markets', () => json({ markets: [marketRow()], cursor: 'same' }), { limit }),
      may: { cursor: ANY, mve_filter: ANY },
    });
    const read = await clientOf(double).markets.getMarkets();
    expect(read).toMatchObject({ complete: false, error: { text: 'the same cursor twice' } });
    expect(read.complete ? [] : read.readSoFar).toHaveLength(2);
  });

  test('that never end are given up at a number of pages', async () => {
    await open({
      ...route('/markets', (_seen, nth) => json({ markets: [], cursor: `page ${nth}` }), { limit }),
      may: { cursor: ANY, mve_filter: ANY },
    });
    const read = await clientOf(double).markets.getMarkets({}, { pagesMax: 3 });
    expect(read).toMatchObject({ complete: false, error: { text: 'more than 3 pages' } });
    expect(double.seen).toHaveLength(3);
  });

  test('of events bring their markets, each with its event', async () => {
    const event = eventRow({ markets: [marketRow()] });
    await open(
      route('/events', () => json({ events: [event], cursor: '' }), {
        limit: /^200$/,
        with_nested_markets: /^true$/,
      }),
    );
    const read = await clientOf(double).catalogue.getEvents();
    expect(read).toMatchObject({ complete: true, problems: [] });
    const [first] = read.complete ? read.rows : [];
    expect(first?.event.isMutuallyExclusive).toBe(false);
    expect(first?.markets[0]?.listing.terms).toMatchObject({
      eventTitle: 'BTC price up in next 15 mins?',
      seriesTicker: 'KXBTC15M',
    });
    expect(first?.markets[0]?.row).toMatchObject({ ticker: TICKER, event: { category: 'Crypto' } });
    expect(first?.row).not.toHaveProperty('markets');
  });

  test('of trades tell each trade once, also where pages overlap', async () => {
    const trade = (trade_id: string) => ({
      trade_id,
      ticker: TICKER,
      count_fp: '1.00',
      yes_price_dollars: '0.4900',
      no_price_dollars: '0.5100',
      taker_outcome_side: 'no',
      taker_book_side: 'ask',
      created_time: '2026-11-22T19:31:01.160462Z',
      is_block_trade: false,
    });
    const pages = [
      { trades: [trade('a'), trade('b')], cursor: 'next' },
      { trades: [trade('b'), trade('c')], cursor: '' },
    ];
    await open({
      ...route('/markets/trades', (_seen, nth) => json(pages[nth]), { limit, ticker: ANY }),
      may: { cursor: ANY, min_ts: /^1790000000$/ },
    });
    const span = { marketId: ID, fromMs: 1_790_000_000_999 };
    const read = await clientOf(double).history.getTrades(span);
    expect(read.complete && read.rows.map(({ tradeId }) => tradeId)).toEqual(['a', 'b', 'c']);
  });
});

describe('single things', () => {
  test('a market, a series and their fees are read; what is not there is null', async () => {
    await open(
      route(`/markets/${TICKER}`, () => json({ market: marketRow() })),
      route('/markets/KXNO-1', () => json({ code: 'not_found', message: 'no such market' }, 404)),
      route('/series/KXBTC15M', () => json({ series: seriesRow() })),
      route('/series/fee_changes', () =>
        json({
          series_fee_change_arr: [
            {
              id: 'x',
              series_ticker: 'KXBTC15M',
              fee_type: 'quadratic',
              fee_multiplier: 2,
              scheduled_ts: '2026-12-01T00:00:00Z',
            },
          ],
        }),
      ),
    );
    const { markets, catalogue } = clientOf(double);
    expect((await markets.getMarket(ID))?.listing.market.id).toBe(TICKER);
    expect(await markets.getMarket('KXNO-1' as MarketId)).toBeNull();
    expect((await catalogue.getSeries('KXBTC15M'))?.series.fee.type).toBe('quadratic');
    expect((await catalogue.getFeeChanges()).rows).toMatchObject([
      { seriesTicker: 'KXBTC15M', fee: { multiplier: 2_000_000 } },
    ]);
  });

  test('status of every shard, and the schedule', async () => {
    const shard = { description: 'Crypto', exchange_active: true, trading_active: false };
    await open(
      route('/exchange/status', () =>
        json({
          exchange_active: true,
          trading_active: true,
          exchange_index_statuses: [{ exchange_index: 2, ...shard }],
        }),
      ),
      route('/exchange/schedule', () =>
        json({ schedule: { standard_hours: [], maintenance_windows: [] } }),
      ),
    );
    const { exchange } = clientOf(double);
    expect((await exchange.getExchangeStatus()).shards).toHaveLength(2);
    expect(await exchange.getSchedule()).toEqual({ hours: [], maintenance: [] });
  });

  test('candles come from the market, or from the archive, oldest first', async () => {
    const four = (suffix: string) => ({ [`close${suffix}`]: '0.4200' });
    const live = (at: number) => ({
      end_period_ts: at,
      yes_bid: four('_dollars'),
      yes_ask: four('_dollars'),
      price: four('_dollars'),
      volume_fp: '1.00',
      open_interest_fp: '2.00',
    });
    const needs = { start_ts: /^\d{10}$/, end_ts: /^\d{10}$/, period_interval: /^1$/ };
    await open(
      route(
        `/series/KXBTC15M/markets/${TICKER}/candlesticks`,
        () => json({ ticker: TICKER, candlesticks: [live(1_790_000_120), live(1_790_000_060)] }),
        needs,
      ),
      route(
        `/historical/markets/${TICKER}/candlesticks`,
        () =>
          json({
            ticker: TICKER,
            candlesticks: [
              {
                end_period_ts: 1_790_000_060,
                yes_bid: four(''),
                yes_ask: four(''),
                price: four(''),
                volume: '1.00',
                open_interest: '2.00',
              },
            ],
          }),
        needs,
      ),
    );
    const { history } = clientOf(double);
    const span = {
      seriesTicker: 'KXBTC15M',
      marketId: ID,
      fromMs: 1_790_000_000_000,
      untilMs: 1_790_000_120_000,
      minutes: 1,
    } as const;
    const read = await history.getCandlesticks(span);
    expect(read.candles.map(({ endsAtMs }) => endsAtMs)).toEqual([
      1_790_000_060_000, 1_790_000_120_000,
    ]);
    const archived = await history.getCandlesticks({ ...span, isHistorical: true });
    expect(archived).toMatchObject({ problems: [], candles: [{ yesBid: { close: 420_000 } }] });
  });
});

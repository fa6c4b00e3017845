import { expect, test } from 'vitest';
import { allPages, type Json, rowsIn, startKalshi } from './kalshi-fixture.ts';
import { ARCHIVED_CANDLE, CANDLE, expectShape, MARKET, TRADE } from './shapes.ts';

const MINUTE_MS = 60_000;

test('what was settled months ago is only in the archive, candles in the older shape', async () => {
  const fixture = await startKalshi();
  const { body: cutoff } = await fixture.get('/historical/cutoff');
  const cutoffMs = Date.parse(String(cutoff['market_settled_ts']));
  const old = await allPages(fixture, '/historical/markets', 'markets');
  expect(old).toHaveLength(3);
  for (const market of old) {
    expectShape(market, MARKET);
    expect(Date.parse(String(market['settlement_ts']))).toBeLessThan(cutoffMs);
  }
  const live = await allPages(fixture, '/markets?status=settled', 'markets');
  expect(live.length).toBeGreaterThan(0);
  for (const { settlement_ts: at } of live) {
    expect(Date.parse(String(at))).toBeGreaterThanOrEqual(cutoffMs);
  }
  const ticker = String(old[0]?.['ticker']);
  expect((await fixture.get(`/markets/${ticker}`)).status).toBe(404);
  const span = spanOf(old[0]);
  const { body } = await fixture.get(`/historical/markets/${ticker}/candlesticks?${span}`);
  const candles = body['candlesticks'] as Json[];
  expect(candles.length).toBeGreaterThan(10);
  for (const candle of candles) expectShape(candle, ARCHIVED_CANDLE);
  expect(
    (await fixture.get(`/series/KXBTC15M/markets/${ticker}/candlesticks?${span}`)).status,
  ).toBe(404);
  const trades = await fixture.get(`/historical/trades?ticker=${ticker}`);
  expect(rowsIn(trades, 'trades').length).toBeGreaterThan(0);
  expect(rowsIn(await fixture.get(`/markets/trades?ticker=${ticker}`), 'trades')).toEqual([]);
});

test('candles of a minute add up to those of an hour, and to the trades', async () => {
  const fixture = await startKalshi();
  fixture.clock.advance(5 * MINUTE_MS);
  const [market] = rowsIn(
    await fixture.get('/markets?series_ticker=KXBTCD&status=open'),
    'markets',
  );
  const ticker = String(market?.['ticker']);
  const read = async (minutes: number, more = ''): Promise<readonly Json[]> => {
    const span = spanOf(market).replace(/1$/, String(minutes));
    const path = `/series/KXBTCD/markets/${ticker}/candlesticks?${span}${more}`;
    const { body } = await fixture.get(path);
    return body['candlesticks'] as Json[];
  };
  const minutes = await read(1);
  for (const candle of minutes) expectShape(candle, CANDLE);
  const ends = minutes.map((candle) => Number(candle['end_period_ts']));
  expect(ends.every((end) => end % 60 === 0)).toBe(true);
  const [hour] = await read(60);
  const volume = (rows: readonly (Json | undefined)[], name: string): number =>
    Math.round(100 * rows.reduce((sum, row) => sum + Number(row?.[name]), 0));
  expect(volume([hour], 'volume_fp')).toBe(volume(minutes, 'volume_fp'));
  const trades = await allPages(fixture, `/markets/trades?ticker=${ticker}&limit=500`, 'trades');
  expect(volume(minutes, 'volume_fp')).toBe(volume(trades, 'count_fp'));
  for (const trade of trades) expectShape(trade, TRADE);
  const late = Math.max(...ends);
  const cut = `&start_ts=${late}`;
  const path = `/series/KXBTCD/markets/${ticker}/candlesticks?end_ts=${late}&period_interval=1${cut}`;
  const only = await fixture.get(path);
  expect(rowsIn(only, 'candlesticks')).toHaveLength(1);
  const before = await fixture.get(`${path}&include_latest_before_start=true`);
  expect(rowsIn(before, 'candlesticks')).toHaveLength(2);
});

test('candles of several markets come in one answer', async () => {
  const fixture = await startKalshi();
  const markets = rowsIn(await fixture.get('/markets?series_ticker=KXBTC&status=open'), 'markets');
  const tickers = markets.map((market) => String(market['ticker']));
  const path = `/markets/candlesticks?market_tickers=${tickers.join(',')}&${spanOf(markets[0])}`;
  const { body } = await fixture.get(path);
  const rows = body['markets'] as Json[];
  expect(rows.map((row) => row['market_ticker'])).toEqual(tickers);
  expect(((rows[0]?.['candlesticks'] ?? []) as Json[]).length).toBeGreaterThan(0);
  for (const query of ['', '&period_interval=5', '&period_interval=1', '&start_ts=5']) {
    const wrong = `/markets/candlesticks?market_tickers=${tickers[0]}${query}`;
    expect((await fixture.get(wrong)).status).toBe(400);
  }
  const long = '/markets/candlesticks?start_ts=0&end_ts=1800000000&period_interval=1';
  expect((await fixture.get(`${long}&market_tickers=${tickers[0]}`)).status).toBe(400);
});

test('trades are the newest first, and can be cut by time', async () => {
  const fixture = await startKalshi();
  fixture.clock.advance(MINUTE_MS);
  const rows = await allPages(fixture, '/markets/trades?limit=200', 'trades');
  const times = rows.map((row) => Date.parse(String(row['created_time'])));
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(new Set(rows.map((row) => row['trade_id'])).size).toBe(rows.length);
  const fromS = Math.floor(fixture.clock.nowMs() / 1_000) - 30;
  const late = await allPages(fixture, `/markets/trades?min_ts=${fromS}`, 'trades');
  expect(late).toEqual(rows.filter((_, at) => (times[at] ?? 0) >= fromS * 1_000));
  expect(rowsIn(await fixture.get('/markets/trades?is_block_trade=true'), 'trades')).toEqual([]);
});

/** All of a market's life, minute by minute. */
function spanOf(market: Json | undefined): string {
  const seconds = (name: string): number => Date.parse(String(market?.[name])) / 1_000;
  return `start_ts=${seconds('open_time')}&end_ts=${seconds('close_time')}&period_interval=1`;
}

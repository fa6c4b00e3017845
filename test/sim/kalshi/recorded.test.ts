import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { allPages, type Json, msgOf, rowsIn, startKalshi } from './kalshi-fixture.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data');
const KALSHI = join(DATA, 'kalshi');
const JOINT = join(DATA, 'joint/CarlosIbCu__polymarket-kalshi-btc-arbitrage-bot');
const NAUTILUS = join(KALSHI, 'nautechsystems__nautilus_trader');
const skipped = existsSync(KALSHI) ? '' : ' (SKIPPED: no recordings beside the project)';
const recorded = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** Facts 1.6 and 1.4: what the venue has taken away since those recordings were made. */
const REMOVED = new Set([
  ...['liquidity', 'liquidity_dollars', 'response_price_units', 'fractional_trading_enabled'],
  ...['last_price', 'no_ask', 'no_bid', 'notional_value', 'open_interest', 'previous_price'],
  ...[
    'previous_yes_ask',
    'previous_yes_bid',
    'tick_size',
    'volume',
    'volume_24h',
    'yes_ask',
    'yes_bid',
  ],
]);

/** How a value is written: its type, and of texts their form. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value !== 'string') return typeof value;
  if (/^-?\d+\.\d{4}$/.test(value)) return 'dollars';
  if (/^-?\d+\.\d{2}$/.test(value)) return 'count';
  if (/^\d{4}-\d\d-\d\dT.*Z$/.test(value)) return 'time';
  return 'text';
}

/** Fields of a recorded object that ours lacks or writes otherwise. */
function differences(real: Json, ours: Json): readonly string[] {
  return Object.entries(real)
    .filter(([name]) => !REMOVED.has(name))
    .filter(([name, value]) => !(name in ours) || kindOf(value) !== kindOf(ours[name]))
    .map(([name, value]) => `${name}: ${kindOf(value)}, ours: ${kindOf(ours[name])}`);
}

describe.skipIf(skipped !== '')(`recorded objects${skipped}`, () => {
  test('a window has the fields of a real one, written alike', async () => {
    const real = recorded(join(JOINT, 'kalshi_market_KXBTC15M-26FEB202115.json')) as Json;
    const fixture = await startKalshi();
    const open = await fixture.get('/markets?series_ticker=KXBTC15M&status=open');
    const ours = rowsIn(open, 'markets')[0] as Json;
    expect(differences(real, ours)).toEqual([]);
    const shape = (text: unknown): string =>
      String(text)
        .replace(/\d+(?=[:,. -]|$)/g, '#')
        .replace(/[A-Z][a-z]{2,8} #, #/g, 'DAY')
        .replace(/[AP]M E[SD]T/g, 'ET');
    expect(shape(ours['rules_primary'])).toBe(shape(real['rules_primary']));
    expect(ours['rules_secondary']).toBe(real['rules_secondary']);
    expect(ours['title']).toBe(real['title']);
    expect(ours['strike_type']).toBe(real['strike_type']);
    expect(String(ours['ticker'])).toMatch(/^KXBTC15M-\d\d[A-Z]{3}\d{6}-\d\d$/);
    const lifeMs = (row: Json): readonly number[] =>
      ['close_time', 'expected_expiration_time', 'latest_expiration_time'].map(
        (name) => Date.parse(String(row[name])) - Date.parse(String(row['open_time'])),
      );
    expect(lifeMs(ours)).toEqual(lifeMs(real));
  });

  test('a combination has the fields of real ones, written alike', async () => {
    const real = recorded(join(KALSHI, 'guzus__dr-manhattan/kalshi_markets.json')) as Json[];
    const fixture = await startKalshi({ coins: [] });
    fixture.clock.advance(5_000);
    const ours = rowsIn(await fixture.get('/markets?mve_filter=only'), 'markets')[0] as Json;
    for (const market of real) expect(differences(market, ours)).toEqual([]);
    const strike = (row: Json | undefined) => Object.keys(row?.['custom_strike'] as Json).sort();
    expect(strike(ours)).toEqual(strike(real[0]));
    const leg = (row: Json | undefined) => ((row?.['mve_selected_legs'] ?? []) as Json[])[0];
    expect(differences(leg(real[0]) as Json, leg(ours) as Json)).toEqual([]);
  });

  test('events have the fields of real ones', async () => {
    const { events } = recorded(join(JOINT, 'all_kalshi_events.json')) as { events: Json[] };
    const fixture = await startKalshi({ coins: [] });
    const ours = await allPages(fixture, '/events', 'events');
    const match = ours.find((event) => 'strike_period' in event) as Json;
    expect(events.length).toBeGreaterThan(10);
    const missing = events.flatMap((event) => differences(event, match));
    // A real event is dated, or it covers a period.
    expect(new Set(missing)).toEqual(
      new Set(missing.filter((difference) => /^(strike_date|product_metadata)/.test(difference))),
    );
  });

  test('trades have the fields of a real tape, written alike', async () => {
    const tape = gunzipSync(readFileSync(join(DATA, 'tapes/kalshi-btc-15m-trades.jsonl.gz')));
    const lines = tape.subarray(0, 200_000).toString().split('\n').slice(0, 500);
    const real = lines.map((line) => (JSON.parse(line) as { frame: Json }).frame);
    const fixture = await startKalshi();
    const ours = rowsIn(await fixture.get('/markets/trades?limit=50'), 'trades');
    for (const trade of real) expect(differences(trade, ours[0] as Json)).toEqual([]);
    const sums = ours.map(
      (row) => Number(row['yes_price_dollars']) + Number(row['no_price_dollars']),
    );
    for (const sum of sums) expect(sum).toBeCloseTo(1, 9);
  });

  test('frames and order books have the fields of known fixtures', async () => {
    const fixture = await startKalshi();
    const open = await fixture.get('/markets?status=open&series_ticker=KXBTC15M');
    const ticker = String(rowsIn(open, 'markets')[0]?.['ticker']);
    const socket = await fixture.connect();
    const channels = ['orderbook_delta', 'trade'];
    await socket.command('subscribe', { channels, market_ticker: ticker });
    fixture.clock.advance(20_000);
    await socket.settled();
    for (const type of ['orderbook_snapshot', 'orderbook_delta', 'trade']) {
      const real = recorded(join(NAUTILUS, `ws_${type}.json`)) as Json;
      const ours = socket.ofType(type)[0] as Json;
      expect(Object.keys(ours).sort()).toEqual(Object.keys(real).sort());
      expect(differences(msgOf(real), msgOf(ours))).toEqual([]);
    }
    const book = recorded(join(NAUTILUS, 'http_orderbook.json')) as Json;
    const { body } = await fixture.get(`/markets/${ticker}/orderbook`);
    expect(Object.keys(body['orderbook_fp'] as Json)).toEqual(
      Object.keys(book['orderbook_fp'] as Json),
    );
    const [old] = rowsIn(await fixture.get('/historical/markets'), 'markets');
    const seconds = (name: string): number => Date.parse(String(old?.[name])) / 1_000;
    const span = `start_ts=${seconds('open_time')}&end_ts=${seconds('close_time')}`;
    const path = `/historical/markets/${String(old?.['ticker'])}/candlesticks?${span}`;
    const candles = rowsIn(await fixture.get(`${path}&period_interval=1`), 'candlesticks');
    const known = recorded(join(NAUTILUS, 'http_candlesticks.json')) as { candlesticks: Json[] };
    const names = (row: Json | undefined) =>
      Object.entries(row ?? {}).flatMap(([name, value]) =>
        typeof value === 'object' && value !== null
          ? Object.keys(value).map((inner) => `${name}.${inner}`)
          : [name],
      );
    expect(names(candles.at(-1)).sort()).toEqual(names(known.candlesticks[0]).sort());
  });
});

import { expect, test } from 'vitest';
import { createVenue } from '../../../src/sim/venue/create-venue.ts';
import { START_AT_MS } from '../wire/manual-clock.ts';
import { allPages, type Json, rowsIn, startKalshi } from './kalshi-fixture.ts';
import { EVENT, expectShape, MARKET, SERIES, TRADE } from './shapes.ts';

const TWINS = { twins: { venue: createVenue({ seed: '7', startsAtMs: START_AT_MS }) } };

test('every market, event and series has the fields of the facts', async () => {
  const fixture = await startKalshi({ ...TWINS, coins: ['BTC', 'DOGE'] });
  fixture.clock.advance(60_000);
  const markets = await allPages(fixture, '/markets?limit=1000', 'markets');
  expect(markets.length).toBeGreaterThan(40);
  for (const market of markets) expectShape(market, MARKET);
  const events = await allPages(fixture, '/events', 'events');
  for (const event of events) expectShape(event, EVENT);
  expect(events.some(({ fee_multiplier_override }) => fee_multiplier_override === 0.5)).toBe(true);
  const series = rowsIn(await fixture.get('/series?include_volume=true'), 'series');
  for (const each of series) expectShape(each, SERIES);
  const trades = rowsIn(await fixture.get('/markets/trades?limit=200'), 'trades');
  expect(trades).toHaveLength(200);
  for (const trade of trades) expectShape(trade, TRADE);
  expect(fixture.sim.counts.failures).toBe(0);
});

test('what a market asks for one side is a dollar less what is bid for the other', async () => {
  const fixture = await startKalshi();
  fixture.clock.advance(5_000);
  for (const market of await allPages(fixture, '/markets?status=open', 'markets')) {
    const sum = (one: string, two: string): number => Number(market[one]) + Number(market[two]);
    expect(sum('yes_ask_dollars', 'no_bid_dollars')).toBeCloseTo(1, 9);
    expect(sum('no_ask_dollars', 'yes_bid_dollars')).toBeCloseTo(1, 9);
    const { body } = await fixture.get(`/markets/${String(market['ticker'])}/orderbook`);
    const book = body['orderbook_fp'] as Record<'yes_dollars' | 'no_dollars', [string, string][]>;
    const prices = book.yes_dollars.map(([price]) => Number(price));
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
    expect(book.yes_dollars.at(-1)?.[0] ?? '0.0000').toBe(market['yes_bid_dollars']);
    expect(book.no_dollars.at(-1)?.[1] ?? '0.00').toBe(market['yes_ask_size_fp']);
  }
});

test('a status that is asked for is not the status that markets have', async () => {
  const fixture = await startKalshi();
  fixture.clock.advance(2_000);
  const found: Record<string, unknown[]> = {};
  for (const status of ['unopened', 'open', 'paused', 'closed', 'settled']) {
    const rows = await allPages(fixture, `/markets?status=${status}`, 'markets');
    found[status] = [...new Set(rows.map((row) => row['status']))];
  }
  expect(found).toEqual({
    unopened: ['initialized'],
    open: ['active'],
    paused: [],
    closed: [],
    settled: ['finalized'],
  });
  fixture.sim.setShard(2, false);
  const paused = rowsIn(await fixture.get('/markets?status=paused'), 'markets');
  expect(paused.length).toBeGreaterThan(0);
  expect(new Set(paused.map((row) => row['status']))).toEqual(new Set(['inactive']));
  expect(await fixture.get('/markets?status=active')).toMatchObject({
    status: 400,
    body: { code: 'bad_request', details: 'status' },
  });
});

test('pages end with an empty cursor and hold every market once', async () => {
  const fixture = await startKalshi();
  const whole = await allPages(fixture, '/markets?limit=1000', 'markets');
  const small = await allPages(fixture, '/markets?limit=3', 'markets');
  expect(small.map((row) => row['ticker'])).toEqual(whole.map((row) => row['ticker']));
  expect(new Set(small.map((row) => row['ticker'])).size).toBe(small.length);
  const { body } = await fixture.get('/markets?limit=3');
  const other = await fixture.get(`/markets?limit=3&status=open&cursor=${String(body['cursor'])}`);
  expect(other).toMatchObject({ status: 400, body: { details: 'cursor' } });
  for (const query of ['limit=0', 'limit=1001', 'limit=a', 'cursor=xyz']) {
    expect((await fixture.get(`/markets?${query}`)).status).toBe(400);
  }
});

test('filters find what they name, and refuse what does not go together', async () => {
  const fixture = await startKalshi();
  fixture.clock.advance(1_000);
  const tickers = async (query: string): Promise<readonly unknown[]> =>
    (await allPages(fixture, `/markets?${query}`, 'markets')).map((row) => row['ticker']);
  const [first = ''] = (await tickers('series_ticker=KXBTC15M&status=open')) as string[];
  expect(first).toMatch(/^KXBTC15M-\d\d[A-Z]{3}\d{6}-\d\d$/);
  expect(await tickers(`tickers=${first},KXHIGHNY-X`)).toEqual([first]);
  expect(await tickers(`event_ticker=${first.replace(/-\d\d$/, '')}`)).toEqual([first]);
  const combos = await tickers('mve_filter=only');
  expect(combos.length).toBeGreaterThan(0);
  expect(await tickers('mve_filter=exclude')).not.toContain(combos[0]);
  const nowS = fixture.clock.nowMs() / 1_000;
  const soon = await tickers(`max_close_ts=${Math.ceil(nowS + 900)}&status=open`);
  expect(soon).toContain(first);
  expect(soon).not.toContain(combos[0]);
  expect((await fixture.get('/markets?min_updated_ts=1&status=open')).status).toBe(400);
  expect(await fixture.get('/markets/NOPE')).toMatchObject({
    status: 404,
    body: { code: 'not_found', message: 'there is no market "NOPE"' },
  });
});

test('events hold their markets when asked, and combinations have a list of their own', async () => {
  const fixture = await startKalshi();
  const [bare] = rowsIn(await fixture.get('/events?series_ticker=KXBTC'), 'events');
  expect(bare).not.toHaveProperty('markets');
  expect(bare).toMatchObject({ mutually_exclusive: true, collateral_return_type: 'MECNET' });
  const answer = await fixture.get('/events?series_ticker=KXBTC&with_nested_markets=true');
  const nested = (rowsIn(answer, 'events')[0]?.['markets'] ?? []) as Json[];
  const types = nested.map((market) => market['strike_type']);
  expect(types).toEqual(['less', 'between', 'between', 'between', 'between', 'greater']);
  const combos = rowsIn(await fixture.get('/events/multivariate'), 'events');
  expect(combos.length).toBeGreaterThan(0);
  const all = await allPages(fixture, '/events', 'events');
  const names = new Set(all.map((event) => event['event_ticker']));
  expect(names.has(combos[0]?.['event_ticker'])).toBe(false);
  const ticker = String(bare?.['event_ticker']);
  expect((await fixture.get(`/events/${ticker}`)).body).toMatchObject({
    event: { event_ticker: ticker },
    markets: { length: 6 },
  });
});

test('series carry fees and shards; changes of fees are told, and take effect', async () => {
  const fixture = await startKalshi();
  const series = rowsIn(await fixture.get('/series'), 'series');
  const byTicker = Object.fromEntries(series.map((each) => [String(each['ticker']), each]));
  expect(byTicker).toMatchObject({
    KXBTC15M: { fee_type: 'quadratic', fee_multiplier: 1, exchange_index: 2 },
    KXATPMATCH: { fee_type: 'quadratic_with_maker_fees', exchange_index: 3 },
    KXMVESPORTSMULTIGAMEEXTENDED: {
      fee_type: 'quadratic_with_combo_maker_fees',
      exchange_index: 1,
    },
    KXHIGHNY: { fee_type: 'quadratic', exchange_index: 0 },
  });
  const sports = rowsIn(await fixture.get('/series?category=Sports'), 'series');
  expect(sports.map((each) => each['category'])).toEqual(['Sports', 'Sports', 'Sports']);
  expect(rowsIn(await fixture.get('/series?category=sports'), 'series')).toEqual([]);
  const changes = '/series/fee_changes';
  const [soon] = rowsIn(await fixture.get(changes), 'series_fee_change_arr');
  expect(soon).toMatchObject({
    series_ticker: 'KXHIGHNY',
    fee_type: 'quadratic_with_maker_fees',
  });
  const all = await fixture.get(`${changes}?show_historical=true`);
  expect(rowsIn(all, 'series_fee_change_arr')).toHaveLength(2);
  fixture.clock.advance(Date.parse(String(soon?.['scheduled_ts'])) - fixture.clock.nowMs() + 1);
  const after = (await fixture.get('/series/KXHIGHNY')).body['series'];
  expect(after).toMatchObject({ fee_type: 'quadratic_with_maker_fees' });
  expect(rowsIn(await fixture.get(changes), 'series_fee_change_arr')).toEqual([]);
});

test('order books are read one by one, several at once, and to a depth', async () => {
  const fixture = await startKalshi();
  const [one, two] = (await allPages(fixture, '/markets?status=open', 'markets')).map((row) =>
    String(row['ticker']),
  ) as [string, string];
  const { body } = await fixture.get(`/markets/orderbooks?tickers=${one}&tickers=${two}`);
  const books = body['orderbooks'] as Json[];
  expect(books.map((book) => book['ticker'])).toEqual([one, two]);
  const deep = (await fixture.get(`/markets/${one}/orderbook?depth=0`)).body['orderbook_fp'];
  expect(books[0]?.['orderbook_fp']).toEqual(deep);
  const shallow = (await fixture.get(`/markets/${one}/orderbook?depth=1`)).body['orderbook_fp'];
  const { yes_dollars: best = [] } = shallow as { yes_dollars?: unknown[] };
  const { yes_dollars: all = [] } = deep as { yes_dollars?: unknown[] };
  expect(best).toEqual(all.slice(-1));
  expect((await fixture.get(`/markets/${one}/orderbook?depth=101`)).status).toBe(400);
  expect((await fixture.get('/markets/orderbooks')).status).toBe(400);
});

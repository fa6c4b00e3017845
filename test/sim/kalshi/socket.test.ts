import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../wire/clients.ts';
import { bookOf, restBook, subscribe } from './book-client.ts';
import { type Json, msgOf, rowsIn, signed, startKalshi } from './kalshi-fixture.ts';
import { expectShape, SOCKET_MESSAGES } from './shapes.ts';

const SECOND_MS = 1_000;

/** Tickers that are open now, of one series. */
async function openTickers(fixture: Awaited<ReturnType<typeof startKalshi>>, series: string) {
  const rows = rowsIn(await fixture.get(`/markets?status=open&series_ticker=${series}`), 'markets');
  return rows.map((row) => String(row['ticker']));
}

const seqs = (frames: readonly Json[], sid: number): readonly unknown[] =>
  frames.filter((frame) => frame['sid'] === sid && 'seq' in frame).map((frame) => frame['seq']);

const countedFrom1 = (numbers: readonly unknown[]): readonly number[] =>
  numbers.map((_, at) => at + 1);

test('there is no connection without a signed handshake', async () => {
  const { sim, clock } = await startKalshi({ coins: [] });
  const path = new URL(sim.wsUrl).pathname;
  const at = { nowMs: clock.nowMs(), path };
  const wrong = [
    {},
    signed(sim.keys.rsa, { ...at, path: '/trade-api/v2/ws' }),
    signed(sim.keys.rsa, { ...at, nowMs: at.nowMs - 60_000 }),
  ];
  for (const headers of wrong) {
    const socket = new WebSocket(sim.wsUrl, { headers: headers as Record<string, string> });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toBe('Unexpected server response: 401');
  }
  for (const key of Object.values(sim.keys)) {
    const socket = new WebSocket(sim.wsUrl, { headers: signed(key, at) });
    await once(socket, 'open');
    socket.terminate();
  }
});

test('a book from snapshot and deltas is the book that REST shows', async () => {
  const fixture = await startKalshi();
  const [ticker = ''] = await openTickers(fixture, 'KXBTC15M');
  const socket = await fixture.connect();
  const params = { channels: ['orderbook_delta'], market_ticker: ticker, use_yes_price: false };
  const sid = await subscribe(socket, params);
  fixture.clock.advance(20 * SECOND_MS);
  const frames = await socket.settled();
  expect(socket.ofType('orderbook_snapshot')).toHaveLength(1);
  expect(socket.ofType('orderbook_delta').length).toBeGreaterThan(20);
  for (const type of ['orderbook_snapshot', 'orderbook_delta'] as const) {
    for (const frame of socket.ofType(type)) expectShape(msgOf(frame), SOCKET_MESSAGES[type]);
  }
  expect(bookOf(frames, ticker)).toEqual(await restBook(fixture, ticker));
  expect(seqs(frames, sid)).toEqual(countedFrom1(seqs(frames, sid)));
});

test('one subscription counts over all of its markets and its replies', async () => {
  const fixture = await startKalshi();
  const tickers = await openTickers(fixture, 'KXBTCD');
  const [one = '', two = '', three = ''] = tickers;
  const socket = await fixture.connect();
  const sid = await subscribe(socket, { channels: ['orderbook_delta'], market_tickers: [one] });
  fixture.clock.advance(5 * SECOND_MS);
  const update = (params: Json) => socket.command('update_subscription', { ...params, sid });
  const added = await update({ action: 'add_markets', market_tickers: [two, three] });
  expect(added).toMatchObject({ type: 'ok', sid, msg: { market_tickers: [one, two, three] } });
  fixture.clock.advance(10 * SECOND_MS);
  const snapshot = await update({ action: 'get_snapshot', market_tickers: [one] });
  expect(snapshot).toMatchObject({ type: 'orderbook_snapshot', sid, msg: { market_ticker: one } });
  const removed = await update({ action: 'delete_markets', market_tickers: [two] });
  expect(removed).toMatchObject({ type: 'ok', msg: { market_tickers: [one, three] } });
  const before = socket.frames.length;
  fixture.clock.advance(10 * SECOND_MS);
  const frames = await socket.settled();
  const later = new Set(frames.slice(before).map((frame) => msgOf(frame)['market_ticker']));
  expect(later.has(two)).toBe(false);
  expect(later.has(three)).toBe(true);
  expect(bookOf(frames, three)).toEqual(await restBook(fixture, three));
  expect(seqs(frames, sid)).toEqual(countedFrom1(seqs(frames, sid)));
  const gone = await socket.command('unsubscribe', { sids: [sid] });
  expect(gone).toMatchObject({ type: 'unsubscribed', sid, seq: seqs(frames, sid).length });
  const silent = socket.frames.length;
  fixture.clock.advance(5 * SECOND_MS);
  await socket.settled();
  expect(socket.frames.slice(silent).map((frame) => frame['type'])).toEqual(['ok']);
});

test('prices of the NO side are those of NO, or of YES where that is asked', async () => {
  const fixture = await startKalshi();
  const [ticker = ''] = await openTickers(fixture, 'KXBTCD');
  const socket = await fixture.connect();
  const start = { channels: ['orderbook_delta'], market_ticker: ticker };
  const plain = await subscribe(socket, { ...start, use_yes_price: false });
  const asYes = await subscribe(socket, { ...start, use_yes_price: true });
  fixture.clock.advance(20 * SECOND_MS);
  await socket.settled();
  const noSides = (sid: number, type: string) =>
    socket
      .ofType(type)
      .filter((frame) => frame['sid'] === sid)
      .map(msgOf);
  const prices = (sid: number) =>
    noSides(sid, 'orderbook_delta')
      .filter((msg) => msg['side'] === 'no')
      .map((msg) => Number(msg['price_dollars']));
  const flipped = prices(asYes).map((price) => Number((1 - price).toFixed(6)));
  expect(prices(plain).length).toBeGreaterThan(3);
  expect(flipped).toEqual(prices(plain));
  const best = (sid: number): number => {
    const levels = noSides(sid, 'orderbook_snapshot')[0]?.['no_dollars_fp'] as [string, string][];
    return Number(levels.at(-1)?.[0]);
  };
  expect(best(plain) + best(asYes)).toBeCloseTo(1, 6);
});

test('tickers come without a number, once for each change, and at once where asked', async () => {
  const fixture = await startKalshi();
  const [ticker = ''] = await openTickers(fixture, 'KXBTC15M');
  const socket = await fixture.connect();
  const params = { channels: ['ticker'], market_tickers: [ticker], send_initial_snapshot: true };
  const sid = await subscribe(socket, params);
  await socket.settled();
  expect(socket.ofType('ticker')).toHaveLength(1);
  fixture.clock.advance(30 * SECOND_MS);
  await socket.settled();
  const frames = socket.ofType('ticker');
  expect(frames.length).toBeGreaterThan(5);
  for (const frame of frames) {
    expect(frame).not.toHaveProperty('seq');
    expectShape(msgOf(frame), SOCKET_MESSAGES.ticker);
  }
  const faces = frames.map((frame) => {
    const { ts: _ts, ts_ms: _tsMs, time: _time, ...face } = msgOf(frame);
    return JSON.stringify(face);
  });
  expect(faces.slice(1).every((face, at) => at === 0 || face !== faces[at])).toBe(true);
  const { body } = await fixture.get(`/markets/${ticker}`);
  const { yes_bid_dollars: bid, volume_fp: volume } = msgOf(frames.at(-1));
  expect(body['market']).toMatchObject({ yes_bid_dollars: bid, volume_fp: volume });
  const id = msgOf(frames[0])['market_id'];
  const byId = await socket.command('subscribe', { channels: ['ticker'], market_ids: [id] });
  expect(byId).toMatchObject({ type: 'subscribed', msg: { sid: sid + 1 } });
});

test('trades of all markets are those that REST lists', async () => {
  const fixture = await startKalshi();
  const socket = await fixture.connect();
  const sid = await subscribe(socket, { channels: ['trade'] });
  fixture.clock.advance(20 * SECOND_MS);
  const frames = await socket.settled();
  const told = socket.ofType('trade').map(msgOf);
  expect(told.length).toBeGreaterThan(10);
  for (const trade of told) expectShape(trade, SOCKET_MESSAGES.trade);
  const { body } = await fixture.get(`/markets/trades?limit=${told.length}`);
  const listed = (body['trades'] as Json[]).map((row) => row['trade_id']).reverse();
  expect(told.map((trade) => trade['trade_id'])).toEqual(listed);
  expect(seqs(frames, sid)).toEqual(countedFrom1(told));
});

test('the life of markets is told, combinations on a channel of their own', async () => {
  const fixture = await startKalshi();
  const socket = await fixture.connect();
  const channels = ['market_lifecycle_v2', 'multivariate_market_lifecycle'];
  await subscribe(socket, { channels });
  await until(() => socket.ofType('subscribed').length === 2, 'both were subscribed');
  await fixture.pass(17 * 60_000);
  await socket.settled();
  const steps = socket.ofType('market_lifecycle_v2').map(msgOf);
  const kinds = new Set(steps.map((step) => step['event_type']));
  for (const kind of ['created', 'activated', 'metadata_updated', 'determined', 'settled']) {
    expect(kinds).toContain(kind);
  }
  const created = steps.find((step) => step['event_type'] === 'created');
  expect(created).toMatchObject({
    market_ticker: expect.any(String),
    exchange_index: expect.any(Number),
    open_ts: expect.any(Number),
    close_ts: expect.any(Number),
    additional_metadata: { event_ticker: expect.any(String), rules_primary: expect.any(String) },
    price_level_structure: expect.any(String),
    price_ranges: [expect.objectContaining({ start: '0.0000' }), ...rest(2)],
  });
  const determined = steps.find((step) => step['event_type'] === 'determined');
  expect(determined).toMatchObject({
    determination_ts: expect.any(Number),
    result: expect.stringMatching(/^(yes|no)$/),
    settlement_value: expect.stringMatching(/^[01]\.0000$/),
  });
  const known = steps.find((step) => step['event_type'] === 'metadata_updated');
  expect(known).toMatchObject({
    floor_strike: expect.any(Number),
    yes_sub_title: expect.any(String),
  });
  expect(socket.ofType('event_lifecycle').length).toBeGreaterThan(0);
  const combos = socket.ofType('multivariate_market_lifecycle').map(msgOf);
  expect(combos.length).toBeGreaterThan(0);
  for (const { market_ticker: ticker } of combos) expect(ticker).toMatch(/^KXMVE/);
});

/** So many more bands. */
function rest(count: number): readonly unknown[] {
  return Array.from({ length: count }, () => expect.anything());
}

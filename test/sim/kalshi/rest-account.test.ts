import { expect, test } from 'vitest';
import { ask, type Json, rowsIn, signed, startKalshi } from './kalshi-fixture.ts';
import { expectShape, POSITION } from './shapes.ts';

const HOUR_MS = 3_600_000;
const BALANCE = '/portfolio/balance';

test('both kinds of key open what is private, and only the right signature does', async () => {
  const { sim, clock, get } = await startKalshi();
  for (const key of Object.values(sim.keys)) expect((await get(BALANCE, key)).status).toBe(200);
  expect(await get(BALANCE)).toMatchObject({
    status: 401,
    body: { code: 'authentication_error' },
  });
  const path = new URL(`${sim.restUrl}${BALANCE}`).pathname;
  const { ed25519, rsa } = sim.keys;
  const at = { nowMs: clock.nowMs(), path };
  const wrong: Readonly<Record<string, Record<string, string>>> = {
    'another path': signed(rsa, { ...at, path: '/portfolio/balance' }),
    'a path with its query': signed(rsa, { ...at, path: `${path}?exchange_index=2` }),
    'another method': signed(rsa, { ...at, method: 'POST' }),
    'a clock that is late': signed(rsa, { ...at, nowMs: at.nowMs - 31_000 }),
    'a clock that is early': signed(rsa, { ...at, nowMs: at.nowMs + 31_000 }),
    'another key': { ...signed(rsa, at), 'KALSHI-ACCESS-KEY': ed25519.keyId },
    'no key': { 'KALSHI-ACCESS-TIMESTAMP': String(at.nowMs) },
    'seconds for milliseconds': {
      ...signed(rsa, at),
      'KALSHI-ACCESS-TIMESTAMP': String(Math.floor(at.nowMs / 1_000)),
    },
  };
  for (const headers of Object.values(wrong)) {
    expect((await ask(`${sim.restUrl}${BALANCE}?exchange_index=2`, { headers })).status).toBe(401);
  }
  const right = { headers: signed(rsa, at) };
  expect((await ask(`${sim.restUrl}${BALANCE}?exchange_index=2`, right)).status).toBe(200);
  sim.setClockSkew(40_000);
  expect(await get(BALANCE, rsa)).toMatchObject({
    status: 401,
    body: { details: 'header_timestamp_expired' },
  });
  const { headers } = await get('/exchange/status');
  expect(Date.parse(headers.get('date') ?? '')).toBe(
    Math.floor((at.nowMs + 40_000) / 1_000) * 1_000,
  );
  sim.setClockSkew(0);
  sim.revoke(rsa.keyId);
  expect((await get(BALANCE, rsa)).status).toBe(401);
});

test('order books need a key when the switch says so, and the top of the book never does', async () => {
  const { sim, get } = await startKalshi();
  const [market] = rowsIn(await get('/markets?status=open'), 'markets');
  const path = `/markets/${String(market?.['ticker'])}/orderbook`;
  expect((await get(path)).status).toBe(200);
  sim.setBooksKeyed(true);
  expect((await get(path)).status).toBe(401);
  expect((await get(`/markets/orderbooks?tickers=${String(market?.['ticker'])}`)).status).toBe(401);
  expect((await get(path, sim.keys.rsa)).status).toBe(200);
  expect((await get(`/markets/${String(market?.['ticker'])}`)).status).toBe(200);
});

test('cash is counted by shard, in whole cents and in dollars', async () => {
  const { sim, get } = await startKalshi();
  const { body } = await get(BALANCE, sim.keys.rsa);
  const rows = body['balance_breakdown'] as Json[];
  expect(rows.map((row) => row['exchange_index'])).toEqual([0, 1, 2, 3]);
  const sum = rows.reduce((all, row) => all + Number(row['balance']), 0);
  expect(Number(body['balance_dollars'])).toBeCloseTo(sum, 6);
  expect(body['balance']).toBe(Math.floor(Math.round(sum * 1e6) / 1e4));
  expect(Number.isSafeInteger(body['portfolio_value'])).toBe(true);
  const crypto = await get(`${BALANCE}?exchange_index=2`, sim.keys.rsa);
  expect(crypto.body['balance_breakdown']).toEqual(rows.slice(2, 3));
  expect((await get(`${BALANCE}?exchange_index=7`, sim.keys.rsa)).status).toBe(400);
});

test('positions are signed, filtered, and paid when their market is settled', async () => {
  // Seven minutes before the hour.
  const { sim, pass, get } = await startKalshi({ after: 46 * 60_000 });
  const read = async (query = '') =>
    rowsIn(await get(`/portfolio/positions${query}`, sim.keys.rsa), 'market_positions');
  const rows = await read();
  for (const row of rows) expectShape(row, POSITION);
  expect(rows.map((row) => row['position_fp']).sort()).toEqual(['-10.50', '25.00']);
  const [coin] = await read('?exchange_index=2');
  expect(coin).toMatchObject({ position_fp: '25.00', exchange_index: 2 });
  expect(await read(`?ticker=${String(coin?.['ticker'])}`)).toHaveLength(1);
  expect((await read('?count_filter=position')).length).toBe(2);
  const events = await get('/portfolio/positions', sim.keys.rsa);
  expect(events.body['event_positions']).toHaveLength(2);
  const before = sim.account.cash(2);
  await pass(9 * 60_000);
  const [settled] = await read(`?ticker=${String(coin?.['ticker'])}`);
  expect(settled).toMatchObject({ position_fp: '0.00' });
  const paid = sim.world.catalogue.market(String(coin?.['ticker']))?.outcome?.value ?? 0;
  expect(sim.account.cash(2) - before).toBe(25 * paid);
});

test('the account’s limits are those that are enforced, with a plain 429 and no hint when to return', async () => {
  const rates = {
    read: { perSecond: 50, burst: 50 },
    write: { perSecond: 10, burst: 10 },
    anonymous: { perSecond: 20, burst: 20 },
  };
  const { sim, clock, get } = await startKalshi({ rates });
  const { body } = await get('/account/limits', sim.keys.rsa);
  expect(body).toEqual({
    usage_tier: 'basic',
    read: { refill_rate: 50, bucket_capacity: 50 },
    write: { refill_rate: 10, bucket_capacity: 10 },
    grants: [],
  });
  const statuses: number[] = [];
  for (let at = 0; at < 5; at += 1) statuses.push((await get(BALANCE, sim.keys.rsa)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 429]);
  const refused = await get(BALANCE, sim.keys.rsa);
  expect(refused.body).toEqual({ error: 'too many requests' });
  expect(refused.headers.get('retry-after')).toBeNull();
  // Whoever has no key has a bucket of its own.
  expect((await get('/exchange/status')).status).toBe(200);
  clock.advance(200);
  expect((await get(BALANCE, sim.keys.rsa)).status).toBe(200);
  expect((await get(BALANCE, sim.keys.rsa)).status).toBe(429);
  const costs = await get('/account/endpoint_costs');
  expect(costs.body).toMatchObject({ default_cost: 10, endpoint_costs: { length: 2 } });
});

test('orders are refused in so many words', async () => {
  const { sim, clock } = await startKalshi();
  const url = `${sim.restUrl}/portfolio/events/orders`;
  const path = new URL(url).pathname;
  const headers = signed(sim.keys.rsa, { nowMs: clock.nowMs(), method: 'POST', path });
  expect(await ask(url, { method: 'POST', headers, body: '{}' })).toMatchObject({
    status: 405,
    body: { error: { code: 'method_not_allowed', message: expect.stringContaining('read-only') } },
  });
});

test('the status has a row for each shard, and its top tells of the first alone', async () => {
  const { sim, get } = await startKalshi();
  const read = async () => (await get('/exchange/status')).body;
  const shards = async () =>
    ((await read())['exchange_index_statuses'] as Json[]).map((row) => row['trading_active']);
  expect(await read()).toMatchObject({ exchange_active: true, trading_active: true });
  expect(await shards()).toEqual([true, true, true, true]);
  sim.setShard(2, false);
  expect(await read()).toMatchObject({ exchange_active: true, trading_active: true });
  expect(await shards()).toEqual([true, true, false, true]);
  sim.setShard(2, true);
  sim.setPaused(true);
  expect(await read()).toMatchObject({ exchange_active: true, trading_active: false });
  expect(await shards()).toEqual([false, false, false, false]);
});

test('Thursdays from 3 to 5 in New York nothing trades, as the schedule says', async () => {
  // From Wednesday morning to ten minutes before the pause.
  const { sim, pass, get } = await startKalshi({ after: 20 * HOUR_MS + 43 * 60_000, coins: [] });
  const { body } = await get('/exchange/schedule');
  const { standard_hours: hours, maintenance_windows: windows } = body['schedule'] as {
    standard_hours: Json[];
    maintenance_windows: unknown[];
  };
  expect(hours[0]?.['thursday']).toEqual([
    { open_time: '00:00', close_time: '03:00' },
    { open_time: '05:00', close_time: '24:00' },
  ]);
  expect(windows).toEqual([
    { start_datetime: '2026-11-19T08:00:00Z', end_datetime: '2026-11-19T10:00:00Z' },
  ]);
  expect(sim.world.exchange.isPaused).toBe(false);
  await pass(11 * 60_000);
  expect((await get('/exchange/status')).body).toMatchObject({
    trading_active: false,
    exchange_estimated_resume_time: '2026-11-19T10:00:00Z',
  });
  await pass(2 * HOUR_MS);
  expect((await get('/exchange/status')).body).toMatchObject({ trading_active: true });
});
